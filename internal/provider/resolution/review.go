// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// finding is what the review of one decision has found, for the model that holds it to show.
type finding struct {
	err    error  // why an apply would refuse
	notice notice // what a reviewer should look at

	// outcome is what a new decision would come to; nil if its event is not known.
	outcome  *fraud.Outcome
	auditErr error // of the review

	// previous is where the event of a decision in state stood when that was last decided, and
	// moves says that an apply may change where it stands.
	previous types.String
	moves    bool
}

// reviewNew reviews a decision that no state holds, by a listing.
func (d *declaration) reviewNew(ctx context.Context, book *ledger.Ledger) finding {
	if !d.decided() {
		return d.lookUp(ctx, book)
	}
	change, err := d.firstChange()
	if err != nil {
		return finding{err: err}
	}
	out, err := book.Review(ctx, change)
	found := finding{auditErr: out.AuditErr}
	switch {
	case err == nil:
		found.notice = d.noticeOfNew(change, out)
	case !d.consentUnknown(err):
		found.err = err
	}
	if err == nil || out.Event.EventID != "" {
		found.outcome = &out
	}
	return found
}

// lookUp finds the event of a decision that is not known yet. What would overwrite another is found
// at apply.
func (d *declaration) lookUp(ctx context.Context, book *ledger.Ledger) finding {
	seen, err := book.Find(ctx, d.key)
	switch {
	case err != nil:
		return finding{err: err}
	case seen.Event != nil:
		return finding{outcome: &fraud.Outcome{Action: fraud.Write, Event: *seen.Event,
			Before: seen.Event.Standing()}}
	case !d.allowUnlisted.IsUnknown() && !d.allowUnlisted.ValueBool():
		return finding{err: seen.Unlisted(d.key)}
	default:
		return finding{}
	}
}

// reviewNext reviews a decision in state by the refreshed state, without a call. moved says how the
// refresh saw the event move last.
func (d *declaration) reviewNext(stored *declaration, listed bool, memory *fraud.Memory,
	moved fraud.Movement) finding {
	if !d.decided() {
		return finding{previous: types.StringUnknown(), moves: true}
	}
	unchanged := finding{previous: stored.previous}
	if d.sameAs(stored) {
		return unchanged
	}
	change, err := d.nextChange(stored.standing(), memory)
	if err != nil {
		return finding{err: err}
	}
	if !wanted(change) {
		return unchanged
	}
	found := finding{previous: attribute.Text(change.Seen.String()), moves: true}
	if listed {
		found.notice = d.noticeOfNext(change, memory, moved)
	} else {
		found.err = &unlistedChangeError{change.Key}
	}
	return found
}
