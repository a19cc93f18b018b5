// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"cmp"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
)

func TestGuideEvidence_WhoDecidedWhatOnWhichTicket(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("the guide's programs are written for jq, which is not installed")
	}
	s := acctest.StartEmulator(t, decidedEvents()...)
	// before it was declared
	colleagueSets(t, s, fabrikamTest, "Resolved", "Ignore")
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/evidence")
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = "audit.jsonl"
	var tr transcript

	w.Must("plan", "-out=tfplan")
	w.Write("tfplan.json", w.Must("show", "-json", "tfplan"))
	tr.add("terraform plan -out=tfplan", "...")
	tr.add("terraform show -json tfplan | jq -rf planned.jq", jq(t, w, "planned.jq", "tfplan.json"))

	w.Must("apply", "tfplan")
	output := w.Must("output", "evidence")
	tr.add("terraform apply tfplan", "...")
	tr.add("terraform output evidence", output)

	tr.add("jq -rf audit.jq audit.jsonl", inOrderOfTickets(jq(t, w, "audit.jq", "audit.jsonl")))
	tr.compare(t, "evidence")
}

func jq(t *testing.T, w *acctest.Workspace, program, file string) string {
	t.Helper()
	out, status := w.Run("jq", "-rf", program, file)
	if status != 0 {
		t.Fatalf("%s: exit status %d\n%s", program, status, out)
	}
	return out
}

// inOrderOfTickets sorts rows: the order of writes that travel at the same time is open.
func inOrderOfTickets(rows string) string {
	ticket := func(row string) string { return row[strings.LastIndex(row, "\t"):] }
	return strings.Join(slices.SortedFunc(strings.SplitSeq(strings.TrimSpace(rows), "\n"),
		func(a, b string) int { return cmp.Compare(ticket(a), ticket(b)) }), "\n")
}
