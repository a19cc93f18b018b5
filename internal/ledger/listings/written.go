// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Written is an event after a write, which its reply has confirmed.
type Written struct {
	Event fraud.Event
	Left  fraud.Movement // before the write
}

// unseen is an event after confirmed writes, of which no listing has shown the last one yet.
type unseen struct {
	event fraud.Event
	left  []fraud.Movement // before each of the writes
}

// isAfter reports whether a listing with this event is older than the writes.
func (u unseen) isAfter(e fraud.Event) bool {
	return slices.ContainsFunc(u.left, e.Movement().Same)
}

// NoteWritten records confirmed writes. A later listing that still shows an event exactly as before
// is older than our write, and gets the event as written.
func (s *Shared) NoteWritten(writes []Written) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range writes {
		u := s.unseen[w.Event.EventID]
		s.unseen[w.Event.EventID] = unseen{w.Event, append(u.left, w.Left)}
	}
}

// WithUnseen is a listing that nobody shares, with the confirmed writes that it does not show yet.
func (s *Shared) WithUnseen(l *Listing) *Listing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.withUnseen(l)
}

func (s *Shared) withUnseen(l *Listing) *Listing {
	var newer []fraud.Event
	for id, u := range s.unseen {
		e := l.FindExactly(u.event.Key)
		switch {
		case e == nil:
		case u.isAfter(*e):
			now := u.event
			now.AskedAt = e.AskedAt
			newer = append(newer, now)
		default:
			delete(s.unseen, id)
		}
	}
	if len(newer) == 0 {
		return l
	}
	return l.with(newer)
}
