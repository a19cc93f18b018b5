// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud

import (
	"errors"
	"fmt"
	"strings"
)

// Page describes one page of a listing for messages: "all subscriptions, status Active, page 2".
// Pages count from 1.
func (q Query) Page(number int) string {
	words := []string{"all subscriptions"}
	if q.SubscriptionID != "" {
		words = []string{"subscription " + q.SubscriptionID}
	}
	if q.Status != "" {
		words = append(words, "status "+q.Status)
	}
	if q.EventType != "" {
		words = append(words, "type "+q.EventType)
	}
	if number > 1 {
		words = append(words, fmt.Sprintf("page %d", number))
	}
	return strings.Join(words, ", ")
}

// Check rejects an update that no service may get: without ids, it would change every event of the
// subscription.
func (u Update) Check() error {
	switch {
	case u.EventIDs.Len() == 0:
		return ErrNoEventIDs
	case u.Decision == (Decision{}):
		return errors.New("an update needs a status")
	}
	return nil
}

// String describes the update for messages. It names only the first events, because there may be a
// hundred.
func (u Update) String() string {
	const named = 3
	text := fmt.Sprintf("subscription %s, status %s", u.SubscriptionID, u.Decision.Status())
	if reason := u.Decision.Reason(); reason != "" {
		text += fmt.Sprintf(", reason %s", reason)
	}
	ids := u.EventIDs.Slice()
	noun := "events"
	if len(ids) == 1 {
		noun = "event"
	}
	text += fmt.Sprintf(", %d %s: %s", len(ids), noun, strings.Join(ids[:min(named, len(ids))], ", "))
	if len(ids) > named {
		text += ", …"
	}
	return text
}
