// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const (
	a1 = emulatortest.EventA1
	a2 = emulatortest.EventA2
	b1 = emulatortest.EventB1
)

func TestFilter_SelectsAlerts(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	quoted := emulator.NewEvent(emulatortest.SubscriptionB, b1)
	quoted.EventTime, quoted.DisplayName, quoted.IsTest = "2026-01-01T01:01:01.11", "it's", true
	v.Server.Inject(quoted)
	expect.NoError(t, v.Server.ChangeStatus(a1, "Resolved", "Fraud", "kim"))
	for filter, want := range map[string][]string{
		"status eq 'active'": {a2, b1},
		"status ne 'active'": {a1},
		"subscriptionId eq '" + emulatortest.SubscriptionA + "' and status eq 'active'": {a2},
		"alertType eq 'usageAnomalyDetection'":                                          {a2},
		"alertType eq 'USAGEANOMALYDETECTION'":                                          {a2},
		"alertType eq 'noSuchType'":                                                     {},
		"status in ('resolved', 'investigating')":                                       {a1},
		"not (severity eq 'high') and isTest eq false":                                  {a1},
		"severity eq 'high' or status eq 'resolved' and isTest eq true":                 {a2},
		"(severity eq 'high' or status eq 'resolved') and isTest eq false":              {a1, a2},
		"isTest eq true": {b1},
		"detectedDateTime ge 2026-02-02T02:02:02.22Z": {a1, a2},
		"detectedDateTime gt 2026-02-02T02:02:02.22Z": {a1},
		"detectedDateTime lt 2026-01-02T00:00:00Z":    {b1},
		"resolvedReason eq null":                      {a2, b1},
		"resolvedOnDateTime ne null":                  {a1},
		"resolvedOnDateTime le 2027-01-01T00:00:00Z":  {a1},
		"displayName eq 'it''s'":                      {b1},
		"id eq '" + v.alertID(a1) + "'":               {a1},
	} {
		expect.Equal(t, filter, want, v.events(v.list("$filter", filter)))
	}
	v.behave(behaviour{GraphFilterExactCase: true})
	expect.Equal(t, "with case", []string{},
		v.events(v.list("$filter", "alertType eq 'USAGEANOMALYDETECTION'")))
	v.ExpectViolations()
}

func TestFilter_RefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{})
	for _, filter := range []string{"", " ", "status", "status eq", "status eq active",
		"status eq 'Active'", "status eq 'closed'", "status eq 'active", "status eq 'active' and",
		"status eq 'active' isTest eq true", "(status eq 'active'", "status eq 'active')",
		"eventStatus eq 'active'", "'status' eq 'active'", "status like 'active'",
		"isTest eq 'true'", "detectedDateTime gt '2026-01-01'", "detectedDateTime gt yesterday",
		"status in 'active'", "status in ('active'", "status in ()", "subscriptionId eq 5",
		"activityLogs eq null", "startswith(displayName,'x')",
		strings.Repeat("(", 5000) + "status eq 'active'" + strings.Repeat(")", 5000)} {
		t.Logf("%.60s", filter)
		expectCode(t, v.list("$filter", filter), http.StatusBadRequest, "BadRequest")
	}
}

func TestFilter_CanBeRefusedOrIgnored(t *testing.T) {
	t.Parallel()
	v := alerting(t, behaviour{GraphFilter: emulator.GraphFilterRefused})
	got := v.list("$filter", "status eq 'active'")
	expectCode(t, got, http.StatusBadRequest, "BadRequest")
	expect.Contains(t, got.Body, "Invalid filter clause")
	expect.Equal(t, "without a filter", []string{a1, a2, b1}, v.events(v.list()))
	v.behave(behaviour{GraphFilter: emulator.GraphFilterIgnored})
	expect.Equal(t, "ignored", []string{a1, a2, b1},
		v.events(v.list("$filter", "status eq 'resolved'")))
	v.behave(behaviour{GraphFilterOnly: "status,alertType"})
	expect.Equal(t, "supported", []string{a2},
		v.events(v.list("$filter", "status eq 'active' and alertType eq 'usageAnomalyDetection'")))
	got = v.list("$filter", "status eq 'active' and subscriptionId eq 'x'")
	expectCode(t, got, http.StatusBadRequest, "BadRequest")
	expect.Contains(t, got.Body, "'subscriptionId' is not supported")
}
