// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import "errors"

// Memory is what a configuration remembers of its own part in an event. A nil Memory remembers
// nothing.
type Memory struct {
	// Last is the decision that was last written or adopted; the zero one when none is known.
	Last Standing `json:"last"`

	// Sent is a decision that was sent since then, and that nobody has seen take effect. It may have.
	Sent *Standing `json:"sent,omitempty"`

	// SentFrom is where the event stood when that was sent; nil if it is not known.
	SentFrom *Standing `json:"sent_from,omitempty"`

	// Imported says that Last was found at an import: somebody else's decision, as far as is known.
	Imported bool `json:"imported,omitempty"`

	// Found is a decision of somebody else's that the configuration has followed since then. To take
	// it up again, once the event has moved on, is no decision anew.
	Found *Standing `json:"found,omitempty"`
}

// Remember is the memory of a decision that was written or adopted.
func Remember(d Decision) Memory { return Memory{Last: d.Standing()} }

// Affirmed is the memory after a revision that found nothing to write, such as one of annotations.
// It writes nothing, and so makes no decision of somebody else's ours: one that the configuration
// follows, ignores the changes of, or was imported with.
func (m *Memory) Affirmed(d Decision) Memory {
	standing := d.Standing()
	switch {
	case m == nil:
		return Memory{Last: standing, Imported: true}
	case m.Owns(standing):
		return Remember(d)
	case m.Imported:
		return Memory{Last: standing, Imported: true, Sent: m.Sent, SentFrom: m.SentFrom}
	default:
		return Memory{Last: m.Last, Sent: m.Sent, SentFrom: m.SentFrom, Found: &standing}
	}
}

// AfterFailure is the memory after a change has failed: if the decision was sent, it may take
// effect yet.
func (m *Memory) AfterFailure(c Change, err error) *Memory {
	if !MaybeSent(err) {
		return m
	}
	sent := c.Decision.Standing()
	var after Memory
	if m != nil {
		after = *m
	}
	after.Sent, after.SentFrom = &sent, c.Seen
	return &after
}

// TookEffect reports whether an event that is seen to stand like this does so by the decision that
// was sent, and where it stood before.
func (m *Memory) TookEffect(seen Standing) (from Standing, ok bool) {
	if !m.sent(seen) || m.SentFrom == nil || *m.SentFrom == seen {
		return Standing{}, false
	}
	return *m.SentFrom, true
}

// Holds is the decision of ours that an event stands by, if it stands as seen; else the one last
// written or adopted.
func (m *Memory) Holds(seen Standing) Standing {
	if m.Sent != nil && *m.Sent == seen {
		return seen
	}
	return m.Last
}

// Owns reports whether an event that stands like this can stand so because of us. What an import
// found is somebody else's.
func (m *Memory) Owns(s Standing) bool {
	return m.wrote(s) && (!m.Imported || m.sent(s))
}

// wrote reports whether this is the last known standing, or what may have become of it by a write.
func (m *Memory) wrote(s Standing) bool {
	return m != nil &&
		(m.knows() && s == m.Last || m.sent(s))
}

func (m *Memory) sent(s Standing) bool { return m != nil && m.Sent != nil && *m.Sent == s }

// knows is false when nothing but a sent decision is remembered.
func (m *Memory) knows() bool { return m != nil && m.Last != (Standing{}) }

// Concern is why a reviewer should look twice at the change of an event.
type Concern int

// The concerns, from none to somebody's resolution.
const (
	NoConcern  Concern = iota
	UnderWatch         // somebody else investigates it
	// somebody else has moved it since it was decided here, from one open status to another
	Moved
	// it was resolved when the decision was made here, and somebody has opened it again
	Reopened
	ResolvedElsewhere // somebody else has resolved it
)

// Concern is that about a decision in state whose event was seen to stand as seen, and not as
// decided.
func (m *Memory) Concern(seen Standing) Concern {
	switch {
	case m.Owns(seen):
		return NoConcern
	case seen.Status == Resolved:
		return ResolvedElsewhere
	case m.knows() && !m.wrote(seen) && m.Last.Status == Resolved:
		return Reopened
	case m.knows() && !m.wrote(seen) && !m.Imported:
		return Moved
	case seen.Status == Investigating:
		return UnderWatch
	default:
		return NoConcern
	}
}

// MayOverwrite says whether a decision may change an event that was seen to stand as seen, without
// consent of its own. It may when the event is still as the configuration last left it, and when
// the configuration itself has decided anew since then. It may not when all that happened is that
// somebody else moved the event. After an import the configuration has decided nothing yet, so that
// what is resolved takes consent, and so does the same decision about an event that was resolved at
// the import and is open again; any other open event may be decided freely, as by a create.
func (m *Memory) MayOverwrite(d Decision, seen Standing) bool {
	switch concern := m.Concern(seen); {
	case concern == NoConcern || concern == UnderWatch:
		return true
	case m == nil || m.Imported && seen.Status == Resolved:
		return false
	default:
		return !m.wrote(d.Standing()) && !m.follows(d.Standing())
	}
}

// follows reports whether this is somebody else's decision that the configuration has followed.
func (m *Memory) follows(s Standing) bool { return m.Found != nil && *m.Found == s }

// Moved is the decision that was made here before somebody else moved its event; nil if nobody did.
func (m *Memory) Moved(seen Standing) *Standing {
	if c := m.Concern(seen); c != Moved && c != Reopened {
		return nil
	}
	held := m.Last
	return &held
}

// MaybeSent reports whether a failed change may have been written all the same.
func MaybeSent(err error) bool {
	var unconfirmed *UnconfirmedError
	return errors.As(err, &unconfirmed) || Failed(err, MayHaveHappened)
}
