// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

// Change is a decision about one event, together with the standing that its author has seen and the
// author's consent. The Ledger carries it out; Review determines the result in advance.
type Change struct {
	Key      Key
	Decision Decision

	// Seen is the event's standing at the review, or Unlisted if it was not listed then. Nil means
	// that nothing was seen, for example because no plan could read the event: then any open event may
	// be changed.
	Seen *Standing

	// First says that the decision is new. If somebody else has resolved the event since the review,
	// the error then says so, instead of only that the event has changed. If a state of the same run
	// already holds the decision, that has the same effect as AcceptUnlisted.
	First bool

	// Overwrite is consent to change somebody else's decision: an event that is already resolved
	// otherwise, or one that somebody moved since our decision (Held).
	Overwrite bool

	// Held is our last decision, if somebody else has moved the event since. Changing the event, open
	// or not, then requires Overwrite.
	Held *Standing

	// Replaced is the movement that our last write about the event replaced, if that was so recently
	// that a listing may still show it.
	Replaced *Movement

	// AcceptUnlisted is consent to record the decision, without a write, if the event is not listed.
	AcceptUnlisted bool

	// Exact says that the key has the service's own spelling: an id that differs in case then names a
	// different event.
	Exact bool

	// ConsentOpen says that Overwrite is still unknown: a refusal in the plan is then not final.
	ConsentOpen bool

	// Reactivation says that the change reopens an event because its decision is destroyed. It does
	// not reopen an event that the same process decides about for another object.
	Reactivation bool

	// Annotations are the author's evidence. They are never sent, but are in the audit log.
	Annotations map[string]string
}

// Action is the effect of a change.
type Action int

// The actions.
const (
	Adopt  Action = iota // the event already matches the decision: nothing to write
	Write                // the event is changed
	Record               // the event is unlisted: the decision is recorded, nothing is written
)

// Outcome is the result of a change. Event is the zero Event if the action is Record.
type Outcome struct {
	Action Action
	Event  Event

	// Before is the event's movement before the change. It has no meaning if the action is Record.
	Before Movement

	// Inherited says that the decision was recorded because a state of the same run holds it.
	Inherited bool

	// AuditErr is the error of writing the audit log. It does not affect the change itself.
	AuditErr error
}

// SawListed reports whether the plan has shown the event as listed. Its apply then records nothing
// about an unlisted event, because state would say that the event is listed as decided.
func (c Change) SawListed() bool { return c.Seen != nil && *c.Seen != Unlisted() }

// Review returns the effect of the change on the event as listed now; a nil event is unlisted. The
// error is an *UnlistedError, *ChangedError, *OverwriteError, or *ReopenedError: then nothing may
// be written.
func (c Change) Review(e *Event) (Action, error) {
	switch {
	case e == nil && c.AcceptUnlisted && c.SawListed():
		gone := Event{Key: c.Key, Status: Unlisted().Status}
		return 0, &ChangedError{Event: gone, Seen: *c.Seen, Decision: c.Decision}
	case e == nil && c.AcceptUnlisted:
		return Record, nil
	case e == nil:
		return 0, &UnlistedError{Key: c.Key}
	case e.Carries(c.Decision):
		return Adopt, nil
	case c.First && e.Status == Resolved && !c.Overwrite:
		return 0, &OverwriteError{Event: *e, Decision: c.Decision}
	case c.Seen != nil && *c.Seen != e.Standing():
		return 0, &ChangedError{Event: *e, Seen: *c.Seen, Decision: c.Decision}
	case e.Status == Resolved && !c.Overwrite:
		return 0, &OverwriteError{Event: *e, Decision: c.Decision, MayLag: c.mayLag(*e)}
	case c.Held != nil && !c.Overwrite:
		return 0, &ReopenedError{Event: *e, Held: *c.Held, Decision: c.Decision, MayLag: c.mayLag(*e)}
	default:
		return Write, nil
	}
}

// mayLag reports whether the listing that shows the event may be older than our last write.
func (c Change) mayLag(e Event) bool { return c.Replaced != nil && c.Replaced.Same(e.Movement()) }
