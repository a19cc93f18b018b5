// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import "strings"

// Filter selects events of a listing. It is comparable, so it can be the key of cached results.
type Filter struct {
	SubscriptionID string
	Status         string
	EventType      string
	Mining         bool // only the type of event in the classic model
	ExactCase      bool
	Nothing        bool // a value that no event can have
}

// matchesAll reports whether every event of the subscription, or of the tenant, passes.
func (f Filter) matchesAll() bool {
	return f.Status == "" && f.EventType == "" && !f.Mining && !f.Nothing
}

// matches checks everything except the subscription, which the index has already selected.
func (f Filter) matches(e *Event) bool {
	return !f.Nothing &&
		(f.Status == "" || f.Equal(f.Status, e.EventStatus)) &&
		(f.EventType == "" || f.Equal(f.EventType, e.EventType)) &&
		(!f.Mining || e.EventType == EventTypeMining)
}

// Equal compares like the filter, with or without case.
func (f Filter) Equal(a, b string) bool {
	if f.ExactCase {
		return a == b
	}
	return strings.EqualFold(a, b)
}
