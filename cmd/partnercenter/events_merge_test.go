// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// ledgerFile is a decisions file that names one of the events of night, in another case.
func ledgerFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "decisions.yaml")
	expect.NoError(t, os.WriteFile(path, []byte(text), 0o640)) //nolint:gosec // a mode to keep
	return path
}

const oldActive = "# ours\nold:\n  subscription_id: '" + subscriptionA + "'\n" +
	"  event_id: OLD-Active\n  status: Investigating # by \"kim\""

func TestEventsMerge_AddsMissingEntries(t *testing.T) {
	t.Parallel()
	server, path := night(t), ledgerFile(t, oldActive)
	s := newSession(t, server, nil)
	line := "events -o ledger --exit-code --merge " + path
	s.ends(t, exitFound, line)
	preview := s.out.String()
	expect.Equal(t, "the file without --write", oldActive, content(t, path))

	s = newSession(t, server, nil)
	s.ends(t, exitFound, line+" --write")
	expect.Equal(t, "standard output", "", s.out.String())
	expect.Contains(t, s.errors.String(), "2 entries added")
	expect.Equal(t, "the file", preview, content(t, path))
	if !strings.HasPrefix(preview, oldActive+"\n\n") || strings.Contains(preview, "old-resolved") {
		t.Errorf("the file became\n%s", preview)
	}
	expect.Contains(t, preview, "event_id: \"new-active\"", "event_id: \"old-investigating\"")
	if info := expect.Must(os.Stat(path))(t); runtime.GOOS != "windows" &&
		info.Mode() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
	s = newSession(t, server, nil)
	s.ends(t, exitOK, line+" --write")
	expect.Equal(t, "the file after the second time", preview, content(t, path))
}

func content(t *testing.T, path string) string {
	t.Helper()
	return string(expect.Must(os.ReadFile(path))(t))
}

func TestEventsMerge_LeavesABrokenFileAlone(t *testing.T) {
	t.Parallel()
	server := night(t)
	for text, want := range map[string]string{
		oldActive + "\nnext: \"open": "6:7: ",
		"- a\n":                      "1:1: the file is a list",
	} {
		path := ledgerFile(t, text)
		s := newSession(t, server, nil)
		s.ends(t, exitFailure, "events -o ledger --exit-code --write --merge "+path)
		expect.Contains(t, s.errors.String(), filepath.Base(path)+":"+want, "was not changed")
		expect.Equal(t, "the file", text, content(t, path))
	}
	s := newSession(t, server, nil)
	s.ends(t, exitFailure, "events -o ledger --write --merge "+filepath.Join(t.TempDir(), "missing"))
}

func TestEvents_FlagsOfTheLedgerNeedEachOther(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"--merge x":                                       "--merge requires -o ledger.",
		"-o ledger --write":                               "--write requires --merge.",
		"-o ledger --merge - --write":                     "--write conflicts with standard input",
		"--adopt":                                         "--adopt requires -o ledger.",
		"-o ledger --evidence ticket=x":                   "--evidence requires --adopt.",
		"-o ledger --adopt --evidence =x":                 "must be a key",
		"-o ledger --adopt --evidence A:=x":               "must begin with a key of lower-case letters",
		"-o ledger --adopt --evidence status=Active":      `--evidence must not name "status"`,
		"-o ledger --adopt --evidence a=x --evidence a=y": `--evidence must not name "a" twice`,
		"--newer-than x":                                  "--newer-than must be an age",
		"show":                                            "name one event",
		"show --timeout 0s x":                             "--timeout must be greater than 0",
	} {
		s := newSession(t, startEmulator(t), nil)
		status := s.run(t.Context(), append([]string{"events"}, strings.Fields(line)...)...)
		if status == exitOK || !strings.Contains(s.errors.String(), want) {
			t.Errorf("%s: exit status %d: %s", line, status, s.said())
		}
		s.expectNoRequests(t)
	}
}

func TestEvents_NewerThanAndEventID(t *testing.T) {
	t.Parallel()
	server := night(t)
	for line, want := range map[string][]string{
		"--newer-than 24h":                       {"new-active"},
		"--newer-than 35h --older-than 24h":      {"old-active"},
		"--event-id NEW-active":                  {"new-active"},
		"--event-id a --event-id old-active":     {"old-active"},
		"--event-id old-active,old-resolved":     {"old-active", "old-resolved"},
		"--event-id old-active --newer-than 24h": {},
	} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events -o json "+line)
		expect.Equal(t, line, want, s.listed(t))
	}
}

