// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Movement is an event's standing, who changed it, and when, if Partner Center reports that. A
// refresh stores these facts for the next plan, never sentences.
type Movement struct {
	Standing Standing  `json:"standing"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// Same reports whether both are the same movement. Without a time, two movements to the same
// standing cannot be distinguished.
func (m Movement) Same(other Movement) bool {
	return m.Standing == other.Standing && m.By == other.By && m.At.Equal(other.At)
}

// Movement returns the event's last movement. A resolved event names its resolver. For an open
// event, only the activity log has this information, and only if its newest entry led to the
// event's standing.
func (e Event) Movement() Movement {
	m := Movement{Standing: e.Standing()}
	if e.Status == Resolved {
		m.By, m.At = e.ResolvedBy, e.ResolvedOn
	}
	newest, ok := e.newestActivity()
	if !ok || newest.StatusTo != string(e.Status) || newest.StatusTo == "" {
		return m
	}
	if m.By == "" {
		m.By = newest.UpdatedBy
	}
	if m.At.IsZero() {
		m.At = newest.DateTime
	}
	return m
}

// WasReopened reports whether the event was resolved before, according to the activity log.
func (e Event) WasReopened() bool {
	newest, ok := e.newestActivity()
	return ok && e.Status != Resolved &&
		newest.StatusFrom == string(Resolved) && newest.StatusTo == string(e.Status)
}

// SetBackFrom returns the event's status before it was set back to Active, according to the
// activity log: a colleague has stopped investigating, or there is new evidence about a resolved
// event. It is empty for an event that has always been Active.
func (e Event) SetBackFrom() string {
	newest, ok := e.newestActivity()
	if !ok || e.Status != Active || newest.StatusTo != string(Active) ||
		newest.StatusFrom == string(Active) {
		return ""
	}
	return newest.StatusFrom
}

// newestActivity compares times. Among entries without a time, or with equal times, the last is the
// newest.
func (e Event) newestActivity() (Activity, bool) {
	var newest Activity
	for _, a := range e.ActivityLogs {
		if !a.DateTime.Before(newest.DateTime) {
			newest = a
		}
	}
	return newest, len(e.ActivityLogs) > 0
}

// String returns a text such as "Resolved (Fraud) by kim@contoso.com on 2026-03-04T05:06:07Z", or
// "Investigating (set by kim@contoso.com on 2026-03-04T05:06:07Z)".
func (m Movement) String() string {
	var who string
	if m.By != "" {
		who += " by " + Printable(m.By)
	}
	if !m.At.IsZero() {
		who += " on " + m.At.UTC().Format(time.RFC3339)
	}
	if who == "" || m.Standing.Status == Resolved {
		return m.Standing.String() + who
	}
	return fmt.Sprintf("%s (set%s)", m.Standing, who)
}

// Printable replaces invisible characters in text from the service, such as control characters and
// direction marks: a customer's name must not move a terminal's cursor.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
