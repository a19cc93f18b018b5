// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// declaration is a decision about one event in a configuration or a state, for both resources. Only
// declarations make changes for the Ledger.
type declaration struct {
	key                           fraud.Key
	name                          string // of the event, in messages
	status, reason                types.String
	allowOverwrite, allowUnlisted types.Bool
	annotations                   map[string]string // the known annotations, for the audit log

	// previous is the event's standing at the review of a new decision: null if it was unlisted,
	// unknown if it was not read.
	previous types.String
}

// decided reports whether the decision is known.
func (d *declaration) decided() bool { return !d.status.IsUnknown() && !d.reason.IsUnknown() }

// decision returns the declared decision. Validation ensures that status and reason match, unless
// one of them comes from state because the configuration ignores its changes.
func (d *declaration) decision() (fraud.Decision, error) {
	decision, err := fraud.NewDecision(d.status.ValueString(), d.reason.ValueString())
	if err != nil {
		return decision, &halfDecisionError{key: d.key, status: d.status.ValueString(),
			reason: d.reason.ValueString()}
	}
	return decision, nil
}

// sameAs reports whether another declaration has the same status and reason, documented or not,
// because a state can also hold a standing that somebody else has set.
func (d *declaration) sameAs(other *declaration) bool {
	return d.status.Equal(other.status) && d.reason.Equal(other.reason)
}

// standing returns the event's standing in a state.
func (d *declaration) standing() fraud.Standing {
	return fraud.NewStanding(d.status.ValueString(), d.reason.ValueString())
}

// firstChange returns the change of a new decision.
func (d *declaration) firstChange() (fraud.Change, error) {
	decision, err := d.decision()
	return fraud.Change{
		Key:            d.key,
		Decision:       decision,
		First:          true,
		Seen:           d.reviewed(),
		Overwrite:      d.allowOverwrite.ValueBool(),
		AcceptUnlisted: d.allowUnlisted.ValueBool(),
		ConsentOpen:    d.allowOverwrite.IsUnknown(),
		Annotations:    d.annotations,
	}, err
}

// reviewed returns the event's standing in the plan; nil if the plan could not show it.
func (d *declaration) reviewed() *fraud.Standing {
	if d.previous.IsUnknown() {
		return nil
	}
	seen := fraud.Unlisted()
	if !d.previous.IsNull() {
		seen = fraud.ParseStanding(d.previous.ValueString())
	}
	return &seen
}

// nextChange returns the change of a decision in state, whose event was read at the last refresh.
func (d *declaration) nextChange(seen fraud.Standing, memory *fraud.Memory) (fraud.Change, error) {
	decision, err := d.decision()
	return fraud.Change{
		Key:         d.key,
		Decision:    decision,
		Seen:        &seen,
		Held:        memory.Moved(seen),
		Replaced:    memory.Replaced(time.Now()),
		Overwrite:   d.allowOverwrite.ValueBool() || memory.MayOverwrite(decision, seen),
		Annotations: d.annotations,
	}, err
}

// wanted reports whether a change in state differs from the standing that was seen.
func wanted(next fraud.Change) bool { return *next.Seen != next.Decision.Standing() }

// reactivation returns the change that reopens the event of a destroyed decision. It does not
// reopen an event that no longer matches our decision.
func (d *declaration) reactivation(memory *fraud.Memory) fraud.Change {
	ours := memory.Holds(d.standing())
	return fraud.Change{
		Key: d.key, Decision: fraud.Reopen(), Seen: &ours, Overwrite: true, Reactivation: true,
		Annotations: d.annotations,
	}
}

// consentUnknown reports whether an error may disappear once an option is known.
func (d *declaration) consentUnknown(err error) bool {
	var (
		overwrite *fraud.OverwriteError
		unlisted  *fraud.UnlistedError
	)
	return errors.As(err, &overwrite) && d.allowOverwrite.IsUnknown() ||
		errors.As(err, &unlisted) && d.allowUnlisted.IsUnknown()
}
