// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	subscriptionA = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	subscriptionB = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
)

// inject adds an event to the emulator, detected that long ago.
func inject(server *emulator.Server, id string, detected time.Duration,
	change ...func(*emulator.Event)) {
	e := emulator.NewEvent(subscriptionA, id)
	e.EventTime = time.Now().Add(-detected).UTC().Format("2006-01-02T15:04:05.999")
	for _, c := range change {
		c(&e)
	}
	server.Inject(e)
}

func withStatus(status, reason string) func(*emulator.Event) {
	return func(e *emulator.Event) { e.EventStatus, e.ResolvedReason = status, reason }
}

// night returns a tenant with an event of every status, some of them old.
func night(t *testing.T) *emulator.Server {
	t.Helper()
	server := startEmulator(t)
	inject(server, "old-active", 30*time.Hour)
	inject(server, "old-investigating", 40*time.Hour, withStatus("Investigating", "None"))
	inject(server, "old-resolved", 50*time.Hour, withStatus("Resolved", "Fraud"))
	inject(server, "new-active", time.Hour, func(e *emulator.Event) {
		e.SubscriptionID, e.Severity, e.EventType = subscriptionB, "High", "UsageAnomalyDetection"
		e.CustomerTenantID, e.ValueAddedResellerTenantID = subscriptionB, subscriptionB
		e.IsTest = true
	})
	return server
}

// listed returns the ids in the session's JSON output, in order.
func (s *session) listed(t *testing.T) []string {
	t.Helper()
	var events []struct {
		ID string `json:"event_id"`
	}
	expect.NoError(t, json.Unmarshal(s.out.Bytes(), &events))
	ids := []string{}
	for _, e := range events {
		ids = append(ids, e.ID)
	}
	return ids
}

func TestEvents_FiltersAreThoseOfTheDataSource(t *testing.T) {
	t.Parallel()
	server := night(t)
	at := func(ago time.Duration) string { return time.Now().Add(-ago).Format(time.RFC3339) }
	all := []string{"new-active", "old-active", "old-investigating", "old-resolved"}
	for _, test := range []struct {
		args string
		want []string
	}{
		{"", all},
		{"--subscription-id " + strings.ToUpper(subscriptionB), all[:1]},
		{"--status active", all[:2]},
		{"--status Investigating --status Resolved", all[2:]},
		{"--status Investigating,Resolved", all[2:]},
		{"--event-type usageanomalydetection", all[:1]},
		{"--event-type NotKnownYet", []string{}},
		{"--severity Medium", all[1:]},
		{"--severity Medium,high", all},
		{"--customer-tenant-id " + subscriptionB, all[:1]},
		{"--value-added-reseller-tenant-id " + subscriptionB, all[:1]},
		{"--detected-after " + at(35*time.Hour), all[:2]},
		{"--detected-before " + at(35*time.Hour), all[2:]},
		{"--is-test", all[:1]},
		{"--is-test=false", all[1:]},
		{"--status Active --severity High", all[:1]},
		{"--subscription-id 00000000-0000-0000-0000-000000000001", []string{}},
	} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events -o json "+test.args)
		expect.Equal(t, test.args, test.want, s.listed(t))
		s.wantNoSecret(t, s.said())
	}
}

// A request for waiting events omits the resolved ones, unless it names a status.
func TestEvents_AgeAndExitStatus(t *testing.T) {
	t.Parallel()
	server := night(t)
	at := func(ago time.Duration) string { return time.Now().Add(-ago).Format(time.RFC3339) }
	for _, test := range []struct {
		args   string
		want   []string
		status int
	}{
		{"--older-than 24h", []string{"old-active", "old-investigating"}, exitOK},
		{"--older-than 1d", []string{"old-active", "old-investigating"}, exitOK},
		{"--older-than 1d12h", []string{"old-investigating"}, exitOK},
		{"--older-than 24h --status Resolved", []string{"old-resolved"}, exitOK},
		{"--older-than 24h --detected-before " + at(35*time.Hour), []string{"old-investigating"}, exitOK},
		{"--older-than 35h --detected-before " + at(time.Minute), []string{"old-investigating"}, exitOK},
		{"--older-than 0s", []string{"new-active", "old-active", "old-investigating"}, exitOK},
		{"--exit-code", []string{"new-active", "old-active", "old-investigating"}, exitFound},
		{"--exit-code --status Resolved", []string{"old-resolved"}, exitFound},
		{"--exit-code --older-than 24h", []string{"old-active", "old-investigating"}, exitFound},
		{"--exit-code --older-than 7d", []string{}, exitOK},
		{"--exit-code --older-than 24h --is-test", []string{}, exitOK},
	} {
		s := newSession(t, server, nil)
		s.ends(t, test.status, "events -o json "+test.args)
		expect.Equal(t, test.args, test.want, s.listed(t))
	}
}

