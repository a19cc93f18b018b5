// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"
)

// What was unknown when Terraform validated reaches the provider unchecked: unknown passes every
// validator. TestMessages_Golden has what validating says.
func TestUpdateFraudEvents_BadInputIsFoundAgainBeforeAnyCall(t *testing.T) {
	t.Parallel()
	for _, m := range actionInputCases() {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			c := configuredClient(t, s)
			wanted := errorPaths(c.validateAction(m.action))
			for phase, got := range map[string]diagnostics{"plan": c.planAction(m.action),
				"invoke": c.invokeAction(m.action).diagnostics} {
				if paths := errorPaths(got); len(paths) == 0 || !slices.Contains(wanted, paths[0]) {
					t.Errorf("%s: errors at %q, want one at %q", phase, paths, wanted)
				}
			}
			expectUntouched(t, s)
		})
	}
	// which Terraform checks only as far as it is known
	for _, required := range []string{"subscription_ids", "status"} {
		s := startEmulator(t, event("e1"))
		invoke(t, s, ignoring(named("e1"), object{required: nil})).diagnostics.mustSay(t, required,
			"is required, and it is null")
		expectUntouched(t, s)
	}
}

// errorPaths are where errors are.
func errorPaths(ds diagnostics) (paths []string) {
	for _, d := range ds {
		if d.Severity == "ERROR" {
			paths = append(paths, d.Path)
		}
	}
	return paths
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
			expectDiagnostics(t, said.diagnostics, anError("Value not known yet", "", "Nothing was written"))
			expectUntouched(t, s)
		})
	}
}
