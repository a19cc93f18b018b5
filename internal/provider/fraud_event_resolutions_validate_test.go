// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
)

func TestResolutionsValidate_RefusesWhatCannotBe(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	for name, test := range map[string]struct {
		given decisions
		want  []message
	}{
		"no decisions": {decisions{}, []message{anError("Invalid value", "resolutions", "empty")}},
		"a blank id": {decisions{" ": resolved("Fraud")},
			[]message{anError("Invalid value", at(" "), "The event id is empty")}},
		"ids alike": {decisions{"e1": resolved("Fraud"), "E1": resolved("Fraud")},
			[]message{anError("Event declared twice", at("e1"), `"E1"`, `"e1"`, "differ in case only")}},
		"no reason": {decisions{"e1": map[string]any{"status": "Resolved"}},
			[]message{anError("Missing reason", at("e1", "reason"), "`Fraud`")}},
		"a reason too many": {decisions{"e1": map[string]any{"status": "Active", "reason": "Fraud"}},
			[]message{anError("Unexpected reason", at("e1", "reason"))}},
		"an unknown status": {decisions{"e1": map[string]any{"status": "Done"}},
			[]message{anError("Invalid value", at("e1", "status"), `"Done" is none of`)}},
		"a misspelled reason": {decisions{"e1": resolved("fraud")},
			[]message{anError("Invalid value", at("e1", "reason"), "has to be written `Fraud`")}},
		"errors of several": {
			decisions{"a": map[string]any{"status": "Resolved"},
				"b": map[string]any{"status": "Active", "reason": "Fraud"}, "c": resolved("Fraud")},
			[]message{anError("Missing reason", at("a", "reason")),
				anError("Unexpected reason", at("b", "reason"))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectDiagnostics(t, newPluralSession(t, s).plan(decideAll(test.given)).diagnostics,
				test.want...)
		})
	}
}

func TestResolutionsValidate_ANullDecisionIsAnError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	found := newPluralSession(t, s).plan(decideAll(decisions{"e1": nil})).diagnostics
	if !hasError(found) {
		t.Fatal("a null decision is accepted")
	}
	for _, d := range found {
		if !strings.HasPrefix(d.Path, at("e1")) {
			t.Errorf("%+v is not about the element", d)
		}
	}
}

func TestResolutionsValidate_AcceptsWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	for _, config := range []object{
		decideAll(decisions{"e1": map[string]any{"status": unknownYet, "reason": "Fraud"}}),
		decideAll(decisions{"e1": map[string]any{"status": "Resolved", "reason": unknownYet}}),
		{"subscription_id": subscriptionA, "resolutions": unknownYet},
	} {
		expectDiagnostics(t, newPluralSession(t, s).plan(config).diagnostics)
	}
}