// A gate must not pass because Partner Center returns a new value.
func TestEvents_GateOverlooksNothing(t *testing.T) {
	t.Parallel()
	for _, change := range map[string]func(*emulator.Event){
		"no event time":  func(e *emulator.Event) { e.EventTime = "" },
		"a status to be": withStatus("Escalated", "None"),
	} {
		server := startEmulator(t)
		inject(server, "strange", 30*time.Hour, change)
		s := newSession(t, server, nil)
		s.ends(t, exitFound, "events --older-than 24h --exit-code")
		expect.Contains(t, s.out.String(), "strange")
	}
}

func TestEvents_EmptyInEveryForm(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for form, want := range map[string]string{"table": "", "json": "[]\n",
		"ledger": "# yaml-language-server: $schema=decisions.schema.json\n\n# No fraud events match.\n"} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events --exit-code -o "+form)
		expect.Equal(t, form, want, s.out.String())
		if said := strings.HasPrefix(s.errors.String(),
			"No fraud events match.\n"); said != (form == "table") {
			t.Errorf("%s: standard error %q", form, s.errors.String())
		}
	}
}

// As in the data source, a subscription that Partner Center does not know has no events, but a
// typing mistake must be visible.
func TestEvents_AnUnknownSubscriptionIsPointedOut(t *testing.T) {
	t.Parallel()
	server := night(t)
	subscription := server.Events()[0].SubscriptionID
	for _, gone := range []bool{false, true} {
		if gone {
			server.RemoveSubscription(subscription)
		}
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events --severity Low --exit-code --subscription-id", subscription)
		expect.Equal(t, fmt.Sprint("gone: ", gone), gone,
			strings.Contains(s.errors.String(), "Warning: Partner Center does not know subscription "+
				subscription))
	}
}

// The command only reads, so it works with read_only.
func TestEvents_NeverWrites(t *testing.T) {
	t.Parallel()
	server := night(t)
	for _, readOnly := range []string{"", "true"} {
		for _, form := range []string{"table", "json", "ledger"} {
			s := newSession(t, server, map[string]string{"READ_ONLY": readOnly})
			s.ends(t, exitOK, "events -o "+form)
			if s.out.Len() == 0 || s.errors.Len() != 0 {
				t.Error(s.said())
			}
		}
	}
	expect.Equal(t, "writes", 0, server.Count(emulator.KindUpdate))
}

// A filter that the classic model cannot apply matches nothing, which a gate would take for
// "nothing open".
func TestEvents_ClassicModelRefusesFiltersThatItLacks(t *testing.T) {
	t.Parallel()
	server := night(t)
	classic := map[string]string{"NEW_EVENTS_MODEL": "false"}
	for _, filter := range []string{"--event-type UsageAnomalyDetection", "--severity High",
		"--value-added-reseller-tenant-id " + subscriptionB, "--is-test"} {
		s := newSession(t, server, classic)
		s.ends(t, exitFailure, "events --exit-code "+filter)
		expect.Contains(t, s.errors.String(), strings.Fields(filter)[0], "new events model")
	}
	s := newSession(t, server, classic)
	s.ends(t, exitOK, "events -o json --is-test=false --status Active")
	expect.Equal(t, "listed", []string{"old-active"}, s.listed(t))
}

func TestEvents_HelpSaysWhatIsListedAndTheExitStatus(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	s.ends(t, exitOK, "events --help")
	expect.Contains(t, s.out.String(), "it omits resolved events",
		"Exit status: 0, or with --exit-code 2")
}
