// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
)

// wrongUpdates are configurations that must never write, with what is said about them and where.
func wrongUpdates() map[string]struct {
	config object
	at     string
	says   string
} {
	type wrong = struct {
		config object
		at     string
		says   string
	}
	return map[string]wrong{
		"no selector":      {ignoring(), "", "never means all"},
		"all events false": {ignoring(object{"all_events": false}), "", "never means all"},
		"null event ids":   {ignoring(object{"event_ids": nil}), "", "never means all"},
		"empty event ids": {ignoring(named()), "event_ids",
			"an empty set never means all"},
		"empty event ids beside all": {ignoring(named(), everything()), "event_ids",
			"an empty set never means all"},
		"a null event id": {ignoring(object{"event_ids": []any{"e1", nil}}), "event_ids",
			"null"},
		"an empty event id": {ignoring(named("e1", "")), `event_ids[""]`,
			"`event_ids` holds an id that is none: it is empty"},
		"an event id of white space": {ignoring(named(" ")), `event_ids[" "]`, "is empty"},
		"ids and filter": {ignoring(named("e1"), matching()), "",
			"`event_ids` and `filter` are given together"},
		"ids and all": {ignoring(named("e1"), everything()), "",
			"`event_ids` and `all_events` are given together"},
		"filter and all": {ignoring(matching(), everything()), "",
			"`filter` and `all_events` are given together"},
		"ids twice in another case": {ignoring(named("e1", "E1")), "event_ids",
			"differ in case only"},
		"empty filter": {ignoring(object{"filter": object{}}),
			"filter.detected_before", "before anybody has seen it"},
		"filter of nulls": {ignoring(matching(object{"detected_before": nil,
			"statuses": nil})), "filter.detected_before", "needs `detected_before`"},
		"filter without detected_before": {ignoring(matching(object{"detected_before": nil,
			"severities": []string{"Low"}})), "filter.detected_before", "needs `detected_before`"},
		"filter before no time": {ignoring(matching(object{"detected_before": "tonight"})),
			"filter.detected_before", "RFC 3339"},
		"filter with no event types": {ignoring(matching(object{"event_types": []string{}})),
			"filter.event_types", "empty set"},
		"filter with an unknown status": {ignoring(matching(object{"statuses": []string{"Closed"}})),
			`filter.statuses["Closed"]`, "Closed"},
		"filter after its end": {ignoring(
			matching(object{"detected_after": "2026-03-01T00:00:00Z"})), "filter.detected_after",
			"must be earlier"},
		"filter for another subscription": {ignoring(matching(object{"subscription_id": subscriptionB})),
			"filter.subscription_id", "not among `subscription_ids`"},
		"no subscriptions": {ignoring(named("e1"), object{"subscription_ids": []string{}}),
			"subscription_ids", "`subscription_ids` is empty"},
		"a null subscription": {ignoring(named("e1"), object{"subscription_ids": []any{nil}}),
			"subscription_ids", "null"},
		"a subscription that is no GUID": {ignoring(named("e1"),
			object{"subscription_ids": []string{"Azure plan"}}), `subscription_ids["Azure plan"]`,
			"not a GUID"},
		"a negative expected count": {ignoring(named("e1"), object{"expected_count": -1}),
			"expected_count", "at least 0"},
		"Resolved without a reason": {ignoring(named("e1"), object{"reason": nil}), "reason",
			"required when `status` is `Resolved`"},
		"a reason without Resolved": {ignoring(named("e1"), object{"status": "Investigating"}),
			"reason", "belongs to a resolved event"},
		"unknown status": {ignoring(named("e1"),
			object{"status": "Closed", "reason": nil}), "status", "none of"},
		"status in another case": {ignoring(named("e1"), object{"status": "resolved"}), "status",
			"has to be written"},
		"unknown reason": {ignoring(named("e1"), object{"reason": "Old"}), "reason",
			"none of"},
	}
}

func TestUpdateFraudEvents_BadInputIsFoundWhenValidating(t *testing.T) {
	t.Parallel()
	for name, test := range wrongUpdates() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newProtocolClient(t, providersIn(nil)).validateAction(test.config).mustFind(t, test.at,
				test.says)
		})
	}
}

// What was unknown when Terraform validated reaches the provider unchecked: unknown passes every
// validator.
func TestUpdateFraudEvents_BadInputIsFoundAgainBeforeAnyCall(t *testing.T) {
	t.Parallel()
	for name, test := range wrongUpdates() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			c := configuredClient(t, s)
			c.planAction(test.config).mustFind(t, test.at, test.says)
			c.invokeAction(test.config).raw.mustFind(t, test.at, test.says)
			expectUntouched(t, s)
		})
	}
	// which Terraform checks only as far as it is known
	for _, required := range []string{"subscription_ids", "status"} {
		s := startEmulator(t, event("e1"))
		invoke(t, s, ignoring(named("e1"), object{required: nil})).raw.mustFind(t, required,
			"is required, and it is null")
		expectUntouched(t, s)
	}
}

