// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// reportsFolder has reports of what the service does, each a world in which the provider must work.
// A report of an account joins them by being put there.
const reportsFolder = "testdata/reports"

// ownWorlds are the behaviours of the emulator whose reports are in the folder, by file.
func ownWorlds() map[string]emulator.Behaviour {
	var hostile emulator.Behaviour
	b := &hostile
	b.ActivityLogs, b.IsTestBool, b.HitCountNumber = emulator.ActivityLogsObjects, true, true
	b.EnumCase, b.TimeDecimals, b.PascalCaseKeys = emulator.EnumCaseLower, 7, true
	b.ExtraFields, b.PadDescription = true, 2000
	b.BOM, b.Gzip, b.EmptyIs204, b.Wrapped = true, true, true, true
	b.Order, b.MaxPageSize, b.UnpagedCap = emulator.OrderShuffled, 100, 100
	b.RefuseHalfPaging, b.CaseSensitive, b.RefuseInClassic = true, true, true
	b.UnknownValueEmpty, b.NoMFAHeader = true, true
	b.NoRotation, b.TokenSeconds = true, 1800
	b.WebhookNone = emulator.WebhookNoneNull
	b.EntitlementsBare = true
	b.AuditToken, b.AuditTotalOfPage, b.AuditNoIDs = emulator.AuditTokenInLink, true, true
	b.AuditPageSize, b.AuditTypesSpaced, b.AuditUndocumented = 3, true, true
	b.MFAUsersBare, b.MFAAppsWrapped = true, true
	b.BudgetNull, b.BudgetNested, b.BudgetUnknownIs404 = true, true, true
	b.UsageRecordsPageSize = 2
	b.GraphPlainScore, b.GraphPageSize = true, 2
	return map[string]emulator.Behaviour{"emulator-default.json": {}, "emulator-hostile.json": hostile}
}

// startWorld starts an emulator with the events of all worlds. Some are of this moment, so that the
// activity log of today has records.
func startWorld(t *testing.T, behave func(*emulator.Behaviour)) *emulator.Server {
	t.Helper()
	s := expect.Must(emulator.Start(emulator.Options{Seed: emulator.Seed{Events: 130,
		Subscriptions: 12, Customers: 4, Random: 7}}))(t)
	t.Cleanup(func() { expect.NoError(t, s.Close()) })
	seeded, now := s.Events()[0], time.Now().UTC().Add(-time.Second)
	for i := range 8 {
		e := emulator.NewEvent(seeded.SubscriptionID, fmt.Sprintf("world-%d", i))
		e.CustomerTenantID, e.CustomerFriendlyName = seeded.CustomerTenantID,
			seeded.CustomerFriendlyName
		// Each has a time of its own, so that their order is the same in every run.
		e.EventTime = now.Add(-time.Duration(i) * time.Second).Format("2006-01-02T15:04:05.00")
		s.Inject(e)
	}
	expect.NoError(t, s.ChangeStatus("world-1", "Investigating", "", colleague)) // is in the log
	s.SetBehaviour(behave)
	return s
}

// reportOf runs the doctor.
func reportOf(t *testing.T, s *emulator.Server) (*fidelity.Report, []byte) {
	t.Helper()
	w := acctest.NewWorkspace(t, s.Env())
	out, status := w.Run(acctest.CompanionProgram(t), "doctor", "--report", "report.json")
	if status != 0 {
		t.Fatalf("exit status %d\n%s", status, out)
	}
	content := w.Read("report.json")
	return expect.Must(fidelity.Read([]byte(content)))(t), []byte(content)
}

// eachReport runs a test for each report in the folder, with an emulator that behaves like it.
func eachReport(t *testing.T, test func(t *testing.T, r *fidelity.Report, s *emulator.Server)) {
	t.Helper()
	files := glob(t, "test/"+reportsFolder+"/*.json")
	if len(files) < len(ownWorlds()) {
		t.Fatalf("found %q", files)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			report := expect.Must(fidelity.Read(expect.Must(os.ReadFile(file))(t)))(t)
			like := expect.Must(report.Imitate())(t)
			s := startWorld(t, func(b *emulator.Behaviour) { expect.NoError(t, like.Apply(b)) })
			if report.Emulator {
				expect.Equal(t, "what the emulator cannot imitate of itself", 0, len(like.Unable))
			}
			test(t, report, s)
		})
	}
}

// timeless leaves out what differs from run to run.
func timeless(t *testing.T, r *fidelity.Report) string {
	t.Helper()
	copied := *r
	copied.Date, copied.Program = "", ""
	copied.Observations = map[string]string{}
	for key, value := range r.Observations {
		if key != "access.slowest" {
			copied.Observations[key] = value
		}
	}
	copied.Calls = nil
	for _, call := range r.Calls {
		call.Took = ""
		copied.Calls = append(copied.Calls, call)
	}
	return string(expect.Must(json.MarshalIndent(copied, "", "  "))(t))
}

