// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostileText holds what could break a line, a comment or a quoted scalar of YAML, or begin something new.
const hostileText = "a: \"b\" 'c' \\ # d\r\n- e\n---\n...\u0085f\u2028g\x1b[31m\u009b2J\u202e\U000e0041\t%{ if } ${h} {i} [j] &k *l !m |n >o @p `q"

// TestEventsCommand_LedgerFitsTheDecisionsExample takes the way of a night shift: the listing becomes the decisions file,
// the plan asks for the evidence and then for the decision, and with both it is good.
func TestEventsCommand_LedgerFitsTheDecisionsExample(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	e := newEmulation(t, emulator.Seed{})
	e.server.Inject(emulator.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", "00123"))
	hostile := emulator.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", "id "+hostileText)
	hostile.CustomerFriendlyName, hostile.DisplayName, hostile.SubscriptionName, hostile.EventType = hostileText, hostileText, hostileText, hostileText
	hostile.Severity, hostile.CustomerTenantID = hostileText, hostileText
	e.server.Inject(hostile)

	ledger := e.events(t, "-o", "ledger")
	dir := t.TempDir()
	writeText(t, dir, "ledger.yaml", ledger)
	read := cli.command(t, dir, "console")
	read.Stdin = strings.NewReader(`base64encode(jsonencode([for entry in yamldecode(file("ledger.yaml")) : entry]))` + "\n")
	out, err := read.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	text, err := base64.StdEncoding.DecodeString(strings.Trim(string(out), "\"\n"))
	if err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	var entries []map[string]*string
	if err := json.Unmarshal(text, &entries); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	ids := map[string]bool{}
	for _, entry := range entries {
		ids[*entry["event_id"]] = true
		if *entry["status"] != "Resolved" || entry["reason"] != nil || entry["ticket"] != nil || len(entry) != 7 {
			t.Errorf("entry %v", entry)
		}
	}
	if want := map[string]bool{"00123": true, hostile.EventID: true}; !maps.Equal(want, ids) {
		t.Errorf("ids %q in\n%s", slices.Collect(maps.Keys(ids)), ledger)
	}

	// The rest is done with the ordinary event: no provider takes an id with control characters.
	e = newEmulation(t, emulator.Seed{})
	e.server.Inject(emulator.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", "00123"))
	for _, file := range glob(t, "examples/decisions-as-code/*") {
		copyFile(t, file, dir)
	}
	plan := func(decisions string) (string, error) {
		writeText(t, dir, "decisions.yaml", decisions)
		out, err := e.in(cli.command(t, dir, "plan", "-no-color", "-input=false", "-detailed-exitcode")).CombinedOutput()
		return regexp.MustCompile(`[│╷╵\s]+`).ReplaceAllString(string(out), " "), err
	}
	ledger = e.events(t, "-o", "ledger")
	if said, err := plan(ledger); err == nil || !strings.Contains(said, "lacks evidence: write ticket, decided_by, rationale.") {
		t.Errorf("the plan without evidence ends with %v:\n%s", err, said)
	}
	ledger = strings.NewReplacer("ticket:", "ticket: SEC-1", "decided_by:", "decided_by: kim", "rationale:", "rationale: a test").Replace(ledger)
	if said, err := plan(ledger); err == nil || !strings.Contains(said, "`reason` is required when `status` is `Resolved`. Use `Fraud`, `Ignore` or `Legitimate`.") {
		t.Errorf("the plan without a decision ends with %v:\n%s", err, said)
	}
	ledger = strings.Replace(ledger, "reason:", "reason: Ignore", 1)
	if said, err := plan(ledger); exitCode(err) != 2 || !strings.Contains(said, "Plan: 1 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the plan with both ends with %v:\n%s", err, said)
	}
	if n := e.server.Count(emulator.KindUpdate); n != 0 {
		t.Errorf("%d writes", n)
	}
}

// Who moves from the data source to the command, or back, need not change a line of jq.
func TestEventsCommand_JSONIsWhatTheDataSourceReads(t *testing.T) {
	t.Parallel()
	cli := newCLI(t)
	e := newEmulation(t, emulator.Seed{})
	for i := range 3 {
		event := emulator.NewEvent("2a7064fb-1e33-4007-974e-352cb3f2c805", string(rune('a'+i)))
		event.Description = hostileText
		if i == 1 {
			event.EventStatus, event.ResolvedReason, event.ResolvedOn, event.ResolvedBy = "resolved", "FRAUD", "2026-02-01T00:00:00", "kim@contoso.com"
			event.ActivityLogs = []emulator.ActivityLog{{StatusFrom: "active", StatusTo: "resolved", DateTime: "2026-02-01T05:30:00.5+05:30"}}
		}
		if i == 2 {
			event.EventTime, event.HitCount, event.AffectedResources, event.AdditionalDetails = "", "many", nil, nil
		}
		e.server.Inject(event)
	}
	dir := t.TempDir()
	writeText(t, dir, "main.tf", `
data "partnercenter_fraud_events" "all" {}
output "events" { value = data.partnercenter_fraud_events.all.events }
`)
	if out, err := e.in(cli.command(t, dir, "apply", "-no-color", "-input=false", "-auto-approve")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := cli.command(t, dir, "output", "-json", "events").Output()
	if err != nil {
		t.Fatal(err)
	}
	var want, got []any
	if err := json.Unmarshal(out, &want); err != nil || len(want) != 3 {
		t.Fatalf("%v in %s", err, out)
	}
	if err := json.Unmarshal([]byte(e.events(t, "-o", "json")), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-data source +command):\n%s", diff)
	}
}

// emulation is an emulator, and the companion command with which to ask it.
type emulation struct {
	server  *emulator.Server
	command string
}

func newEmulation(t *testing.T, seed emulator.Seed) emulation {
	t.Helper()
	server, err := emulator.Start(emulator.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	command := filepath.Join(t.TempDir(), "partnercenter")
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", command, "./cmd/partnercenter")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return emulation{server: server, command: command}
}

// in lets a command see the emulator.
func (e emulation) in(cmd *exec.Cmd) *exec.Cmd {
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	for name, value := range e.server.Env() {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	return cmd
}

// events runs "partnercenter events" and returns what it printed.
func (e emulation) events(t *testing.T, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	cmd := e.in(exec.CommandContext(t.Context(), e.command, append([]string{"events"}, args...)...))
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, errs.String())
	}
	return string(out)
}

func writeText(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// exitCode is the exit status of a program that has ended, or -1.
func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // os/exec returns it as it is
		return exit.ExitCode()
	}
	return -1
}
