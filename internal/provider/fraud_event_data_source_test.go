// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const fraudEventType = "partnercenter_fraud_event"

func TestFraudEvent_EveryAttribute(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, append(varied(), fullEvent())...)
	var checks []statecheck.StateCheck
	expect := func(name string, check knownvalue.Check) {
		checks = append(checks, statecheck.ExpectKnownValue("data.partnercenter_fraud_event.test",
			tfjsonpath.New(name), check))
	}
	for name, check := range classicFields() {
		expect(name, check)
	}
	for name, check := range newFields() {
		expect(name, check)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{{
			Config: `
				data "partnercenter_fraud_event" "test" {
					subscription_id = "` + subscriptionA + `"
					event_id        = "full"
					timeouts { read = "1m" }
				}`,
			ConfigStateChecks: checks,
		}},
	})
	for _, r := range requestsOf(s, emulator.KindList) {
		if got := r.Query.Get("SubscriptionId"); got != subscriptionA || r.Query.Has("EventStatus") ||
			r.Query.Has("EventType") {
			t.Errorf("the service was asked with %v", r.Query)
		}
	}
}

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
	diags.mustSay(t, "event_id", "Ambiguous event id", "Abc", "aBC", "exactly the case")
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
		"subscription_id", "is not a GUID")
	c.validateData(fraudEventType,
		object{"subscription_id": subscriptionA, "event_id": " "}).mustSay(t, "event_id", "is empty")
}

func TestFraudEvent_ATimeoutEndsTheRead(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Minute})
	c := configuredClient(t, s, readyToken(s))
	_, _, diags := c.readData(fraudEventType, object{
		"subscription_id": subscriptionA, "event_id": "e1", "timeouts": object{"read": "300ms"},
	}, false)
	diags.mustSay(t, "", "time for the operation was over", "`timeouts`")
}
