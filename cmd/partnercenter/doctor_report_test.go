// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

const reportSchema = "../../docs-dev/report.schema.json"

// seededEmulator has what an account has after some weeks.
func seededEmulator(t *testing.T) *emulator.Server {
	t.Helper()
	server := expect.Must(emulator.Start(emulator.Options{Seed: emulator.Seed{Events: 30,
		Subscriptions: 6, Customers: 3}}))(t)
	t.Cleanup(func() { expect.NoError(t, server.Close()) })
	return server
}

// writesReport runs doctor --report, and returns the file.
func (s *session) writesReport(t *testing.T, status int) (*fidelity.Report, []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.json")
	s.ends(t, status, "doctor --report", path)
	return readReportFile(t, path)
}

// readReportFile reads and validates a report.
func readReportFile(t *testing.T, path string) (*fidelity.Report, []byte) {
	t.Helper()
	content := expect.Must(os.ReadFile(path))(t)
	var report fidelity.Report
	expect.NoError(t, json.Unmarshal(content, &report))
	expectValidReport(t, content)
	return &report, content
}

// expectValidReport validates with the schema, in which every text is in a list.
func expectValidReport(t *testing.T, content []byte) {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	schema := expect.Must(compiler.Compile(reportSchema))(t)
	value := expect.Must(jsonschema.UnmarshalJSON(bytes.NewReader(content)))(t)
	expect.NoError(t, schema.Validate(value))
}

func TestDoctorReport_SchemaIsFresh(t *testing.T) {
	t.Parallel()
	fresh(t, reportSchema, expect.Must(fidelity.Schema())(t))
}

func TestDoctorReport_ReadsAndObserves(t *testing.T) {
	t.Parallel()
	server := seededEmulator(t)
	s := newSession(t, server, nil)
	report, _ := s.writesReport(t, exitOK)
	expect.Contains(t, s.out.String(), "observations, by ")
	if len(report.Observations) < 75 {
		t.Errorf("%d observations; not %q", len(report.Observations), report.NotObserved)
	}
	for key, want := range map[string]string{"events.form": "bare", "events.paging": "honoured",
		"sign_in.rotation": "yes", "webhook.none": "not_found", "azure.event_found": "yes",
		"score.permission": "granted", "access.request_id": "same"} {
		expect.Equal(t, key, want, report.Observations[key])
	}
	for _, request := range server.Requests() {
		if request.Kind != emulator.KindToken && request.Method != http.MethodGet {
			t.Errorf("sent %s %s", request.Method, request.Path)
		}
	}
}

// A broken service still makes a report: its failures are rows.
func TestDoctorReport_FailuresAreRows(t *testing.T) {
	t.Parallel()
	for name, arrange := range map[string]func(*session){
		"down": fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 503}),
		"cut off and down": func(s *session) {
			fault(emulator.Fault{Kind: emulator.KindUsageRecords, Times: -1, Truncate: true})(s)
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Drop: true})(s)
		},
		"HTML": fault(emulator.Fault{Kind: emulator.KindList, Times: -1, HTML: true}),
		"without a role": variable("REFRESH_TOKEN", func(s *emulator.Server) string {
			return s.IssueRefreshToken(emulator.WithRole("HelpdeskAgent"))
		}),
		"without a token": func(s *session) { s.server.RevokeRefreshTokens() },
		"without MFA": variable("REFRESH_TOKEN", func(s *emulator.Server) string {
			return s.IssueRefreshToken(emulator.WithoutMFA())
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, seededEmulator(t), nil)
			arrange(s)
			report, content := s.writesReport(t, exitFailure)
			if len(report.Calls) < 8 {
				t.Errorf("only %d calls", len(report.Calls))
			}
			s.wantNoSecret(t, string(content))
		})
	}
}

func TestDoctorReport_MFA(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behave  func(*emulator.Behaviour)
		status  int
		key     string
		without string
	}{
		"refused": {func(*emulator.Behaviour) {}, exitFailure, "code", "refused"},
		"refused without a body": {func(b *emulator.Behaviour) { b.MFARefusalEmpty = true },
			exitFailure, "empty", "refused"},
		"accepted": {func(b *emulator.Behaviour) { b.MFANotEnforced = true }, exitFailure, "",
			"accepted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := seededEmulator(t)
			server.SetBehaviour(test.behave)
			s := newSession(t, server, map[string]string{
				"REFRESH_TOKEN": server.IssueRefreshToken(emulator.WithoutMFA())})
			report, _ := s.writesReport(t, test.status)
			expect.Equal(t, "refusal", test.key, report.Observations["access.mfa_refusal"])
			expect.Equal(t, "without MFA", test.without, report.Observations["access.without_mfa"])
			var b emulator.Behaviour
			like := expect.Must(report.Imitate())(t)
			expect.NoError(t, like.Apply(&b))
			expect.Equal(t, "MFANotEnforced", server.Behaviour().MFANotEnforced, b.MFANotEnforced)
			expect.Equal(t, "MFARefusalEmpty", server.Behaviour().MFARefusalEmpty, b.MFARefusalEmpty)
		})
	}
}

