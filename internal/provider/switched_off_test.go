// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// noAnswer is an answer to a listing that says nothing about events, and what its error says.
type noAnswer struct {
	fault emulator.Fault
	says  string
}

func noAnswers() map[string]noAnswer {
	answers := map[string]noAnswer{
		"404 with code 1000": {emulator.Fault{Status: http.StatusNotFound, Code: "1000"},
			"`base_url`"},
		"404 without a body": {emulator.Fault{Status: http.StatusNotFound, Empty: true},
			"`base_url`"},
		"404 of another server": {emulator.Fault{Status: http.StatusNotFound, HTML: true}, "`base_url`"},
		"404 of the gateway": {emulator.Fault{Status: http.StatusNotFound,
			Body: `{"statusCode":404,"message":"Resource not found"}`}, "`base_url`"},
		"200 without a body": {emulator.Fault{Status: http.StatusOK, Empty: true}, "HTTP 200"},
		"200 with a page":    {emulator.Fault{Status: http.StatusOK, HTML: true}, "`base_url`"},
		"200 with another shape": {emulator.Fault{Status: http.StatusOK, Body: `{"ok":true}`},
			"HTTP 200"},
	}
	for _, status := range []int{201, 202, 203, 205, 206, 207, 208, 226} {
		for body, fault := range map[string]emulator.Fault{"an empty list": {Status: status, Body: "[]"},
			"no body": {Status: status, Empty: true}} {
			answers[fmt.Sprintf("%d with %s", status, body)] = noAnswer{fault, fmt.Sprintf("HTTP %d", status)}
		}
	}
	return answers
}

// switchedOff makes every listing end so.
func switchedOff(s *emulator.Server, fault emulator.Fault) {
	fault.Kind, fault.Times = emulator.KindList, -1
	s.AddFault(fault)
}

// The day the API is switched off must be loud everywhere, and so must be every half answer: nobody
// may conclude that there is nothing to do.
func TestSwitchedOff_NothingEndsAsNothingThere(t *testing.T) {
	t.Parallel()
	once := map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"}
	unlisted := object{"allow_unlisted": true}
	data := func(typeName string, config object) func(*testing.T, *emulator.Server) diagnostics {
		return func(t *testing.T, s *emulator.Server) diagnostics {
			t.Helper()
			_, _, said := configuredClient(t, s, once).readData(typeName, config, false)
			return said
		}
	}
	ofA := object{"subscription_id": subscriptionA}
	ways := map[string]func(*testing.T, *emulator.Server) diagnostics{
		"events":         data(fraudEventsType, nil),
		"events of one":  data(fraudEventsType, ofA),
		"summary":        data("partnercenter_fraud_event_summary", nil),
		"summary of one": data("partnercenter_fraud_event_summary", ofA),
		"one event": data("partnercenter_fraud_event",
			object{"subscription_id": subscriptionA, "event_id": "e1"}),
		"a plan": func(t *testing.T, s *emulator.Server) diagnostics {
			return newSession(t, s, once).plan(decide("e1", "Resolved", "Fraud")).diagnostics
		},
		"a plan of what need not be listed": func(t *testing.T, s *emulator.Server) diagnostics {
			return newSession(t, s, once).plan(decide("e1", "Resolved", "Fraud").with(unlisted)).diagnostics
		},
		"a plan of many": func(t *testing.T, s *emulator.Server) diagnostics {
			config := decideAll(decisions{"e1": object{"status": "Resolved", "reason": "Fraud"}}).with(
				unlisted)
			return newPluralSession(t, s, once).plan(config).diagnostics
		},
		"an import": func(t *testing.T, s *emulator.Server) diagnostics {
			return newSession(t, s, once).importByID(subscriptionA + "/e1")
		},
		"a query": func(t *testing.T, s *emulator.Server) diagnostics {
			return only(t, configuredClient(t, s, once).list(listRequest{limit: 100}))
		},
		"a query of one": func(t *testing.T, s *emulator.Server) diagnostics {
			return only(t, configuredClient(t, s,
				once).list(listRequest{config: ofA, limit: 100}))
		},
		"an action's plan": func(t *testing.T, s *emulator.Server) diagnostics {
			return configuredClient(t, s, once).planAction(ignoring(everything()))
		},
		"an action": func(t *testing.T, s *emulator.Server) diagnostics {
			return invoke(t, s, ignoring(everything()), once).diagnostics
		},
		"an action by name": func(t *testing.T, s *emulator.Server) diagnostics {
			return invoke(t, s, ignoring(named("e1")), once).diagnostics
		},
	}
	for name, answer := range noAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			switchedOff(s, answer.fault)
			for _, way := range slices.Sorted(maps.Keys(ways)) {
				expectLoud(t, way, ways[way](t, s), answer.says)
			}
			expectWrites(t, s, 0)
		})
	}
}

// What is in state stays as it is, and the plan is an error.
func TestSwitchedOff_StateStays(t *testing.T) {
	t.Parallel()
	answers := noAnswers()
	for name, fault := range map[string]emulator.Fault{
		"401": {Status: 401, Code: "800001"}, "403": {Status: 403, Code: "900150"}, "500": {Status: 500},
		"400": {Status: 400, Code: "3000"}, "another 404": {Status: 404, Code: "4711"},
		"half an answer": {Truncate: true}, "no collection": {Body: `{"error":"x"}`},
	} {
		answers[name] = noAnswer{fault, "List fraud events"}
	}
	for name, answer := range answers {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"), event("e2"))
			session := f.start(t, s, map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"})
			config := f.decide(isFraud, reactivating(), acceptUnlisted())
			session.create(config)
			before := session.state()
			switchedOff(s, answer.fault)
			expectLoud(t, "refresh", session.refresh(), answer.says)
			expectLoud(t, "plan", session.plan(config).diagnostics, answer.says)
			session.expectState(before)
			expectWrites(t, s, 1)
		})
	}
}

func expectLoud(t *testing.T, way string, said diagnostics, words string) {
	t.Helper()
	if !hasError(said) {
		t.Errorf("%s: no error, it says %v", way, said)
		return
	}
	if text := fmt.Sprint(said); !strings.Contains(text, words) {
		t.Errorf("%s does not say %q: %s", way, words, text)
	}
}

// A subscription that is gone is no such case, once the address has answered: its events are
// unlisted.
func TestSwitchedOff_ASubscriptionThatIsGoneIsNot(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"code 1000":  {Status: http.StatusNotFound, Code: "1000"},
		"no body":    {Status: http.StatusNotFound, Empty: true},
		"code 20003": {Status: http.StatusNotFound, Code: "20003"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "e3"))
			session := newSession(t, s)
			session.create(decide("e1", "Resolved", "Fraud"))
			fault.Kind = emulator.KindList // only the next one: the listing of the tenant goes well
			s.AddFault(fault)
			expectDiagnostics(t, session.refresh(), aWarning(allVanished, "", subscriptionA, "credentials"))
			s.AddFault(fault)
			if events := configuredClient(t,
				s).events(object{"subscription_id": subscriptionA}); len(events) != 0 {
				t.Errorf("got %v", events)
			}
		})
	}
}
