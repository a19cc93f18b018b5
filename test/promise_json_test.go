// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/audit"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// freeNames end the path of an object whose names are not ours: users, the service, and other
// providers choose them.
func freeNames() []string {
	return []string{".annotations", ".evidence", ".config", ".additional_details", ".sum.other"}
}

// addJSON adds the names and types of a document.
func (p promise) addJSON(t *testing.T, name string, document []byte) {
	t.Helper()
	var v any
	expect.NoError(t, json.Unmarshal(document, &v))
	p.addValue(name+" $", v)
}

func (p promise) addValue(path string, v any) {
	switch v := v.(type) {
	case nil:
		p.add(path, "null")
	case string:
		p.add(path, "text")
	case bool:
		p.add(path, "bool")
	case float64:
		p.add(path, "number")
	case []any:
		p.add(path, "list")
		for _, element := range v {
			p.addValue(path+"[]", element)
		}
	case map[string]any:
		p.add(path, "object")
		for _, key := range slices.Sorted(maps.Keys(v)) {
			shown := key
			if slices.ContainsFunc(freeNames(),
				func(end string) bool { return strings.HasSuffix(path, end) }) {
				shown = "*"
			}
			p.addValue(path+"."+shown, v[key])
		}
	}
}

func TestPromise_JSONKeepsItsShape(t *testing.T) {
	t.Parallel()
	waits := emulator.NewEvent(adatum, "waits")
	waits.FirstObserved, waits.LastObserved = waits.EventTime, waits.EventTime
	s := acctest.StartEmulator(t, waits,
		emulator.NewEvent(adatum, "resolved"), emulator.NewEvent(fabrikam, "investigated"),
		emulator.Event{EventID: "sparse", SubscriptionID: fabrikam, EventStatus: "Active"})
	colleagueSets(t, s, "resolved", "Resolved", "Fraud")
	colleagueSets(t, s, "investigated", "Investigating", "None")
	w := acctest.NewWorkspace(t, s.Env())
	now := promise{}
	runs := func(name string, arguments ...string) {
		t.Helper()
		out, status := w.Run(acctest.CompanionProgram(t), arguments...)
		expect.Equal(t, "exit status of "+strings.Join(arguments, " "), 0, status)
		now.addJSON(t, name, []byte(out))
	}
	runs("events", "events", "-o", "json")
	runs("show", "events", "show", "resolved", "-o", "json")
	runs("report", "report", "-o", "json")
	runs("report", "report", "-o", "json", "--month", "2026-01")
	runs("report", "report", "-o", "json", "--severity", "High") // there is none
	runs("doctor", "doctor", "-o", "json")
	for _, plan := range glob(t, "internal/review/testdata/*.json") {
		runs("review", "review", expect.Must(filepath.Abs(plan))(t), "-o", "json")
	}
	now.keeps(t, "json")
}

// A line of each kind, with every value known and with none.
func TestPromise_AuditLogKeepsItsShape(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "audit.log")
	user := "kim@contoso.com"
	log := expect.Must(audit.New(file, audit.Author{User: func() string { return user },
		CorrelationID: "0d0b2f6a-6f0e-4c3b-8a5d-1c9d1f1f7a55", Now: time.Now}))(t)
	for _, kind := range []audit.Kind{audit.FraudEvent, audit.AzureEntitlement} {
		expect.NoError(t, log.Append(audit.Record{Kind: kind, CustomerTenantID: "c",
			SubscriptionID: "s", EventID: "e", Result: "written", RequestID: "r", Planned: true,
			From: audit.Standing{Status: "Active"}, To: audit.Standing{Status: "Resolved", Reason: "Fraud"},
			Annotations: map[string]string{"ticket": "SEC-1042"}, Err: errors.New("refused")}))
	}
	user = ""
	expect.NoError(t, log.Append(audit.Record{Result: "adopted"}))
	now := promise{}
	for line := range strings.Lines(string(expect.Must(os.ReadFile(file))(t))) {
		now.addJSON(t, "audit", []byte(line))
	}
	now.keeps(t, "audit")
}
