// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// creation is the change that a new resolution comes to.
func (m resolutionModel) creation() (fraud.Change, error) {
	d, err := m.decision()
	return fraud.Change{
		Key:            m.key(),
		Decision:       d,
		Overturn:       m.AllowOverwrite.ValueBool(),
		AcceptUnlisted: m.AllowUnlisted.ValueBool(),
		ConsentOpen:    m.AllowOverwrite.IsUnknown(),
		Annotations:    m.annotations(),
	}, err
}

// revision is the change that an existing resolution comes to. state is where the event stood at the last refresh,
// last the decision that was last written or adopted here.
func (m resolutionModel) revision(state resolutionModel, last *fraud.Standing) (fraud.Change, error) {
	d, err := m.decision()
	seen := state.standing()
	return fraud.Change{
		Key:      m.key(),
		Decision: d,
		Seen:     &seen,
		Overturn: m.AllowOverwrite.ValueBool() || fraud.MayOverturn(d, seen, last),

		Annotations: m.annotations(),
	}, err
}

// reactivate reopens an event that still carries the decision made here.
func (m resolutionModel) reactivate(ctx context.Context, ledger *fraud.Ledger, last *fraud.Standing, diags *diag.Diagnostics) {
	key := m.key()
	if last == nil {
		warnLetGo(diags, key, "nothing tells which decision was made here")
		return
	}
	out, err := ledger.Decide(ctx, fraud.Change{Key: key, Decision: fraud.Reopen(), Seen: last, Overturn: true, Annotations: m.annotations()})
	warnNotAudited(diags, out)
	var (
		changed  *fraud.ChangedError
		unlisted *fraud.UnlistedError
		readOnly *fraud.ReadOnlyError
	)
	switch {
	case err == nil:
	case errors.As(err, &changed):
		warnLetGo(diags, key, "it does not carry the decision made here any more, but is "+changed.Event.Settled())
	case errors.As(err, &unlisted):
		warnLetGo(diags, key, "Partner Center does not list it any more")
	case errors.As(err, &readOnly):
		diags.AddAttributeError(path.Root("reactivate_on_destroy"), summaryReadOnly,
			sentence(err)+" The resolution stays in state. "+wayOutReadOnly+" "+wayOutReactivation)
	default:
		diags.AddAttributeError(path.Root("reactivate_on_destroy"), summaryLetGo, sentence(err)+" The resolution stays in state. "+wayOutReactivation)
	}
}

// reportedAfter says how Partner Center reports an event after a failed write; nil if that cannot be told. The
// operation's own time may be up, so this takes a moment of its own.
func reportedAfter(ctx context.Context, ledger *fraud.Ledger, key fraud.Key, failure error) *fraud.Event {
	var unconfirmed *fraud.UnconfirmedError
	if errors.As(failure, &unconfirmed) && unconfirmed.Event != nil {
		return unconfirmed.Event
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	seen, err := ledger.Find(ctx, key)
	if err != nil {
		return nil
	}
	return seen.Event
}

// memoryKey is where private state keeps the decision last written or adopted.
const memoryKey = "last_decision"

// privateState is the part of Terraform's private state that the memory needs.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

func remember(ctx context.Context, private privateState, s fraud.Standing) diag.Diagnostics {
	value, err := json.Marshal(s)
	if err != nil {
		return diag.Diagnostics{diagnosticOf(err)}
	}
	return private.SetKey(ctx, memoryKey, value)
}

// recall returns the decision last written or adopted; nil if nothing is remembered.
func recall(ctx context.Context, private privateState) (*fraud.Standing, diag.Diagnostics) {
	value, diags := private.GetKey(ctx, memoryKey)
	if len(value) == 0 || diags.HasError() {
		return nil, diags
	}
	var s fraud.Standing
	if err := json.Unmarshal(value, &s); err != nil {
		return nil, diags // written by something else: as good as nothing
	}
	return &s, diags
}
