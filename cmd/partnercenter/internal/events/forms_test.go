// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package events

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const subscriptionA = "2a7064fb-1e33-4007-974e-352cb3f2c805"

func TestTable_IsAlignedAlsoAfterWideCharacters(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	event := func(id string, ago time.Duration, change func(*fraud.Event)) fraud.Event {
		e := fraud.Event{
			Key:       fraud.Key{SubscriptionID: "sub", EventID: id},
			EventTime: now.Add(-ago), EventType: "UsageAnomalyDetection", Status: "Active", Severity: "High",
			CustomerFriendlyName: "Fabrikam",
		}
		change(&e)
		return e
	}
	var out bytes.Buffer
	writeTable(&out, []fraud.Event{
		event("future", -time.Hour, func(e *fraud.Event) { e.CustomerFriendlyName = "日本商事 🚀" }),
		event("minutes", 59*time.Minute+59*time.Second,
			func(e *fraud.Event) { e.CustomerFriendlyName = "Zoe\u0308" }),
		event("hours", 47*time.Hour+59*time.Minute,
			func(e *fraud.Event) { e.Status, e.Reason = "Resolved", "Fraud" }),
		event("days", 48*time.Hour, func(e *fraud.Event) {
			e.CustomerFriendlyName,
				e.CustomerTenantID = "", "tenant"
		}),
		event("nothing", 0, func(e *fraud.Event) { *e = fraud.Event{Key: e.Key} }),
	}, now, 0)
	const want = "" +
		"AGE  SEVERITY  STATUS          EVENT TYPE             CUSTOMER     EVENT TIME            " +
		"SUBSCRIPTION ID  EVENT ID\n" +
		"0m   High      Active          UsageAnomalyDetection  日本商事 🚀  2026-03-04T13:00:00Z  sub     " +
		"         future\n" +
		"59m  High      Active          UsageAnomalyDetection  Zoe\u0308          " +
		"2026-03-04T11:00:01Z  sub              minutes\n" +
		"47h  High      Resolved/Fraud  UsageAnomalyDetection  Fabrikam     2026-03-02T12:01:00Z  " +
		"sub              hours\n" +
		"2d   High      Active          UsageAnomalyDetection  tenant       2026-03-02T12:00:00Z  " +
		"sub              days\n" +
		"-    -         -               -                      -            -                     " +
		"sub              nothing\n"
	expect.Equal(t, "", strings.Split(want, "\n"), strings.Split(out.String(), "\n"))
}

func TestTable_CutsTextsButNoIDs(t *testing.T) {
	t.Parallel()
	long, id := strings.Repeat("商", 80), strings.Repeat("0123456789", 20)
	var out bytes.Buffer
	writeTable(&out, []fraud.Event{{Key: fraud.Key{SubscriptionID: id, EventID: id},
		CustomerFriendlyName: long}}, time.Now(), 0)
	expect.Contains(t, out.String(), strings.Repeat("商", 24)+"…", id+"  "+id)
	if strings.Contains(out.String(), strings.Repeat("商", 25)) {
		t.Errorf("a long name is not cut:\n%s", out.String())
	}
}

func TestLedger_LeavesTheDecisionOpen(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	writeLedger(&out, flags{}.drafts(cli.Environment{}, []fraud.Event{
		{
			Key:       fraud.Key{SubscriptionID: subscriptionA, EventID: `a"b\c`},
			EventTime: time.Date(2026, 1, 15, 0, 25, 45, 0, time.UTC), EventType: "UsageAnomalyDetection",
			Severity: "High", Status: "Active",
			DisplayName: "Unusual usage", CustomerFriendlyName: "Fabrikam, Inc.", CustomerTenantID: "tenant",
			SubscriptionName: "Azure plan",
		},
		{Key: fraud.Key{SubscriptionID: subscriptionA, EventID: "e2"}, Status: "Resolved",
			Reason: "Ignore", ResolvedBy: "kim@contoso.com"},
	}))
	const want = `# yaml-language-server: $schema=decisions.schema.json

fabrikam-inc-2026-01-15-3fbf0b8f:
  # High UsageAnomalyDetection: Unusual usage
  # Active, detected 2026-01-15T00:25:45Z
  # Customer: Fabrikam, Inc. (tenant)
  # Subscription: Azure plan
  subscription_id: "2a7064fb-1e33-4007-974e-352cb3f2c805"
  event_id: "a\"b\\c"
  status: Resolved
  reason: "" # Fraud, Ignore, or Legitimate
  ticket: ""
  decided_by: ""
  rationale: ""

event-c480125e:
  # -: -
  # Resolved/Ignore by kim@contoso.com, detected -
  # Customer: -
  # Subscription: -
  subscription_id: "2a7064fb-1e33-4007-974e-352cb3f2c805"
  event_id: "e2"
  status: Resolved
  reason: "" # Fraud, Ignore, or Legitimate
  ticket: ""
  decided_by: ""
  rationale: ""
`
	expect.Equal(t, "", strings.Split(want, "\n"), strings.Split(out.String(), "\n"))
}

