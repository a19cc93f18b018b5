// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// EventIDs is a set of event ids with at least one member. An update without ids would change every
// event of a subscription (docs-dev/api.md, Update; parity: write-all), so nothing returns an empty
// set, and the zero value cannot be encoded.
type EventIDs struct{ ids []string }

// ErrNoEventIDs is the error about an update that names no events.
var ErrNoEventIDs = errors.New(
	"an update must name at least one event id, and none may be blank: without ids it would change " +
		"every event of the subscription")

// NewEventIDs returns the set of the given ids in order, without duplicates. A blank id is an
// error.
func NewEventIDs(first string, more ...string) (EventIDs, error) {
	ids := make([]string, 0, 1+len(more))
	seen := make(map[string]struct{}, 1+len(more))
	for _, id := range append([]string{first}, more...) {
		if strings.TrimSpace(id) == "" {
			return EventIDs{}, ErrNoEventIDs
		}
		if _, ok := seen[id]; !ok {
			seen[id] = struct{}{}
			ids = append(ids, id)
		}
	}
	return EventIDs{ids: ids}, nil
}

// Slice returns a copy of the ids.
func (e EventIDs) Slice() []string { return slices.Clone(e.ids) }

// Len returns the number of ids, which is 0 only for the zero value.
func (e EventIDs) Len() int { return len(e.ids) }

// MarshalJSON encodes the ids as an array. An empty set is an error.
func (e EventIDs) MarshalJSON() ([]byte, error) {
	if len(e.ids) == 0 {
		return nil, ErrNoEventIDs
	}
	return json.Marshal(e.ids)
}
