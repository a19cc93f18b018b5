// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
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

func TestFindLeaks_LooksIntoFilesAndPlans(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("0.AXoA", 3)
	dir := t.TempDir()
	clean := writeFile(t, dir, "clean.log", []byte("token redacted"))
	log := writeFile(t, dir, "trace.log", []byte("Authorization: Bearer "+secret))
	plan := writeFile(t, dir, "tfplan", zipped(t, strings.Repeat(secret, 100)))

	if size, err := findLeaks([]string{clean}, []string{secret}); err != nil || size == 0 {
		t.Errorf("got %d bytes and the error %v for a clean file", size, err)
	}
	_, err := findLeaks([]string{clean, log, plan}, []string{"other", secret})
	if err == nil {
		t.Fatal("nothing was found")
	}
	for _, file := range []string{log, plan} {
		expect.Contains(t, err.Error(), file)
	}
	if strings.Contains(err.Error(), clean) || strings.Contains(err.Error(), secret) {
		t.Errorf("the error says too much: %v", err)
	}
}

func TestFindLeaks_FailsWithoutSecrets(t *testing.T) {
	t.Parallel()
	if _, err := findLeaks(nil, nil); err == nil {
		t.Error("a search for nothing succeeded")
	}
}

func writeFile(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	expect.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func zipped(t *testing.T, content string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	entry := expect.Must(archive.Create("plan"))(t)
	if _, err := entry.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	expect.NoError(t, archive.Close())
	return buffer.Bytes()
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
