// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	active        = "Active"
	investigating = "Investigating"
	resolved      = "Resolved"
)

// standing is the status of an event and, if it is resolved, the reason.
type standing struct{ Status, Reason string }

func (s standing) open() bool { return s.Status != resolved }

func (s standing) String() string {
	if s.Reason == "" {
		return s.Status
	}
	return s.Status + " (" + s.Reason + ")"
}

// parseStanding reads the form of previous_status, such as "Resolved (Fraud)".
func parseStanding(text string) standing {
	status, reason, _ := strings.Cut(strings.TrimSuffix(text, ")"), " (")
	return standing{status, reason}
}

func standingOf(e emulator.Event) standing {
	if e.EventStatus == resolved {
		return standing{resolved, e.ResolvedReason}
	}
	return standing{Status: e.EventStatus}
}

// moment is an event as it was from a time on.
type moment struct {
	at       time.Time
	listed   bool
	standing standing
	ours     bool // the provider's user has set it
}

// history is what has happened to each event. It is filled after each call and each move, so a
// moment begins slightly before its time.
type history struct {
	user    string
	mu      sync.Mutex
	moments map[string][]moment
}

// look adds what is new. at is the earliest time at which it can have happened.
func (h *history) look(events []emulator.Event, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	seen := map[string]bool{}
	for _, e := range events {
		seen[e.EventID] = true
		next := moment{at: at, listed: true, standing: standingOf(e)}
		if n := len(e.ActivityLogs); n > 0 {
			next.ours = e.ActivityLogs[n-1].UpdatedBy == h.user
		}
		h.add(e.EventID, next)
	}
	for id, all := range h.moments {
		if last := all[len(all)-1]; !seen[id] && last.listed {
			last.at, last.listed, last.ours = at, false, false
			h.moments[id] = append(all, last)
		}
	}
}

func (h *history) add(id string, next moment) {
	all := h.moments[id]
	if len(all) > 0 {
		last := all[len(all)-1]
		if last.listed && last.standing == next.standing && last.ours == next.ours {
			return
		}
	}
	h.moments[id] = append(all, next)
}

// since returns the moment that was in force at a time, and all later ones. more adds earlier ones,
// for a service whose listings lag.
func (h *history) since(id string, at time.Time, more int) []moment {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.moments[id]
	first := 0
	for i, m := range all {
		if !m.at.After(at) {
			first = i
		}
	}
	return slices.Clone(all[max(0, first-more):])
}

// stood reports whether the event had the standing, listed, since the time.
func (h *history) stood(id string, want standing, at time.Time, more int) bool {
	return slices.ContainsFunc(h.since(id, at, more),
		func(m moment) bool { return m.listed && m.standing == want })
}

// left reports whether the event was unlisted at some moment since the time.
func (h *history) left(id string, at time.Time) bool {
	all := h.since(id, at, 0)
	return len(all) == 0 || slices.ContainsFunc(all, func(m moment) bool { return !m.listed })
}

// all returns a copy.
func (h *history) all() map[string][]moment {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := map[string][]moment{}
	for id, moments := range h.moments {
		all[id] = slices.Clone(moments)
	}
	return all
}
