// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/base64"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostileText holds what could break a line, a comment or a quoted scalar of YAML, or begin something new.
const hostileText = "a: \"b\" 'c' \\ # d\r\n- e\n---\n...\u0085f\u2028g\x1b[31m\u009b2J\u202e\U000e0041\t%{ if } ${h} {i} [j] &k *l !m |n >o @p `q"

// Whatever texts Partner Center sends, Terraform reads the entries, and the ids are what they were.
func TestEventsCommand_LedgerIsYAMLWhateverTheTexts(t *testing.T) {
	t.Parallel()
	hostile := emulator.NewEvent(adatum, "id "+hostileText)
	hostile.CustomerFriendlyName, hostile.CustomerTenantID, hostile.SubscriptionName = hostileText, hostileText, hostileText
	hostile.DisplayName, hostile.EventType, hostile.Severity, hostile.EventStatus = hostileText, hostileText, hostileText, hostileText
	number := emulator.NewEvent(fabrikam, "00123")
	w := newWorkspace(t, startEmulator(t, hostile, number).Env())
	ledger := w.events("-o", "ledger")
	w.write("ledger.yaml", ledger)
	w.write("main.tf", `output "entries" { value = base64encode(jsonencode([for entry in yamldecode(file("ledger.yaml")) : entry])) }`)
	w.must(succeeded, "apply", "-auto-approve")
	document, err := base64.StdEncoding.DecodeString(w.must(succeeded, "output", "-raw", "entries"))
	if err != nil {
		t.Fatal(err)
	}
	var entries []map[string]*string
	if err := json.Unmarshal(document, &entries); err != nil {
		t.Fatalf("%v in %s", err, document)
	}
	ids := map[string]bool{}
	for _, entry := range entries {
		ids[*entry["event_id"]] = true
		if *entry["status"] != "Resolved" || entry["reason"] != nil || entry["ticket"] != nil || len(entry) != 7 {
			t.Errorf("entry %v", entry)
		}
	}
	if want := map[string]bool{number.EventID: true, hostile.EventID: true}; !maps.Equal(want, ids) {
		t.Errorf("ids %q in\n%s", slices.Collect(maps.Keys(ids)), ledger)
	}
}

// The way of a night shift: the listing becomes the decisions file, the plan asks for the evidence and then for the
// decision, and with both it is good.
func TestEventsCommand_LedgerFitsTheDecisionsExample(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, emulator.NewEvent(adatum, "00123"))
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	plan := func(status int) string {
		return regexp.MustCompile(`[│╷╵\s]+`).ReplaceAllString(w.must(status, "plan", "-no-color", "-detailed-exitcode"), " ")
	}
	fill := func(oldnew ...string) {
		w.write("decisions.yaml", strings.NewReplacer(oldnew...).Replace(w.read("decisions.yaml")))
	}
	w.write("decisions.yaml", w.events("-o", "ledger"))
	wantSaid(t, plan(failed), "lacks evidence: write ticket, decided_by, rationale.")
	fill("ticket:", "ticket: SEC-1", "decided_by:", "decided_by: kim", "rationale:", "rationale: a test")
	wantSaid(t, plan(failed), "`reason` is required when `status` is `Resolved`. Use `Fraud`, `Ignore` or `Legitimate`.")
	fill("reason:", "reason: Ignore")
	wantSaid(t, plan(hasChanges), "Plan: 1 to add, 0 to change, 0 to destroy.")
	w.must(succeeded, "apply", "-auto-approve")
	if e, ok := s.Event("00123"); !ok || e.EventStatus != "Resolved" || e.ResolvedReason != "Ignore" {
		t.Errorf("the event is %s, %s", e.EventStatus, e.ResolvedReason)
	}
	w.write("decisions.yaml", w.events("-o", "ledger")) // nothing waits any more
	wantSaid(t, plan(hasChanges), "Plan: 0 to add, 0 to change, 1 to destroy.")
}

// Who moves from the data source to the command, or back, need not change a line of jq.
func TestEventsCommand_JSONIsWhatTheDataSourceReads(t *testing.T) {
	t.Parallel()
	plain, resolved, sparse := emulator.NewEvent(adatum, "a"), emulator.NewEvent(adatum, "b"), emulator.NewEvent(fabrikam, "c")
	plain.Description = hostileText
	resolved.EventStatus, resolved.ResolvedReason, resolved.ResolvedOn, resolved.ResolvedBy = "resolved", "FRAUD", "2026-02-01T00:00:00", "kim@contoso.com"
	resolved.ActivityLogs = []emulator.ActivityLog{{StatusFrom: "active", StatusTo: "resolved", DateTime: "2026-02-01T05:30:00.5+05:30"}}
	sparse.EventTime, sparse.HitCount, sparse.AffectedResources, sparse.AdditionalDetails = "", "many", nil, nil
	w := newWorkspace(t, startEmulator(t, plain, resolved, sparse).Env())
	w.write("main.tf", `
terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}
data "partnercenter_fraud_events" "all" {}
output "events" { value = data.partnercenter_fraud_events.all.events }
`)
	w.must(succeeded, "init")
	w.must(succeeded, "apply", "-auto-approve")
	var want, got []any
	if err := json.Unmarshal([]byte(w.must(succeeded, "output", "-json", "events")), &want); err != nil || len(want) != 3 {
		t.Fatalf("%d events, %v", len(want), err)
	}
	if err := json.Unmarshal([]byte(w.events("-o", "json")), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-data source +command):\n%s", diff)
	}
}

// events runs "partnercenter events", which has to succeed, and returns what it prints.
func (w *workspace) events(args ...string) string {
	w.t.Helper()
	out, status := w.run(buildCompanion(w.t), append([]string{"events"}, args...)...)
	if status != succeeded {
		w.t.Fatalf("exit status %d: %s", status, out)
	}
	return out
}

func wantSaid(t *testing.T, output, wanted string) {
	t.Helper()
	if !strings.Contains(output, wanted) {
		t.Errorf("%q is not in\n%s", wanted, output)
	}
}
