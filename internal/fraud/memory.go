// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"time"
)

// Memory is a configuration's record of its own decisions about an event. A nil Memory is empty.
type Memory struct {
	// Last is the last written or adopted decision; the zero value if none is known.
	Last Standing `json:"last"`

	// Sent is an unconfirmed decision that was sent after Last. It may have taken effect.
	Sent *Standing `json:"sent,omitempty"`

	// SentFrom is the event's standing before Sent; nil if unknown.
	SentFrom *Standing `json:"sent_from,omitempty"`

	// Left is the movement that the write of Last replaced, and WrittenAt is the time of that write.
	// Both are empty if Last was adopted.
	Left      *Movement `json:"left,omitempty"`
	WrittenAt time.Time `json:"written_at,omitzero"`

	// Imported says that an import found Last, which therefore counts as somebody else's decision.
	Imported bool `json:"imported,omitempty"`

	// Found is somebody else's decision that the configuration has followed since. Declaring it again
	// after the event has moved is not a new decision.
	Found *Standing `json:"found,omitempty"`
}

// Remember returns the memory after a written or adopted decision.
func Remember(d Decision) Memory { return Memory{Last: d.Standing()} }

// RememberWritten returns the memory after a written decision, and the movement that it replaced.
func RememberWritten(d Decision, left Movement, at time.Time) Memory {
	return Memory{Last: d.Standing(), Left: &left, WrittenAt: at.UTC().Truncate(time.Second)}
}

// Affirmed returns the memory after an update that wrote nothing, such as a change of annotations.
// Such an update does not turn somebody else's decision into ours, whether the configuration
// follows it, ignores its changes, or was imported with it.
func (m *Memory) Affirmed(d Decision) Memory {
	standing := d.Standing()
	switch {
	case m == nil:
		return Memory{Last: standing, Imported: true}
	case m.Owns(standing) && m.Last == standing:
		return Memory{Last: standing, Left: m.Left, WrittenAt: m.WrittenAt}
	case m.Owns(standing):
		return Remember(d)
	case m.Imported:
		return Memory{Last: standing, Imported: true, Sent: m.Sent, SentFrom: m.SentFrom}
	default:
		return Memory{Last: m.Last, Sent: m.Sent, SentFrom: m.SentFrom, Found: &standing}
	}
}

// AfterFailure returns the memory after a failed change, because a decision that was sent may still
// take effect.
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

// TookEffect reports whether an event has this standing because of the sent decision, and returns
// its previous standing.
func (m *Memory) TookEffect(seen Standing) (from Standing, ok bool) {
	if !m.sent(seen) || m.SentFrom == nil || *m.SentFrom == seen {
		return Standing{}, false
	}
	return *m.SentFrom, true
}

// Holds returns our decision that matches an event with this standing or, if there is none, our
// last one.
func (m *Memory) Holds(seen Standing) Standing {
	if m.Sent != nil && *m.Sent == seen {
		return seen
	}
	return m.Last
}

// Owns reports whether an event can have this standing because of our decision. A standing that an
// import found is somebody else's.
func (m *Memory) Owns(s Standing) bool {
	return m.wrote(s) && (!m.Imported || m.sent(s))
}

// wrote reports whether this is the last known standing, or the possible result of a write.
func (m *Memory) wrote(s Standing) bool {
	return m != nil && (m.knows() && s == m.Last || m.sent(s))
}

func (m *Memory) sent(s Standing) bool { return m != nil && m.Sent != nil && *m.Sent == s }

// knows is false if the memory has only a sent decision.
func (m *Memory) knows() bool { return m != nil && m.Last != (Standing{}) }

// Overwritten is the work of somebody else that a change of an event overwrites.
type Overwritten int

// The kinds of overwritten work, from none to a resolution.
const (
	OverwritesNothing       Overwritten = iota
	OverwritesInvestigation             // somebody else is investigating the event
	OverwritesMovement                  // from one open status to another, since our decision
	OverwritesReopening                 // of an event that was resolved at our decision
	OverwritesResolution
)

// Overwrites returns the work that a decision in state overwrites if the event has the standing
// seen instead.
func (m *Memory) Overwrites(seen Standing) Overwritten {
	switch {
	case m.Owns(seen):
		return OverwritesNothing
	case seen.Status == Resolved:
		return OverwritesResolution
	case m.knows() && !m.wrote(seen) && m.Last.Status == Resolved:
		return OverwritesReopening
	case m.knows() && !m.wrote(seen) && !m.Imported:
		return OverwritesMovement
	case seen.Status == Investigating:
		return OverwritesInvestigation
	default:
		return OverwritesNothing
	}
}

// MayOverwrite reports whether a decision may change an event with the standing seen without
// consent. It may if the event is still as the configuration last left it, or if the configuration
// has changed its decision since. It may not if somebody else moved the event and nothing else
// changed.
//
// After an import, the configuration has not decided anything yet. So changing a resolved event
// requires consent. The same decision also requires consent if the event was resolved at the import
// and is open again. Any other open event can be decided freely, as in a create.
func (m *Memory) MayOverwrite(d Decision, seen Standing) bool {
	switch o := m.Overwrites(seen); {
	case o == OverwritesNothing || o == OverwritesInvestigation:
		return true
	case m == nil || m.Imported && seen.Status == Resolved:
		return false
	default:
		return !m.wrote(d.Standing()) && !m.follows(d.Standing())
	}
}

// follows reports whether the configuration has followed this decision of somebody else.
func (m *Memory) follows(s Standing) bool { return m.Found != nil && *m.Found == s }

// Moved returns our decision before somebody else moved its event, or nil if nobody did.
func (m *Memory) Moved(seen Standing) *Standing {
	if o := m.Overwrites(seen); o != OverwritesMovement && o != OverwritesReopening {
		return nil
	}
	held := m.Last
	return &held
}

// listingsLag is how long after a write a listing may still show the event as before. How long it
// really takes is not documented (docs-dev/api.md, Update; parity: write-lag).
const listingsLag = time.Hour

// Replaced returns the movement that our last write replaced, if that was so recently that a
// listing may still show it; otherwise nil.
func (m *Memory) Replaced(now time.Time) *Movement {
	if m == nil || m.Left == nil || now.Sub(m.WrittenAt) >= listingsLag {
		return nil
	}
	return m.Left
}

// MayLag reports whether a listing that shows this movement may be older than our last write,
// because it shows the event exactly as before. If the service reports when an event moved, nobody
// else's movement looks like that.
func (m *Memory) MayLag(seen Movement, now time.Time) bool {
	left := m.Replaced(now)
	return left != nil && left.Same(seen) && !m.Owns(seen.Standing)
}

// MaybeSent reports whether a failed change may have been written.
func MaybeSent(err error) bool {
	var unconfirmed *UnconfirmedError
	return errors.As(err, &unconfirmed) || Failed(err, MayHaveHappened)
}
