// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const fraudEventType = "partnercenter_fraud_event"

func TestFraudEvent_IDsMatchInAnyCaseAndStayAsWritten(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("Abc", func(e *emulator.Event) { e.Severity = "Low" }), event("aBC"),
		event("Other"))
	c := configuredClient(t, s)
	upper := strings.ToUpper(subscriptionA)
	for asked, severity := range map[string]any{"Abc": "Low", "oTHER": "Medium"} {
		state, _, diags := c.readData(fraudEventType, object{"subscription_id": upper, "event_id": asked},
			false)
		diags.none(t)
		expectEqual(t, "severity", severity, state["severity"])
		expectEqual(t, "event_id", any(asked), state["event_id"])
		expectEqual(t, "subscription_id", any(upper), state["subscription_id"])
	}
	_, _, diags := c.readData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": "abc"}, false)
	diags.mustSay(t, "event_id", "Ambiguous event id", "Abc", "aBC", "exactly the same case")
}

func TestFraudEvent_AnUnlistedEventIsAnErrorWithAWayOut(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	read := func() diagnostics {
		_, _, diags := c.readData(fraudEventType,
			object{"subscription_id": subscriptionA, "event_id": "gone"}, false)
		return diags
	}
	diags := read()
	diags.mustSay(t, "event_id", "Fraud event not listed", "does not list event gone", subscriptionA,
		"Check the ids", "partnercenter_fraud_events")
	if strings.Contains(diags[0].Detail, "allow_unlisted") {
		t.Errorf("%q speaks of an argument that the data source does not have", diags[0].Detail)
	}
	s.RemoveSubscription(subscriptionA)
	read().mustSay(t, "event_id", "Fraud event not listed",
		"does not know subscription "+subscriptionA, "Check the ids")
}

func TestFraudEvent_BadIDsAreRefusedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t))
	c.validateData(fraudEventType, object{"subscription_id": "Contoso", "event_id": "e1"}).mustSay(t,
		"subscription_id", "must be a GUID")
	c.validateData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": " "}).mustSay(t, "event_id", "is empty")
}
