// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

func TestGuideEvidence_WhoDecidedWhatOnWhichTicket(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	// before its decision was declared
	colleagueSets(t, s, fabrikamTest, "Resolved", "Ignore")
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/evidence")
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = "audit.jsonl"
	jq := func(program, file string) string {
		t.Helper()
		rows, status := w.Run("jq", "-rf", program, file)
		if status != 0 {
			t.Fatalf("%s: exit status %d\n%s", program, status, rows)
		}
		return strings.TrimSpace(rows)
	}
	var tr transcript

	w.Must("plan", "-out=tfplan")
	w.Write("tfplan.json", w.Must("show", "-json", "tfplan"))
	tr.add("terraform plan -out=tfplan", "...")
	tr.add("terraform show -json tfplan | jq -rf planned.jq", jq("planned.jq", "tfplan.json"))
	w.Must("apply", "tfplan")
	tr.add("terraform apply tfplan", "...")
	tr.add("terraform output evidence", w.Must("output", "evidence"))
	tr.add("jq -rf audit.jq audit.jsonl", inOrderOfTickets(jq("audit.jq", "audit.jsonl")))
	tr.compare(t, "evidence")
}

// inOrderOfTickets sorts rows of concurrent writes.
func inOrderOfTickets(rows string) string {
	ticket := func(row string) string { return row[strings.LastIndex(row, "\t"):] }
	return strings.Join(slices.SortedFunc(strings.SplitSeq(rows, "\n"),
		func(a, b string) int { return cmp.Compare(ticket(a), ticket(b)) }), "\n")
}