// mustFind fails the test unless there is an error at the attribute that says so.
func (ds diagnostics) mustFind(t *testing.T, attribute, says string) {
	t.Helper()
	for _, d := range diagnosticsOf(ds) {
		t.Logf("%s at %s: %s: %s", d.Severity, d.Path, d.Summary, d.detail)
	}
	for _, d := range ds {
		if (diagnostics{d}).haveError() && pathOf(d.Attribute) == attribute &&
			strings.Contains(d.Summary+d.Detail, says) {
			return
		}
	}
	t.Errorf("no error at %q says %q", attribute, says)
}

func TestUpdateFraudEvents_GoodInputIsValid(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	for name, config := range map[string]object{
		"event ids":            ignoring(named("e1", "e2")),
		"event ids, all false": ignoring(named("e1"), object{"all_events": false}),
		"filter": ignoring(matching(object{"statuses": []string{"active"},
			"subscription_id": "2A7064FB-1e33-4007-974e-352cb3f2c805"})),
		"all": ignoring(everything(), object{"expected_count": 0}),
		"reopening": ignoring(named("e1"),
			object{"status": "Active", "reason": nil}),
		"every option": ignoring(named("e1"),
			object{"dry_run": true, "allow_overwrite": true, "expected_count": 1,
				"timeouts": object{"invoke": "5m"}}),
		"unknown event ids":   ignoring(object{"event_ids": unknownYet}),
		"an unknown event id": ignoring(object{"event_ids": []any{"e1", unknownYet}}),
		"unknown subscriptions": ignoring(
			matching(object{"subscription_id": subscriptionB}), object{"subscription_ids": unknownYet}),
		"an unknown subscription": ignoring(
			matching(object{"subscription_id": subscriptionB}),
			object{"subscription_ids": []any{unknownYet}}),
		"unknown filter": ignoring(object{"filter": unknownYet}),
		"unknown detected_before": ignoring(
			matching(object{"detected_before": unknownYet})),
		"a module passes its variables on": ignoring(object{"event_ids": unknownYet,
			"filter": unknownYet, "all_events": unknownYet}),
		"event ids beside all, which may be so": ignoring(named("e1"), object{"all_events": unknownYet}),
		"unknown decision": ignoring(named("e1"),
			object{"status": unknownYet, "reason": unknownYet}),
		"unknown options": ignoring(named("e1"),
			object{"dry_run": unknownYet, "expected_count": unknownYet, "allow_overwrite": unknownYet}),
	} {
		for _, d := range c.validateAction(config) {
			t.Errorf("%s: %s: %s", name, d.Summary, d.Detail)
		}
	}
}

// A selector that turns out to be null must not leave the choice to another one.
func TestUpdateFraudEvents_AnUnknownSelectorBesideAnotherIsAnError(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]object{
		"event_ids, all":    ignoring(object{"event_ids": unknownYet}, everything()),
		"event_ids, filter": ignoring(object{"event_ids": unknownYet}, matching()),
		"filter, all":       ignoring(object{"filter": unknownYet}, everything()),
		"filter, event_ids": ignoring(object{"filter": unknownYet}, named("e1")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			c := configuredClient(t, s)
			at, _, _ := strings.Cut(name, ",")
			c.validateAction(config).mustSay(t, at, selection, "must not leave the choice to")
			c.planAction(config).mustSay(t, at, selection)
			c.invokeAction(config).raw.mustSay(t, at, selection)
			expectUntouched(t, s)
		})
	}
}

func TestUpdateFraudEvents_NothingUnknownIsEverInvoked(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]object{
		"event ids":       ignoring(object{"event_ids": unknownYet}),
		"an event id":     ignoring(object{"event_ids": []any{"e1", unknownYet}}),
		"filter":          ignoring(object{"filter": unknownYet}),
		"a filter":        ignoring(matching(object{"severities": unknownYet})),
		"all events":      ignoring(object{"all_events": unknownYet}),
		"subscriptions":   ignoring(named("e1"), object{"subscription_ids": unknownYet}),
		"expected count":  ignoring(named("e1"), object{"expected_count": unknownYet}),
		"dry run":         ignoring(named("e1"), object{"dry_run": unknownYet}),
		"allow_overwrite": ignoring(named("e1"), object{"allow_overwrite": unknownYet}),
		"timeouts":        ignoring(named("e1"), object{"timeouts": object{"invoke": unknownYet}}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			c := configuredClient(t, s)
			c.planAction(config).none(t) // may still become known
			said := c.invokeAction(config)
			expectDiagnostics(t, said.diagnostics, anError("Value not known yet", "", "nothing was written"))
			expectUntouched(t, s)
		})
	}
}

func TestUpdateFraudEvents_AnUnknownProviderIsNoErrorUntilInvoked(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	c := newProtocolClient(t, providersFor(s))
	c.configure(object{"tenant_id": unknownYet}).none(t)
	c.planAction(ignoring(named("e1"))).none(t)
	c.invokeAction(ignoring(named("e1"))).raw.mustSay(t, "", "Provider configuration not known yet",
		"tenant_id")
	expectUntouched(t, s)
}
