// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"slices"
	"strings"
	"testing"
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

func TestDecisionsYAML_LeavesOutAReasonThatIsNotGiven(t *testing.T) {
	t.Parallel()
	const want = "a:\n  subscription_id: \"s\"\n  event_id: \"e\"\n  status: \"Investigating\"\n  " +
		"ticket: \"T\"\n  decided_by: \"d\"\n  rationale: \"it's: \\\"so\\\"\"\n"
	got := decisionsYAML([]decision{{Key: "a", SubscriptionID: "s", EventID: "e",
		Status: "Investigating", Ticket: "T", DecidedBy: "d", Rationale: `it's: "so"`}})
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
