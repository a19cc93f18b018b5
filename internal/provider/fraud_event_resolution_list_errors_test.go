// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// only fails the test unless there is exactly one result, which carries diagnostics and nothing
// else.
func only(t *testing.T, results []listed) diagnostics {
	t.Helper()
	if len(results) != 1 || results[0].identity != nil || results[0].resource != nil ||
		results[0].name != "" {
		t.Fatalf("got %d results, want one of diagnostics alone: %.200v", len(results), results)
	}
	return results[0].diagnostics
}

func TestResolutionList_NoEventsAreNoError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := configuredClient(t, s)
	expectNone := func(config object) {
		t.Helper()
		expectEqual(t, fmt.Sprint(config), 0, len(c.list(listRequest{config: config, limit: 100})))
	}
	expectNone(object{"statuses": []string{"Resolved"}})
	expectNone(object{"subscription_id": subscriptionB})
	s.RemoveSubscription(subscriptionA)
	expectNone(object{"subscription_id": subscriptionA})
}

func TestResolutionList_AFailedListingIsAResult(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, scaleEvents()...)
	c := configuredClient(t, s)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403, Code: "900150"})
	only(t, c.list(listRequest{limit: 100, includeResource: true})).mustSay(t, "", callFailed, "403",
		"MS-RequestId")
	// Half a listing is none.
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 404, Skip: 1})
	only(t, c.list(listRequest{limit: 100})).mustSay(t, "", callFailed, "404")
}

func TestResolutionList_AnUnknownProviderConfigurationIsAnError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"tenant_id": unknownYet}).none(t)
	only(t, c.list(listRequest{limit: 100})).mustSay(t, "", "Provider configuration not known yet",
		"tenant_id", "-target")
	expectEqual(t, "calls", 0, s.Count(emulator.KindAny))
}

func TestResolutionList_ATimeoutEndsTheListing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Delay: time.Minute})
	c := configuredClient(t, s, readyToken(s))
	began := time.Now()
	only(t, c.list(listRequest{config: object{"timeouts": object{"list": "500ms"}}, limit: 100})).
		mustSay(t, "", "operation timed out", "`timeouts`", "MS-CorrelationId")
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the listing took %s", took)
	}
}

func TestResolutionList_AnInterruptEndsTheResults(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...))
	var results []listed
	c.pull(listRequest{limit: 100}, func(l listed) bool {
		results = append(results, l)
		if len(results) == 2 {
			if _, err := c.server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
				t.Fatal(err)
			}
		}
		return true
	})
	if len(results) != 3 {
		t.Fatalf("%d results, want two events and the error", len(results))
	}
	only(t, results[2:]).mustSay(t, "", "Interrupted")
}

func TestResolutionList_WhoHasEnoughGetsNoMore(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t, varied()...))
	pulled := 0
	c.pull(listRequest{limit: 100}, func(listed) bool { pulled++; return false })
	expectEqual(t, "results", 1, pulled)
}

func TestResolutionList_AClassicModelIsWarnedOf(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	classic := classicModel()
	c := configuredClient(t, s, classic)
	only(t, c.list(listRequest{config: object{"severities": []string{"High"}}, limit: 100})).
		mustSay(t, "severities", "classic events model", "new_events_model = true")
	expectEqual(t, "events", []string{"e1"}, c.listEvents(listRequest{limit: 100}))
	expectEqual(t, "name", "Fabrikam, Active, 2026-01-15T00:25:45Z",
		c.list(listRequest{limit: 1})[0].name)
}

// TestResolutionList_WhatNoImportTakesIsLeftOut, and that is said once.
func TestResolutionList_WhatNoImportTakesIsLeftOut(t *testing.T) {
	t.Parallel()
	nowhere := event("nowhere", func(e *emulator.Event) { e.SubscriptionID = "" })
	blank := event(" blank ")
	only(t, configuredClient(t, startEmulator(t, nowhere)).list(listRequest{limit: 1})).
		mustSay(t, "", "cannot be imported", "Omitted 1 of", "partnercenter_fraud_events")

	results := configuredClient(t,
		startEmulator(t, nowhere, blank, event("e1"))).list(listRequest{limit: 1})
	if len(results) != 1 || results[0].identity["event_id"] != "e1" {
		t.Fatalf("got %v, want e1", results)
	}
	results[0].diagnostics.mustSay(t, "", "cannot be imported", "Omitted 2 of")
}

// TestResolutionList_WhatNoConfigurationDeclaresIsWarnedOf when configuration may be generated.
func TestResolutionList_WhatNoConfigurationDeclaresIsWarnedOf(t *testing.T) {
	t.Parallel()
	for _, at := range [][3]string{
		{"Escalated", "None", `"Escalated"`}, {"Resolved", "Duplicate", `"Resolved (Duplicate)"`},
		{"Resolved", "None", `"Resolved (no reason given)"`},
	} {
		s := startEmulator(t, event("e1",
			func(e *emulator.Event) { e.EventStatus, e.ResolvedReason = at[0], at[1] }))
		results := configuredClient(t, s).list(listRequest{limit: 1, includeResource: true})
		results[0].diagnostics.mustSay(t, "", "no configuration can declare", subscriptionA+"/e1", at[2],
			"replace `status` and `reason`")
		expectEqual(t, "events", []string{"e1"}, configuredClient(t, s).listEvents(listRequest{limit: 1}))
	}
}

func TestResolutionList_BadFiltersAreFoundWithoutACall(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	for attribute, config := range map[string]object{
		"subscription_id":                {"subscription_id": "Azure plan"},
		`statuses["Closed"]`:             {"statuses": []string{"Closed"}},
		"statuses":                       {"statuses": []string{}},
		`event_types[""]`:                {"event_types": []string{""}},
		`severities["Critical"]`:         {"severities": []string{"Critical"}},
		"customer_tenant_id":             {"customer_tenant_id": "fabrikam.onmicrosoft.com"},
		"value_added_reseller_tenant_id": {"value_added_reseller_tenant_id": "Northwind"},
		"detected_before":                {"detected_before": "tomorrow"},
		"detected_after": {"detected_after": "2026-02-01T00:00:00Z",
			"detected_before": "2026-01-01T00:00:00Z"},
		"timeouts.list": {"timeouts": object{"list": "5 minutes"}},
	} {
		c.validateList(config).mustSay(t, attribute)
	}
	c.validateList(object{"detected_after": unknownYet, "detected_before": "2026-01-01T00:00:00Z",
		"statuses": unknownYet}).none(t)
}
