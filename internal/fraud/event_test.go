// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// The service prints ids in its own case.
const (
	subA = "6B7CAAAA-0000-4000-8000-00000000000A"
	subB = "6B7CBBBB-0000-4000-8000-00000000000B"
)

func TestEvent_CarriesADecisionByStatusAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, reason string
		decision       fraud.Decision
		want           bool
	}{
		{"resolved", "FRAUD", resolve(fraud.Fraud), true},
		{"Resolved", "Ignore", resolve(fraud.Fraud), false},
		{"Resolved", "None", resolve(fraud.Fraud), false},
		{"Active", "Fraud", resolve(fraud.Fraud), false},
		{"active", "None", fraud.Reopen(), true},
		{"Active", "Fraud", fraud.Reopen(), true}, // leftovers in a reopened event have no meaning
		{"INVESTIGATING", "", investigate(), true},
		{"Active", "", investigate(), false},
	} {
		e := fraud.Event{Status: fraud.Status(c.status), Reason: fraud.Reason(c.reason)}
		expect.Equal(t, fmt.Sprint(c.status, c.reason, " carries ", c.decision), c.want,
			e.Carries(c.decision))
	}
}

func TestKey_ReadsLikeAnImportID(t *testing.T) {
	t.Parallel()
	if got := (fraud.Key{SubscriptionID: "s", EventID: "a/b"}).String(); got != "s/a/b" {
		t.Error(got)
	}
}

func TestEvent_InJSONBeginsWithItsID(t *testing.T) {
	t.Parallel()
	printed := expect.Must(json.Marshal(fraud.Event{Key: fraud.Key{EventID: "<e>"}}))(t)
	if !strings.HasPrefix(string(printed), `{"event_id":"\u003ce\u003e","event_time":null,`) {
		t.Errorf("got %s", printed)
	}
}
