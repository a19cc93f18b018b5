// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestNewDecision_TakesAReasonExactlyWithResolved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, reason string
		want           fraud.Decision
		err            string
	}{
		{"Active", "", fraud.Reopen(), ""},
		{"Investigating", "", fraud.Investigate(), ""},
		{"Resolved", "Fraud", fraud.Resolve(fraud.Fraud), ""},
		{"Resolved", "Ignore", fraud.Resolve(fraud.Ignore), ""},
		{"Resolved", "Legitimate", fraud.Resolve(fraud.Legitimate), ""},
		{"Resolved", "", fraud.Decision{}, "needs one of the reasons Fraud, Ignore, Legitimate"},
		{"Resolved", "None", fraud.Decision{}, "needs one of the reasons"},
		{"Resolved", "fraud", fraud.Decision{}, "needs one of the reasons"},
		{"Active", "Fraud", fraud.Decision{}, "only a Resolved event has a reason"},
		{"Investigating", "Ignore", fraud.Decision{}, "the status is Investigating"},
		{"active", "", fraud.Decision{}, `"active" is not a status`},
		{"Resolve", "Fraud", fraud.Decision{}, "use one of Active, Investigating, Resolved"},
		{"", "", fraud.Decision{}, "is not a status"},
	} {
		t.Run(c.status+"/"+c.reason, func(t *testing.T) {
			t.Parallel()
			got, err := fraud.NewDecision(c.status, c.reason)
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if (err != nil) != (c.err != "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("got error %v, want %q", err, c.err)
			}
			if err == nil && (string(got.Status()) != c.status || string(got.Reason()) != c.reason) {
				t.Errorf("says %s/%s", got.Status(), got.Reason())
			}
		})
	}
}

func TestNewStanding_SpellsAndDropsWhatSaysNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, reason string
		want           fraud.Standing
	}{
		{"resolved", "legitimate", fraud.Standing{Status: fraud.Resolved, Reason: fraud.Legitimate}},
		{"RESOLVED", "duplicate", fraud.Standing{Status: fraud.Resolved, Reason: "duplicate"}},
		{"active", "Fraud", fraud.Standing{Status: fraud.Active}},
		{"Investigating", "None", fraud.Standing{Status: fraud.Investigating}},
		{"onHold", "Fraud", fraud.Standing{Status: "onHold"}},
		{"", "", fraud.Standing{}},
	} {
		if diff := cmp.Diff(c.want, fraud.NewStanding(c.status, c.reason)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestStanding_ReadsWell(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]fraud.Standing{
		"Resolved (Fraud)":           fraud.Resolve(fraud.Fraud).Standing(),
		"Active":                     fraud.Reopen().Standing(),
		"Investigating":              fraud.Investigate().Standing(),
		"Resolved (no reason given)": {Status: fraud.Resolved},
		"without a status":           {},
		"onHold":                     {Status: "onHold"},
	} {
		if s.String() != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	if got := fraud.Resolve(fraud.Ignore).String(); got != "Resolved (Ignore)" {
		t.Error(got)
	}
}
