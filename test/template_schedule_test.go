// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestTemplate_DriftIsFoundAndReported(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	g.planned().job("apply", success)
	g.start("drift.yml", "schedule").job("detect", success)
	colleagueSets(t, s, fabrikamTest, "Resolved", "Fraud")
	writes := s.Count(emulator.KindUpdate)
	detectSays := func(wanted string) {
		t.Helper()
		if log := g.start("drift.yml", "schedule").job("detect", failure).log; !strings.Contains(log,
			wanted) {
			t.Error(log)
		}
	}
	detectSays("::error::Partner Center and the decisions differ.")
	s.RevokeRefreshTokens()
	detectSays("not known whether they differ")
	if s.Count(emulator.KindUpdate) != writes {
		t.Error("looking has written")
	}
}

func TestTemplate_GateDistinguishesOverdueFromOutage(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	gateSays := func(wanted string) {
		t.Helper()
		if log := g.start("overdue.yml", "schedule").job("overdue", failure).log; !strings.Contains(log,
			wanted) {
			t.Error(log)
		}
	}
	gateSays("waited for more than a day")
	for id := range asDecided() {
		colleagueSets(t, s, id, "Resolved", "Ignore")
	}
	g.start("overdue.yml", "schedule").job("overdue", success)
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 403})
	gateSays("nobody knows what is open")
}

// GitHub looks for commands such as ##[error] anywhere in a line, until it is told to stop.
func TestTemplate_GateObeysNoTextOfTheTable(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	hostile := emulator.NewEvent(adatum, "hostile")
	hostile.CustomerFriendlyName = "Adatum ##[error]obeyed"
	s.Inject(hostile)
	log := g.start("overdue.yml", "schedule").job("overdue", failure).log
	_, rest, stopped := strings.Cut(log, "::stop-commands::")
	token, rest, _ := strings.Cut(rest, "\n")
	quoted, after, resumed := strings.Cut(rest, "::"+token+"::\n")
	if !stopped || !resumed || len(token) < 32 ||
		strings.Count(log, "obeyed") != strings.Count(quoted, "obeyed") {
		t.Errorf("the log obeys commands:\n%s", log)
	}
	if !strings.Contains(quoted, "obeyed") ||
		!strings.Contains(after, "::error::Fraud events have waited") {
		t.Errorf("the table or the error is not told:\n%s", log)
	}
}

func TestTemplate_RotationStoresATokenThatWorks(t *testing.T) {
	t.Parallel()
	g, _ := newTemplate(t)
	g.start("rotate.yml", "schedule").job("rotate", success)
	for environment, secrets := range g.secrets {
		token := takeFile(t, fmt.Sprintf("%s/secret-%s", g.artifacts, environment))
		if token == "" || strings.TrimSpace(token) == secrets["PARTNERCENTER_REFRESH_TOKEN"] {
			t.Errorf("%s: no new token", environment)
		}
		secrets["PARTNERCENTER_REFRESH_TOKEN"] = strings.TrimSpace(token)
	}
	g.planned()
}

// The report keeps what leaves the list, and shows it in the summary and in a page.
func TestTemplate_ReportKeepsTheMonths(t *testing.T) {
	t.Parallel()
	needCurl(t)
	g, s := newTemplate(t)
	yesterday := time.Now().UTC().AddDate(0, 0, -1)
	resolved := emulator.NewEvent(fabrikam, fabrikam+"_resolved")
	const form = "2006-01-02T15:04:05"
	resolved.EventTime = yesterday.Add(-time.Hour).Format(form)
	resolved.EventStatus, resolved.ResolvedReason = "Resolved", "Fraud"
	resolved.ResolvedOn, resolved.ResolvedBy = yesterday.Format(form), colleague
	s.Inject(resolved)
	const verdict = "**Yes: 1.0 h on average, within Microsoft's 24 hours.**"
	report := g.start("report.yml", "schedule").job("report", success)
	expect.Contains(t, report.summary, verdict)
	if report.did("Fetch them") {
		t.Error("the first run has fetched an artifact of somebody else")
	}
	expect.NoError(t, s.Remove(resolved.EventID))
	for range 2 {
		report = g.start("report.yml", "schedule").job("report", success)
		expect.Contains(t, report.summary, verdict)
		if !report.did("Fetch them") {
			t.Error("the kept months were not fetched")
		}
	}
	pages := g.stored()["fraud-report"]
	expect.Equal(t, "pages", 3, len(pages))
	expect.Contains(t, string(expect.Must(os.ReadFile(pages[2]))(t)), "<!DOCTYPE html>",
		"Yes: 1.0 h on average")

	// What cannot be fetched must not begin anew.
	g.forge.fail = "GET"
	if g.start("report.yml", "schedule").job("report", failure).did("Keep the months") {
		t.Error("a run without the kept months has replaced them")
	}
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate))
}
