// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// resolve and investigate create decisions from the words of a configuration.
func resolve(reason fraud.Reason) fraud.Decision { return decision(fraud.Resolved, reason) }
func investigate() fraud.Decision                { return decision(fraud.Investigating, "") }

func decision(status fraud.Status, reason fraud.Reason) fraud.Decision {
	d, err := fraud.NewDecision(string(status), string(reason))
	if err != nil {
		panic(err) // a mistake of the test itself
	}
	return d
}

func TestNewDecision_TakesAReasonExactlyWithResolved(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ status, reason, err string }{
		{"Active", "", ""},
		{"Investigating", "", ""},
		{"Resolved", "Fraud", ""},
		{"Resolved", "Ignore", ""},
		{"Resolved", "Legitimate", ""},
		{"Resolved", "", "needs one of the reasons Fraud, Ignore, Legitimate"},
		{"Resolved", "None", "needs one of the reasons"},
		{"Resolved", "fraud", "needs one of the reasons"},
		{"Active", "Fraud", "only a Resolved event has a reason"},
		{"Investigating", "Ignore", "the status is Investigating"},
		{"active", "", `"active" is not a status`},
		{"Resolve", "Fraud", "use one of Active, Investigating, Resolved"},
		{"", "", "is not a status"},
	} {
		t.Run(c.status+"/"+c.reason, func(t *testing.T) {
			t.Parallel()
			got, err := fraud.NewDecision(c.status, c.reason)
			switch {
			case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err) ||
				got != fraud.Decision{}):
				t.Errorf("got %s, error %v, want %q", got, err, c.err)
			case c.err == "" && (err != nil || string(got.Status()) != c.status ||
				string(got.Reason()) != c.reason):
				t.Errorf("got %s/%s, error %v", got.Status(), got.Reason(), err)
			}
		})
	}
	if got, err := fraud.NewDecision("Active", ""); err != nil || got != fraud.Reopen() {
		t.Errorf("got %s, want %s", got, fraud.Reopen())
	}
}

func TestNewStanding_NormalizesSpellingAndDropsPlaceholders(t *testing.T) {
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
		expect.Equal(t, "got", c.want, fraud.NewStanding(c.status, c.reason))
	}
}

func TestStanding_ReadsWell(t *testing.T) {
	t.Parallel()
	for want, s := range map[string]fraud.Standing{
		"Resolved (Fraud)":           resolve(fraud.Fraud).Standing(),
		"Active":                     fraud.Reopen().Standing(),
		"Investigating":              investigate().Standing(),
		"Resolved (no reason given)": {Status: fraud.Resolved},
		"without a status":           {},
		"onHold":                     {Status: "onHold"},
	} {
		expect.Equal(t, "got", want, s.String())
	}
	if got := resolve(fraud.Ignore).String(); got != "Resolved (Ignore)" {
		t.Error(got)
	}
}

func TestParseStanding_ReversesString(t *testing.T) {
	t.Parallel()
	for _, s := range []fraud.Standing{
		resolve(fraud.Fraud).Standing(), resolve(fraud.Ignore).Standing(), fraud.Reopen().Standing(),
		investigate().Standing(),
		{},
		{Status: fraud.Resolved},
		{Status: fraud.Resolved, Reason: "duplicate (of e2)"},
		{Status: "onHold"},
		{Status: "on (hold)"},
		{Status: "Resolved ("},
		{Status: "Resolved ()"},
		fraud.Unlisted(),
	} {
		expect.Equal(t, s.String(), s, fraud.ParseStanding(s.String()))
	}
}
