// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const planText = `
Terraform will perform the following actions:

  # partnercenter_fraud_event_resolution.decision["a"] will be created
  + resource "partnercenter_fraud_event_resolution" "decision" {
      + annotations = {
          + "ticket" = "SEC-1"
        }
    }

  # partnercenter_fraud_event_resolution.decision["b"] will be updated in-place
  ~ resource "partnercenter_fraud_event_resolution" "decision" {
      ~ status = "Active" -> "Resolved"
    }

Plan: 1 to add, 1 to change, 0 to destroy.

Warning: Something else

  on main.tf line 1

Not about an instance.

Warning: Somebody has decided

  with partnercenter_fraud_event_resolution.decision["b"],
  on main.tf line 2

Two lines
of explanation.
`

func TestChanges_AreTheBlocksOfThePlan(t *testing.T) {
	t.Parallel()
	blocks := changes(planText)
	if len(blocks) != 2 || len(blocks[0]) != 6 || len(blocks[1]) != 4 {
		t.Fatalf("got %q", blocks)
	}
	if !strings.Contains(blocks[1][2], `"Active" -> "Resolved"`) {
		t.Errorf("got %q", blocks[1])
	}
}

func TestWarning_IsTheOneAboutTheInstance(t *testing.T) {
	t.Parallel()
	want := []string{"Warning: Somebody has decided", "Two lines", "of explanation."}
	if got := warning(planText, "b"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := warning(planText, "a"); got != nil {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestDecisionsYAML_OmitsAMissingReason(t *testing.T) {
	t.Parallel()
	const want = "a:\n  subscription_id: \"s\"\n  event_id: \"e\"\n  status: \"Investigating\"\n  " +
		"ticket: \"T\"\n  decided_by: \"d\"\n  rationale: \"it's: \\\"so\\\"\"\n"
	got := decisionsYAML([]decision{{Key: "a", SubscriptionID: "s", EventID: "e",
		Status: "Investigating", Ticket: "T", DecidedBy: "d", Rationale: `it's: "so"`}})
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBySeverity_ShowsAMeanOnlyOfResolvedEvents(t *testing.T) {
	t.Parallel()
	lines := expect.Must(bySeverity(`{"by_severity": [
		{"name": "High", "detected": 3, "open": 2, "resolution": {"number": 1, "mean_hours": 7.96}},
		{"name": "Low", "detected": 1, "open": 1, "resolution": {"number": 0, "mean_hours": 0}}]}`))(t)
	expect.Equal(t, "table", `severity  detected  open  resolved  mean hours
High             3     2         1         8.0
Low              1     1         0           -`, strings.Join(lines, "\n"))
	if _, err := bySeverity(`{}`); err == nil {
		t.Error("a report without figures succeeded")
	}
}

// The picture keeps the colors of the block, and omits everything after the summary line.
func TestFirstChange_IsTheFirstBlockAndTheSum(t *testing.T) {
	t.Parallel()
	const block = "\x1b[1m  # partnercenter_fraud_event_resolution.decision[\"a\"]\x1b[0m will be " +
		"created\n  + resource \"x\" {\n      + b = {\n        }\n    }\n"
	plan := "Terraform will perform:\n\n" + block + "\n  # another\n  + {\n    }\n\n" +
		"\x1b[1mPlan:\x1b[0m 2 to add.\n\nChanges to Outputs:\n  + c\n"
	expect.Equal(t, "excerpt", block+"\n\x1b[1mPlan:\x1b[0m 2 to add.",
		expect.Must(firstChange(plan))(t))
	if _, err := firstChange("No changes."); err == nil {
		t.Error("a plan without decisions succeeded")
	}
}