// Nights are appended to one file. Whatever stood there is still what it was.
func TestLedger_CanBeAppended(t *testing.T) {
	t.Parallel()
	event := func(customer, id string) fraud.Event {
		return fraud.Event{Key: fraud.Key{SubscriptionID: subscriptionA, EventID: id},
			CustomerFriendlyName: customer}
	}
	file := "old:\n  subscription_id: " + subscriptionA + "\n  event_id: \"00123\"\n" +
		"  status: Resolved\n  reason: Fraud\n  rationale: a stolen key\n"
	for _, night := range [][]fraud.Event{
		nil,
		{event("Fabrikam", "e1"), event("Fabrikam", "e2"), event("no", "e3")},
		nil,
		{event("0042", "e4"), event("2026-01-02", "0042"), event("~", "1e3"),
			event("- a: b # c", "e: f # g")},
	} {
		var out bytes.Buffer
		writeLedger(&out, flags{}.drafts(cli.Environment{}, night))
		file += out.String()
	}
	report := decisions.Check([]byte(file), decisions.Rules{Evidence: decisions.DefaultEvidence()})
	if got, want := report.Summary(), "8 entries, 7 undecided, 0 findings"; got != want {
		t.Errorf("got %q, want %q: %v\n%s", got, want, report.Findings, file)
	}
	var alone bytes.Buffer
	writeLedger(&alone, nil)
	if first, _, _ := strings.Cut(alone.String(), "\n"); first != decisions.Modeline {
		t.Errorf("it begins with %q", first)
	}
	expect.Equal(t, "a quiet night alone", "0 entries, 0 undecided, 0 findings",
		decisions.Check(alone.Bytes(), decisions.Rules{}).Summary())
}

// An event keeps its key from night to night, whatever happens to it, and no other event has that
// key.
func TestLedgerKey(t *testing.T) {
	t.Parallel()
	e := fraud.Event{
		Key:                  fraud.Key{SubscriptionID: "SUB", EventID: "E1"},
		EventTime:            time.Date(2026, 1, 15, 23, 0, 0, 0, time.UTC),
		CustomerFriendlyName: " Müller & Söhne GmbH: 日本 # ", Status: "Active",
	}
	key := ledgerKey(e)
	if !strings.HasPrefix(key, "müller-söhne-gmbh-日本-2026-01-15-") {
		t.Errorf("key %q", key)
	}
	later := e
	later.SubscriptionID, later.EventID, later.Status = "sub", "e1", "Investigating"
	expect.Equal(t, "the later key", key, ledgerKey(later))
	other := e
	other.EventID = "E2"
	if ledgerKey(other) == key {
		t.Errorf("two events have the key %q", key)
	}
	plain := regexp.MustCompile(`^[\p{L}\p{Nd}]+(-[\p{L}\p{Nd}]+)+$`)
	for _, name := range []string{"", "123", "null", "~", "- -", "{}", "İ\u202e\x1b[31m\u2028",
		strings.Repeat("a ", 100)} {
		strange := fraud.Event{CustomerFriendlyName: name}
		if got := ledgerKey(strange); !plain.MatchString(got) || len([]rune(got)) > 60 {
			t.Errorf("%q: key %q", name, got)
		}
	}
	taken := map[string]bool{}
	for _, want := range []string{"a", "a-2", "a-3"} {
		if got := decisions.FreeKey("a", taken); got != want {
			t.Errorf("key %q, want %q", got, want)
		}
	}
}
