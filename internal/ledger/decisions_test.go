// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// resolve and investigate are decisions that a configuration makes of words.
func resolve(reason fraud.Reason) fraud.Decision { return decision(fraud.Resolved, reason) }
func investigate() fraud.Decision                { return decision(fraud.Investigating, "") }

func decision(status fraud.Status, reason fraud.Reason) fraud.Decision {
	d, err := fraud.NewDecision(string(status), string(reason))
	if err != nil {
		panic(err) // of the test itself
	}
	return d
}

// open is an event that a listing showed as Active.
func open(subscription, id string, day int) fraud.Event {
	return fraud.Event{
		Key:       fraud.Key{SubscriptionID: subscription, EventID: id},
		EventTime: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC),
		Status:    fraud.Active,
	}
}
