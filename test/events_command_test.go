// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostileText contains characters that could break a line, a comment or a quoted scalar of YAML, or
// begin something new.
const hostileText = "a: \"b\" 'c' \\ # d\r\n- " +
	"e\n---\n...\u0085f\u2028g\x1b[31m\u009b2J\u202e\U000e0041\t%{ if } ${h} {i} [j] &k *l !m |n " +
	">o @p `q"

// Whatever texts Partner Center sends, Terraform can read the entries, and the ids are unchanged.
func TestEventsCommand_LedgerIsYAMLWhateverTheTexts(t *testing.T) {
	t.Parallel()
	hostile := emulator.NewEvent(adatum, "id "+hostileText)
	hostile.CustomerFriendlyName, hostile.CustomerTenantID, hostile.SubscriptionName = hostileText,
		hostileText, hostileText
	hostile.DisplayName, hostile.EventType, hostile.Severity, hostile.EventStatus = hostileText,
		hostileText, hostileText, hostileText
	number := emulator.NewEvent(fabrikam, "00123")
	w := newWorkspace(t, acctest.StartEmulator(t, hostile, number).Env())
	ledger := listEvents(t, w, "-o", "ledger")
	w.Write("ledger.yaml", ledger)
	w.Write("main.tf", `output "entries" { value = base64encode(jsonencode([for entry in `+
		`yamldecode(file("ledger.yaml")) : entry])) }`)
	w.Must("apply", "-auto-approve")
	document := expect.Must(base64.StdEncoding.DecodeString(w.Must("output", "-raw", "entries")))(t)
	var entries []map[string]*string
	expect.NoError(t, json.Unmarshal(document, &entries))
	ids := map[string]bool{}
	for _, entry := range entries {
		ids[*entry["event_id"]] = true
		blank := *entry["reason"] + *entry["ticket"] + *entry["decided_by"] + *entry["rationale"]
		if *entry["status"] != "Resolved" || blank != "" || len(entry) != 7 {
			t.Errorf("entry %v", entry)
		}
	}
	if want := map[string]bool{number.EventID: true, hostile.EventID: true}; !maps.Equal(want, ids) {
		t.Errorf("ids %q in\n%s", slices.Collect(maps.Keys(ids)), ledger)
	}
}

// The work of a night shift: the listing becomes the decisions file, and the plan asks first for
// the evidence and then for the decision. With both, it succeeds.
func TestEventsCommand_LedgerFitsTheDecisionsExample(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, emulator.NewEvent(adatum, "00123"))
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	words := func(output string) string { return strings.Join(strings.Fields(output), " ") }
	fill := func(oldnew ...string) {
		w.Write("decisions.yaml", strings.NewReplacer(oldnew...).Replace(w.Read("decisions.yaml")))
	}
	w.Write("decisions.yaml", listEvents(t, w, "-o", "ledger"))
	expect.Contains(t, words(w.Must("plan", "-no-color")),
		"These entries have no reason yet, so nothing is declared for them:")
	fill(`reason: ""`, `reason: "Ignore"`)
	expect.Contains(t, words(w.MustFail("plan", "-no-color")),
		"lacks evidence: write ticket, decided_by, rationale.")
	fill(`ticket: ""`, `ticket: "SEC-1"`, `decided_by: ""`, `decided_by: "kim"`, `rationale: ""`,
		`rationale: "a test"`)
	expect.Contains(t, w.MustPlanChanges(), "Plan: 1 to add, 0 to change, 0 to destroy.")
	w.Must("apply", "-auto-approve")
	if e, ok := s.Event("00123"); !ok || e.EventStatus != "Resolved" || e.ResolvedReason != "Ignore" {
		t.Errorf("the event is %s, %s", e.EventStatus, e.ResolvedReason)
	}
	// nothing is waiting now
	w.Write("decisions.yaml", w.Read("decisions.yaml")+listEvents(t, w, "-o", "ledger"))
	expect.Contains(t, w.Must("plan", "-detailed-exitcode"), "No changes.")
	// and alone, it is a file without entries
	w.Write("decisions.yaml", listEvents(t, w, "-o", "ledger"))
	expect.Contains(t, w.MustPlanChanges(), "Plan: 0 to add, 0 to change, 1 to destroy.")
}

// Moving from the data source to the command, or back, requires no change to a jq expression.
func TestEventsCommand_JSONIsWhatTheDataSourceReads(t *testing.T) {
	t.Parallel()
	plain, resolved, sparse := emulator.NewEvent(adatum, "a"), emulator.NewEvent(adatum, "b"),
		emulator.NewEvent(fabrikam, "c")
	// Invisible characters differ: JSON escapes them, and Terraform, which would print them, gets a
	// substitute.
	plain.Description = "a: \"b\" 'c' \\ # d\r\n- e\n---\n...\t%{ if } ${h} {i} é <&>"
	resolved.EventStatus, resolved.ResolvedReason, resolved.ResolvedOn,
		resolved.ResolvedBy = "resolved", "FRAUD", "2026-02-01T00:00:00", "kim@contoso.com"
	resolved.ActivityLogs = []emulator.ActivityLog{{StatusFrom: "active", StatusTo: "resolved",
		DateTime: "2026-02-01T05:30:00.5+05:30"}}
	sparse.EventTime, sparse.HitCount, sparse.AffectedResources, sparse.AdditionalDetails = "", "many",
		nil, nil
	w := newWorkspace(t, acctest.StartEmulator(t, plain, resolved, sparse).Env())
	w.Write("main.tf", acctest.RequiredProviders+`
data "partnercenter_fraud_events" "all" {}
output "events" { value = data.partnercenter_fraud_events.all.events }
`)
	w.Must("init")
	w.Must("apply", "-auto-approve")
	var want, got []any
	if err := json.Unmarshal([]byte(w.Must("output", "-json", "events")), &want); err != nil ||
		len(want) != 3 {
		t.Fatalf("%d events, %v", len(want), err)
	}
	expect.NoError(t, json.Unmarshal([]byte(listEvents(t, w, "-o", "json")), &got))
	expect.Equal(t, "events", want, got)
}

// listEvents runs "partnercenter events", which must succeed, and returns its output.
func listEvents(t *testing.T, w *acctest.Workspace, args ...string) string {
	t.Helper()
	out, status := w.Run(acctest.CompanionProgram(t), append([]string{"events"}, args...)...)
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, out)
	}
	return out
}
