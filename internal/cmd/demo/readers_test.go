// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

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

// The picture keeps the colors of the block, and leaves out what follows the sum.
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
