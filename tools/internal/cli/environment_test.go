// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"slices"
	"testing"
)

func TestCleanEnvironment_LeavesOutTheUsersOwnSettings(t *testing.T) {
	t.Parallel()
	got := CleanEnvironment([]string{"PATH=/bin", "PARTNERCENTER_ACCESS_TOKEN=x", "ARM_CLIENT_ID=x", "TF_WORKSPACE=x", "HOME=/"})
	if want := []string{"PATH=/bin", "HOME=/"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDecisionsYAML_LeavesOutAReasonThatIsNotGiven(t *testing.T) {
	t.Parallel()
	const want = "a:\n  subscription_id: \"s\"\n  event_id: \"e\"\n  status: \"Investigating\"\n  ticket: \"T\"\n  decided_by: \"d\"\n  rationale: \"it's: \\\"so\\\"\"\n"
	got := decisionsYAML([]decision{{Key: "a", SubscriptionID: "s", EventID: "e", Status: "Investigating", Ticket: "T", DecidedBy: "d", Rationale: `it's: "so"`}})
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
