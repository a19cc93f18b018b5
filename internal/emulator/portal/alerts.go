// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// colleague is who decides in the portal, unless the form names somebody.
const colleague = "colleague@" + world.TenantDomain

// perPage is the number of alerts on a page.
const perPage = 50

// filter selects the alerts of the list.
type filter struct{ Status, Severity, Text string }

func (f filter) matches(e *world.Event) bool {
	if f.Status != "" && !strings.EqualFold(f.Status, e.EventStatus) ||
		f.Severity != "" && !strings.EqualFold(f.Severity, e.Severity) {
		return false
	}
	if f.Text == "" {
		return true
	}
	text := strings.ToLower(f.Text)
	for _, field := range []string{e.EventID, e.SubscriptionID, e.CustomerFriendlyName, e.DisplayName,
		e.EventType, e.ResourceName} {
		if strings.Contains(strings.ToLower(field), text) {
			return true
		}
	}
	return false
}

// listing is one page of the matching alerts.
type listing struct {
	Events          []*world.Event
	From, To, Total int
	Previous, Next  int // pages; 0: there is none
	// in the whole world
	Active, Investigating, Resolved int
}

func listed(events []*world.Event, f filter, page int) listing {
	var l listing
	first := (max(page, 1) - 1) * perPage
	for _, e := range events {
		switch e.EventStatus {
		case world.StatusActive:
			l.Active++
		case world.StatusInvestigating:
			l.Investigating++
		case world.StatusResolved:
			l.Resolved++
		}
		if !f.matches(e) {
			continue
		}
		if l.Total++; l.Total > first && len(l.Events) < perPage {
			l.Events = append(l.Events, e)
		}
	}
	if len(l.Events) > 0 {
		l.From, l.To = first+1, first+len(l.Events)
	}
	l.Previous = max(page, 1) - 1
	if l.To > 0 && l.To < l.Total {
		l.Next = max(page, 1) + 1
	}
	return l
}

// standing returns an alert's status and, if it is resolved, the reason.
func standing(e *world.Event) string {
	if e.EventStatus == world.StatusResolved {
		return e.EventStatus + " (" + e.ResolvedReason + ")"
	}
	return e.EventStatus
}

// at formats a time of the service for people. It returns any other text unchanged.
func at(text string) string {
	if text == world.NoTime {
		return ""
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC().Format("2006-01-02 15:04 UTC")
		}
	}
	return text
}
