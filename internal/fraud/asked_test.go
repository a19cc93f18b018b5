// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestQuery_PagesInWords(t *testing.T) {
	t.Parallel()
	expect.Equal(t, "all", "all subscriptions", fraud.Query{}.Page(1))
	expect.Equal(t, "filtered", "subscription s, status Active, type T, page 2",
		fraud.Query{SubscriptionID: "s", Status: "Active", EventType: "T"}.Page(2))
}

func TestUpdate_InWordsNamesTheFirstEvents(t *testing.T) {
	t.Parallel()
	for want, ids := range map[string][]string{
		"subscription s, status Resolved, reason Fraud, 1 event: a":           {"a"},
		"subscription s, status Resolved, reason Fraud, 3 events: a, b, c":    {"a", "b", "c"},
		"subscription s, status Resolved, reason Fraud, 4 events: a, b, c, …": {"a", "b", "c", "d"},
	} {
		set, err := fraud.NewEventIDs(ids[0], ids[1:]...)
		expect.NoError(t, err)
		expect.Equal(t, "text", want, fraud.Update{SubscriptionID: "s", EventIDs: set,
			Decision: resolve(fraud.Fraud)}.String())
	}
}

// An update without ids would change every event of the subscription.
func TestUpdate_CheckWantsIDsAndADecision(t *testing.T) {
	t.Parallel()
	one, err := fraud.NewEventIDs("a")
	expect.NoError(t, err)
	expect.NoError(t, fraud.Update{EventIDs: one, Decision: fraud.Reopen()}.Check())
	if err := (fraud.Update{Decision: fraud.Reopen()}).Check(); !errors.Is(err, fraud.ErrNoEventIDs) {
		t.Errorf("without ids: %v", err)
	}
	if err := (fraud.Update{EventIDs: one}).Check(); err == nil {
		t.Error("without a decision: no error")
	}
}