// An empty result must not read as if there were nothing to do.
func TestEvents_EventIDThatIsNotPrintedIsAWarning(t *testing.T) {
	t.Parallel()
	server := night(t)
	const unknown = "Warning: no listed event has the id nothing: "
	omitted := func(id string) string {
		return "Warning: event " + id + " was omitted, because other filters do not match it."
	}
	for line, want := range map[string]string{
		"--event-id new-ACTIVE":                       "",
		"--event-id nothing,new-active":               unknown,
		"-o ledger --event-id old-resolved":           omitted("old-resolved"),
		"--newer-than 24h --event-id old-active":      omitted("old-active"),
		"-o ledger --event-id nothing --merge LEDGER": unknown,
	} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events "+strings.Replace(line, "LEDGER", ledgerFile(t, ""), 1))
		if got := s.errors.String(); want == "" && got != "" || !strings.Contains(got, want) {
			t.Errorf("%s: %q", line, got)
		}
	}
}

// A decision from the night is recorded in the morning, and passes the check.
func TestEventsAdopt_RecordsDecisionsOfThePortal(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "decided", time.Hour, withStatus("Resolved", "Fraud"),
		func(e *emulator.Event) {
			e.ResolvedBy, e.ResolvedOn = "kim@contoso.com", "2026-01-15T03:04:05Z"
		})
	inject(server, "open", time.Hour)
	inject(server, "by-itself", time.Hour, withStatus("Resolved", "NotKnownYet"))
	path := ledgerFile(t, "")
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "events -o ledger --adopt --write --merge "+path+" --evidence ticket=SEC-1042")
	file := content(t, path)
	expect.Contains(t, file, decisions.Modeline+"\n\n", `event_id: "decided"`, "status: Resolved",
		`reason: "Fraud"`, `ticket: "SEC-1042"`, `decided_by: "kim@contoso.com"`,
		`rationale: "Decided in Partner Center on 2026-01-15T03:04:05Z."`)
	expect.Contains(t, s.errors.String(), "by-itself was omitted", "1 entry added")
	report := decisions.Check([]byte(file), decisions.Rules{Evidence: decisions.DefaultEvidence(),
		Required: []string{"ticket", "decided_by", "rationale"}})
	expect.Equal(t, "check", "1 entry, 0 undecided, 0 findings", report.Summary())
}

// Hostile text never runs, whatever its field.
func TestEvents_HostileTextInEveryForm(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	const bad = "=cmd|' /C calc'!A0\"; @kim #1 | `x` </code><script> [a](https://x.example) " +
		"\n::set-env::" +
		"\n---\nx: {{ }} \x1b[2J\u202e"
	inject(server, "+id\""+bad, time.Hour, withStatus("Resolved", "Fraud"), func(e *emulator.Event) {
		e.CustomerFriendlyName, e.DisplayName, e.Description, e.SubscriptionName, e.Severity,
			e.EventType, e.ResolvedBy = bad, bad, bad, bad, bad, bad, bad
	})
	printed := func(line string) string {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, line)
		if found := regexp.MustCompile(`[^\P{C}\r\n]`).FindString(s.out.String()); found != "" {
			t.Errorf("%s prints %q", line, found)
		}
		return s.out.String()
	}
	table := strings.Split(strings.TrimSpace(printed("events -o markdown")), "\n")
	if len(table) != 3 || strings.Count(table[2], "|") != 8 ||
		strings.ContainsAny(regexp.MustCompile(`</?code>|&#\d+;`).ReplaceAllString(table[2], ""),
			"<>@#`[]()!*_\\:") {
		t.Errorf("markdown:\n%s", strings.Join(table, "\n"))
	}
	rows := expect.Must(csv.NewReader(strings.NewReader(printed("events -o csv"))).ReadAll())(t)
	if len(rows) != 2 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, cell := range rows[1] {
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
			t.Errorf("%s begins a formula: %q", rows[0][i], cell)
		}
	}
	ledger := printed("events -o ledger --adopt --evidence ticket=1")
	if report := decisions.Check([]byte(ledger), decisions.Rules{
		Evidence: decisions.DefaultEvidence()}); report.Entries != 1 || report.Unreadable {
		t.Errorf("ledger: %v\n%s", report, ledger)
	}
}

func TestEventsShow(t *testing.T) {
	t.Parallel()
	server := night(t)
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "events show "+strings.ToUpper(subscriptionB)+"/NEW-active")
	expect.Contains(t, s.out.String(), "event_id: new-active\n", "severity: High\n", "is_test: true\n",
		"All alerts: https://partner.microsoft.com/dashboard/commerce2/insights/security/alerts\n")
	if strings.Contains(s.out.String(), "resolved_on") {
		t.Errorf("what the service does not provide is shown:\n%s", s.out.String())
	}
	s = newSession(t, server, nil)
	s.ends(t, exitOK, "events show -o json old-resolved")
	expect.Contains(t, s.out.String(), "{\n  \"event_id\": \"old-resolved\",", `"reason": "Fraud"`,
		`"resolved_on": null`)
	s = newSession(t, server, nil)
	s.ends(t, exitFailure, "events show missing")
	expect.Contains(t, s.errors.String(), "no listed event has this id: missing")
}
