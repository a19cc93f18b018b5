// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"strings"
	"testing"

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