// The reports of the emulator are those that it makes now. Run with -update after a change of it.
func TestReports_OfTheEmulatorAreFresh(t *testing.T) {
	t.Parallel()
	for name, behaviour := range ownWorlds() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startWorld(t, func(b *emulator.Behaviour) { *b = behaviour })
			report, content := reportOf(t, s)
			path := filepath.Join(reportsFolder, name)
			if *update {
				expect.NoError(t, os.WriteFile(path, content, 0o600))
			}
			kept := expect.Must(fidelity.Read(expect.Must(os.ReadFile(path))(t)))(t)
			expect.Equal(t, path, timeless(t, kept), timeless(t, report))
		})
	}
}

// An emulator that behaves like a report makes the same report. Of an account's report, that holds
// for what the emulator can imitate.
func TestReports_AreImitated(t *testing.T) {
	t.Parallel()
	eachReport(t, func(t *testing.T, want *fidelity.Report, s *emulator.Server) {
		got, _ := reportOf(t, s)
		if want.Emulator {
			expect.Equal(t, "the report", timeless(t, want), timeless(t, got))
			return
		}
		unable := strings.Join(expect.Must(want.Imitate())(t).Unable, "\n")
		for key, value := range want.Observations {
			seen, observed := got.Observations[key]
			if observed && seen != value && !strings.Contains(unable, key+" is ") {
				t.Errorf("%s is %s, want %s", key, seen, value)
			}
		}
	})
}

// One behaviour of each kind that the reports in the folder do not have.
func TestReports_OfOtherBehavioursAreImitated(t *testing.T) {
	t.Parallel()
	for name, behave := range map[string]func(*emulator.Behaviour){
		"lists": func(b *emulator.Behaviour) {
			b.Wrapped, b.PagingIgnored, b.UnknownValueEmpty = true, true, true
			b.ActivityLogs, b.EnumCase = emulator.ActivityLogsNull, emulator.EnumCaseDocumented
		},
		"limits": func(b *emulator.Behaviour) {
			b.MaxPageSize, b.UnpagedCap, b.EmptyIs204 = 50, 75, true
			b.Order, b.IsTestKey, b.TimeDecimals = emulator.OrderOldestFirst, "isTest", 3
		},
		"other areas": func(b *emulator.Behaviour) {
			b.EntitlementsBare, b.UsageRecordsBare, b.MFAUsersBare, b.MFAAppsWrapped = true, true, true, true
			b.GraphPlainScore, b.GraphPageSize, b.TokenSeconds, b.NoRotation = true, 25, 1800, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, _ := reportOf(t, startWorld(t, behave))
			like := expect.Must(want.Imitate())(t)
			expect.Equal(t, "what cannot be imitated", 0, len(like.Unable))
			got, _ := reportOf(t, startWorld(t, func(b *emulator.Behaviour) {
				expect.NoError(t, like.Apply(b))
			}))
			expect.Equal(t, "the report", timeless(t, want), timeless(t, got))
		})
	}
}

// In every world: list events, decide about one, and plan nothing.
func TestReports_TheProviderWorksInEachWorld(t *testing.T) {
	t.Parallel()
	eachReport(t, func(t *testing.T, _ *fidelity.Report, s *emulator.Server) {
		w := acctest.NewWorkspace(t, s.Env())
		event := s.Events()[0]
		w.Write("main.tf", acctest.RequiredProviders+fmt.Sprintf(`
data "partnercenter_fraud_events" "all" {}

output "listed" { value = length(data.partnercenter_fraud_events.all.events) }

resource "partnercenter_fraud_event_resolution" "one" {
  subscription_id = %q
  event_id        = "world-3"
  status          = "Resolved"
  reason          = "Legitimate"
}
`, subscriptionOf(t, s, "world-3")))
		w.Must("init")
		w.Must("apply", "-auto-approve")
		expect.Contains(t, w.Must("output", "listed"), fmt.Sprint(len(s.Events())))
		w.MustPlanNothing()
		decided, _ := s.Event("world-3")
		expect.Equal(t, "the standing", "Resolved Legitimate",
			decided.EventStatus+" "+decided.ResolvedReason)
		for _, v := range s.Violations() {
			t.Errorf("against the documentation: %s", v)
		}
		other, _ := s.Event(event.EventID)
		expect.Equal(t, "another event", event.EventStatus, other.EventStatus)
	})
}

func subscriptionOf(t *testing.T, s *emulator.Server, id string) string {
	t.Helper()
	event, found := s.Event(id)
	if !found {
		t.Fatalf("%s is not there", id)
	}
	return event.SubscriptionID
}
