// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// refresh is the result of a refresh of the events of a state.
type refresh struct {
	ledger *ledger.Ledger
	last   memories

	moved    movements // of events whose standing is no longer ours
	vanished []string  // ids of unlisted events
	empty    bool      // the listing of the subscription has no other event either
	failed   explain.Failures
}

// run reads every event, and sets its facts as Partner Center reports them. The error is that of a
// read, which would also fail for the others.
func (f *refresh) run(ctx context.Context, all records, diags *diag.Diagnostics) error {
	for id, one := range all {
		err := f.one(ctx, id, one, diags)
		switch {
		case err != nil && !aboutOneEvent(err):
			return err
		case err != nil:
			f.failed.Add(one.declaration().key.EventID, err)
		}
	}
	return nil
}

// one reads one event. An unlisted event keeps its last known values. An unconfirmed decision may
// have taken effect since.
func (f *refresh) one(ctx context.Context, id string, one record, diags *diag.Diagnostics) error {
	key, known := one.declaration().key, one.known()
	memory := f.last.of(id)
	seen, err := f.ledger.FindNewer(ctx, key, func(e fraud.Event) bool {
		return memory.MayLag(e.Movement(), time.Now())
	})
	if err != nil {
		return err
	}
	if seen.Event == nil {
		if known.Listed.ValueBool() {
			f.vanished, f.empty = append(f.vanished, key.EventID), seen.Empty
		}
		known.Listed = types.BoolValue(false)
		return nil
	}
	one.observe(ctx, *seen.Event, diags)
	standing := seen.Event.Standing()
	if from, ok := memory.TookEffect(standing); ok {
		known.PreviousStatus = attribute.Text(from.String())
	}
	if !memory.Owns(standing) {
		f.moved[id] = seen.Event.Movement()
	}
	return nil
}
