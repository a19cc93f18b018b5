// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// areaCall is a call about a subject.
type areaCall struct {
	at      time.Time
	kind    string
	subject string // empty: all customers
	path    string
	status  int
	value   string // of a write
}

// areaKinds are the calls of the other areas, and whether they write.
func areaKinds() map[string]bool {
	return map[string]bool{
		emulator.KindRegistration: false, emulator.KindRegister: true, emulator.KindBudget: false,
		emulator.KindSetBudget: true, emulator.KindUsageRecords: false, emulator.KindCancel: true,
		emulator.KindReactivate: true, emulator.KindWebhookTest: true,
	}
}

// readAreaCall reads a call of another area.
func readAreaCall(r emulator.Request) areaCall {
	c := areaCall{at: r.Time, kind: r.Kind, path: strings.ToLower(r.Path), status: r.Status}
	var body struct {
		Amount json.Number `json:"amount"`
		URL    string      `json:"WebhookUrl"`
		Events []string    `json:"WebhookEvents"`
	}
	_ = json.Unmarshal([]byte(r.Body), &body) // what does not match stays empty, and is noticed
	switch r.Kind {
	case emulator.KindRegistration:
		c.subject = webhook
	case emulator.KindRegister:
		c.subject, c.value = webhook, registration(body.URL, body.Events)
	case emulator.KindBudget, emulator.KindSetBudget:
		parts := strings.Split(c.path, "/")
		c.subject, c.value = parts[len(parts)-2], body.Amount.String()
	}
	return c
}

// areaMoment is a subject as it was from a time on.
type areaMoment struct {
	at    time.Time
	value string
	ours  bool // the provider has set it
}

// areaHistory is what has happened to each subject.
type areaHistory struct {
	values func() map[string]string

	mu      sync.Mutex
	moments map[string][]areaMoment
}

func newAreaHistory(values func() map[string]string) *areaHistory {
	h := &areaHistory{values: values, moments: map[string][]areaMoment{}}
	h.look(time.Time{}, false)
	return h
}

// look adds what is new.
func (h *areaHistory) look(at time.Time, ours bool) {
	now := h.values()
	h.mu.Lock()
	defer h.mu.Unlock()
	for subject, value := range now {
		all := h.moments[subject]
		if len(all) == 0 || all[len(all)-1].value != value {
			h.moments[subject] = append(all, areaMoment{at, value, ours})
		}
	}
}

// since returns the moment in force at a time, and all later ones.
func (h *areaHistory) since(subject string, at time.Time) []areaMoment {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.moments[subject]
	first := 0
	for i, m := range all {
		if !m.at.After(at) {
			first = i
		}
	}
	return append([]areaMoment(nil), all[min(first, len(all)):]...)
}

// had reports whether a subject had a value since a time.
func (h *areaHistory) had(subject, value string, at time.Time) bool {
	for _, m := range h.since(subject, at) {
		if m.value == value {
			return true
		}
	}
	return false
}

// hearArea hears of a call of another area, and reports whether it is one.
func (w *watcher) hearArea(r emulator.Request) bool {
	writes, found := areaKinds()[r.Kind]
	if !found || w.areas == nil {
		return false
	}
	w.areas.look(r.Time, writes)
	w.areaCalls = append(w.areaCalls, readAreaCall(r))
	return true
}
