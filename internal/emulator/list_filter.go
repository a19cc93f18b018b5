// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import "strings"

// listFilter is what a listing selects. It is comparable, so that results can be kept by it.
type listFilter struct {
	subscriptionID string
	status         string
	eventType      string
	classic        bool // only the kind of event that the classic model knows
	exactCase      bool
	nothing        bool // a value that no event can have
}

// matchesAll reports whether every event of the subscription, or of the tenant, passes.
func (f listFilter) matchesAll() bool {
	return f.status == "" && f.eventType == "" && !f.classic && !f.nothing
}

// matches judges all but the subscription, which the index has already selected.
func (f listFilter) matches(e *Event) bool {
	return !f.nothing &&
		(f.status == "" || f.equal(f.status, e.EventStatus)) &&
		(f.eventType == "" || f.equal(f.eventType, e.EventType)) &&
		(!f.classic || e.EventType == eventTypeMining)
}

func (f listFilter) equal(a, b string) bool {
	if f.exactCase {
		return a == b
	}
	return strings.EqualFold(a, b)
}
