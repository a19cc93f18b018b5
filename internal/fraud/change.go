// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

// Change is a decision about one event together with what its author has seen and consented to. The
// Ledger carries it out; Review says beforehand what that would come to.
type Change struct {
	Key      Key
	Decision Decision

	// Seen is where the event stood when the change was reviewed, Unlisted if it was not listed then.
	// Nil says that nothing was seen yet, as for a decision whose event no plan could look up: then
	// any open event may be written to.
	Seen *Standing

	// First says that the decision is declared for the first time. An event that somebody else has
	// resolved since the review is then refused for that, which tells more than that it has changed.
	// And a state of the same run that carries the decision already is as good as AcceptUnlisted.
	First bool

	// Overwrite is consent to change what somebody else has decided: an event that is resolved
	// otherwise, or one that was moved since it was decided here (Held).
	Overwrite bool

	// Held is the decision that was last made here, if somebody else has moved the event since then:
	// to change it again, open or not, takes Overwrite.
	Held *Standing

	// AcceptUnlisted is consent to record the decision, without a write, when the event is not listed.
	AcceptUnlisted bool

	// Exact says that the key is in the service's own spelling: an event whose id differs in case is
	// then another one.
	Exact bool

	// ConsentOpen says that Overwrite is not known yet: a refusal while planning is not the last word.
	ConsentOpen bool

	// Reactivation says that the change reopens an event because the decision about it is destroyed.
	// It spares an event that the same process decides about for another object.
	Reactivation bool

	// Annotations are the author's evidence. They are never sent, but go into the audit log.
	Annotations map[string]string
}

// Action is what a change comes to.
type Action int

// The actions.
const (
	Adopt  Action = iota // the event stands as decided already: nothing to write
	Write                // the event is written to
	Record               // the event is not listed: the decision is recorded, nothing is written
)

// Outcome is a change that was carried out. Event is the zero Event when the action is Record.
type Outcome struct {
	Action Action
	Event  Event

	// Before is where the event stood when the change was carried out. It says nothing when the action
	// is Record.
	Before Standing

	// Inherited says that the decision was recorded because a state of the same run carries it.
	Inherited bool

	// AuditErr says why what became of the change could not be taken down. The change itself is as the
	// rest says.
	AuditErr error
}

// Review says what the change comes to for the event as it stands now; a nil event is not listed.
// The error is an *UnlistedError, *ChangedError, *OverwriteError or *ReopenedError: then nothing
// may be written.
func (c Change) Review(e *Event) (Action, error) {
	switch {
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
		return 0, &OverwriteError{Event: *e, Decision: c.Decision}
	case c.Held != nil && !c.Overwrite:
		return 0, &ReopenedError{Event: *e, Held: *c.Held, Decision: c.Decision}
	default:
		return Write, nil
	}
}