// An interrupted report is none, and no part of it stays.
func TestDoctorReport_EndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	server := seededEmulator(t)
	s := newSession(t, server, nil)
	server.AddFault(emulator.Fault{Kind: emulator.KindAuditRecords, Delay: time.Hour})
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		expect.Eventually(t, "the call", func() bool {
			return server.Count(emulator.KindAuditRecords) > 0
		})
		interrupt()
	}()
	folder := t.TempDir()
	if status := s.run(ctx, "doctor", "--report", filepath.Join(folder, "report.json")); status == 0 {
		t.Error("exit status 0")
	}
	expect.Equal(t, "files", 0, len(expect.Must(os.ReadDir(folder))(t)))
}

// A refused rate ends the calls, so that a report costs no more of the tenant's quota.
func TestDoctorReport_ARefusedRateEndsTheCalls(t *testing.T) {
	t.Parallel()
	server := seededEmulator(t)
	s := newSession(t, server, nil)
	server.AddFault(emulator.Fault{Kind: emulator.KindList, Skip: 3, Status: 429, RetryAfter: "600"})
	report, _ := s.writesReport(t, exitOK)
	expect.Equal(t, "lists", 4, server.Count(emulator.KindList))
	expect.Contains(t, s.out.String(), " observations, by 3 calls") // one list was a check
	expect.Equal(t, "access.throttled", "yes", report.Observations["access.throttled"])
	expect.Equal(t, "access.retry_after", "seconds", report.Observations["access.retry_after"])
	if !slices.ContainsFunc(report.Calls, func(c fidelity.Call) bool {
		return c.Outcome == fidelity.NotSent
	}) {
		t.Error("no call is marked as not sent")
	}
}

func TestDoctorReport_ABrokenConfigurationWritesNone(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"TENANT_ID": ""})
	path := filepath.Join(t.TempDir(), "report.json")
	s.ends(t, exitFailure, "doctor --report", path)
	expect.Contains(t, s.out.String(), "not written: resolve the failed check first")
	if _, err := os.Stat(path); err == nil {
		t.Error("there is a report")
	}
	s = newSession(t, startEmulator(t), nil)
	s.ends(t, exitFailure, "doctor --report", filepath.Join(t.TempDir(), "missing", "report.json"))
	s.expectNoRequests(t)
}

// A mistyped path must not cost a token cache or a key. A report may be written again.
func TestDoctorReport_ReplacesOnlyReports(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	for content, replaced := range map[string]bool{
		"0.AXwAb4B59sJ": false, "-----BEGIN PRIVATE KEY-----\n": false, `{"refresh_token":"x"}`: false,
		`{"version":1,"entries":[]}`: false, "": true, `{"version":9,"observations":{}}`: true,
	} {
		expect.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		s := newSession(t, startEmulator(t), nil)
		status := map[bool]int{true: exitOK, false: exitFailure}[replaced]
		s.ends(t, status, "doctor --report", path)
		kept := string(expect.Must(os.ReadFile(path))(t)) == content
		expect.Equal(t, content+" kept", !replaced, kept)
		if !replaced {
			s.expectNoRequests(t)
			expect.Contains(t, s.errors.String(), "is not a report. Use another path")
		}
	}
}

func TestEmulator_BehavesLikeAReport(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	for text, want := range map[string]string{
		`{"version":2}`:        "has version 2, and this build reads version 1 only: use the build that",
		`{"observations":{}}`:  "is not JSON with a version",
		`<html>`:               "is not JSON with a version",
		`{"version":1,"x":{}}`: "unknown field",
		`{"version":1}`:        "it has no observations",

		`{"version":1,"observations":{},"cloud":"mars"}`: `"cloud" must be one of global, ` +
			`usgovernment, china, got "mars"`,
	} {
		expect.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		s := newSession(t, startEmulator(t), nil)
		s.ends(t, exitFailure, "emulator --behave-like", path)
		expect.Contains(t, s.errors.String(), want)
	}
	expect.NoError(t, os.WriteFile(path, []byte(`{"version":1,"observations":{"events.empty":"null",`+
		`"events.form":"wrapped","x":"\u001b[2J","events.order":"sideways"}}`), 0o600))
	report := expect.Must(fidelity.Read(expect.Must(os.ReadFile(path))(t)))(t)
	like := expect.Must(report.Imitate())(t)
	expect.Equal(t, "cannot", 3, len(like.Unable))
	expect.Contains(t, strings.Join(like.Unable, "\n"),
		"events.empty is null, which the emulator cannot imitate (fact list-empty)",
		`events.order has the value "sideways", which is unknown to this build`)
	var b emulator.Behaviour
	expect.NoError(t, like.Apply(&b))
	expect.Equal(t, "Wrapped", true, b.Wrapped)
}
