// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"cmp"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// decided is a decision as plan and audit log tell it.
type decided struct {
	Status, Reason       string
	CustomerFriendlyName string `json:"customer_friendly_name"`
	Annotations          map[string]string
}

func TestGuideEvidence_WhoDecidedWhatOnWhichTicket(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	// before it was declared
	colleagueSets(t, s, fabrikamTest, "Resolved", "Ignore")
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/evidence")
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = "audit.jsonl"
	var tr transcript

	w.Must("plan", "-out=tfplan")
	plan := w.Must("show", "-json", "tfplan")
	w.Write("tfplan.json", plan)
	rows := plannedRows(t, plan)
	expectJQ(t, w, rows, "planned.jq", "tfplan.json")
	tr.add("terraform plan -out=tfplan", "...")
	tr.add("terraform show -json tfplan | jq -rf planned.jq", rows)

	w.Must("apply", "tfplan")
	output := w.Must("output", "evidence")
	tr.add("terraform apply tfplan", "...")
	tr.add("terraform output evidence", output)

	rows = auditRows(t, w.Read("audit.jsonl"))
	expectJQ(t, w, rows, "audit.jq", "audit.jsonl")
	tr.add("jq -rf audit.jq audit.jsonl", rows)
	tr.compare(t, "evidence")
}

// plannedRows is planned.jq in Go.
func plannedRows(t *testing.T, content string) string {
	t.Helper()
	var plan struct {
		ResourceChanges []struct {
			Type   string
			Index  string
			Change struct {
				Actions       []string
				Before, After *decided
			}
		} `json:"resource_changes"`
	}
	expect.NoError(t, json.Unmarshal([]byte(content), &plan))
	var rows []string
	for _, r := range plan.ResourceChanges {
		actions := strings.Join(r.Change.Actions, "+")
		if r.Type != "partnercenter_fraud_event_resolution" || actions == "no-op" {
			continue
		}
		d := r.Change.After
		if d == nil {
			d = r.Change.Before
		}
		rows = append(rows, row(actions, r.Index, d.Status, d.Reason, d.CustomerFriendlyName,
			d.Annotations["ticket"], d.Annotations["decided_by"]))
	}
	return strings.Join(rows, "\n")
}

// auditRows is audit.jq in Go, in the order of events: that of writes under way together is open.
func auditRows(t *testing.T, content string) string {
	t.Helper()
	var rows []string
	for text := range strings.Lines(content) {
		var line struct {
			decided

			Time, User, Result string
			EventID            string `json:"event_id"`
			From               *decided
			To                 decided
		}
		expect.NoError(t, json.Unmarshal([]byte(text), &line))
		from := ""
		if line.From != nil {
			from = line.From.Status
		}
		rows = append(rows, row(line.Time, line.User, line.Result, from, line.To.Status, line.To.Reason,
			line.EventID, line.Annotations["ticket"]))
	}
	return inOrderOfTickets(rows)
}

func inOrderOfTickets(rows []string) string {
	ticket := func(row string) string { return row[strings.LastIndex(row, "\t"):] }
	return strings.Join(slices.SortedFunc(slices.Values(rows),
		func(a, b string) int { return cmp.Compare(ticket(a), ticket(b)) }), "\n")
}

func row(cells ...string) string {
	for i, cell := range cells {
		cells[i] = cmp.Or(cell, "-")
	}
	return strings.Join(cells, "\t")
}

// expectJQ compares with what jq makes of it, where there is a jq.
func expectJQ(t *testing.T, w *acctest.Workspace, want, program, file string) {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Logf("there is no jq, so %s was not run", program)
		return
	}
	out, status := w.Run("jq", "-rf", program, file)
	if status != 0 {
		t.Fatalf("%s: exit status %d\n%s", program, status, out)
	}
	rows := strings.Split(strings.TrimSpace(out), "\n")
	if strings.HasPrefix(program, "audit") {
		rows = strings.Split(inOrderOfTickets(rows), "\n")
	}
	expect.Equal(t, program, strings.Split(want, "\n"), rows)
}
