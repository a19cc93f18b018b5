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

// noAnswer is an answer to a listing without information about events, and its error.
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
			name := fmt.Sprintf("%d with %s", status, body)
			answers[name] = noAnswer{fault, fmt.Sprintf("HTTP %d", status)}
		}
	}
	return answers
}

// once is a provider without retries.
func once() map[string]string { return map[string]string{"PARTNERCENTER_MAX_RETRIES": "0"} }

// switchedOff makes every listing end like this.
func switchedOff(s *emulator.Server, fault emulator.Fault) {
	fault.Kind, fault.Times = emulator.KindList, -1
	s.AddFault(fault)
}

// A disabled API must be reported everywhere, and so must every incomplete answer: nobody may
// conclude that there is nothing to do.
func TestSwitchedOff_NothingEndsAsNothingThere(t *testing.T) {
	t.Parallel()
	type ask = func(*testing.T, *emulator.Server, *protocolClient) diagnostics
	data := func(typeName string, config object) ask {
		return func(_ *testing.T, _ *emulator.Server, c *protocolClient) diagnostics {
			_, _, said := c.readData(typeName, config, false)
			return said
		}
	}
	plan := func(f form, options object) ask {
		return func(_ *testing.T, _ *emulator.Server, c *protocolClient) diagnostics {
			_, said := c.planCreate(f.typeName, f.decide(isFraud, options))
			return said
		}
	}
	query := func(config object) ask {
		return func(t *testing.T, _ *emulator.Server, c *protocolClient) diagnostics {
			return only(t, c.list(listRequest{config: config, limit: 100}))
		}
	}
	action := func(config object) ask {
		return func(_ *testing.T, _ *emulator.Server, c *protocolClient) diagnostics {
			return c.invokeAction(config).diagnostics
		}
	}
	ofA := object{"subscription_id": subscriptionA}
	ways := map[string]ask{
		"events": data(fraudEventsType, nil), "events of one": data(fraudEventsType, ofA),
		"summary":        data("partnercenter_fraud_event_summary", nil),
		"summary of one": data("partnercenter_fraud_event_summary", ofA),
		"one event":      data("partnercenter_fraud_event", ofA.with(object{"event_id": "e1"})),
		"a query":        query(nil), "a query of one": query(ofA),
		"a plan": plan(forms()[0], nil), "a plan of many": plan(forms()[1], acceptUnlisted()),
		"a plan of what need not be listed": plan(forms()[0], acceptUnlisted()),
		"an import": func(_ *testing.T, s *emulator.Server, _ *protocolClient) diagnostics {
			return newSession(t, s, once()).importByID(subscriptionA + "/e1")
		},
		"an action's plan": func(_ *testing.T, _ *emulator.Server, c *protocolClient) diagnostics {
			return c.planAction(ignoring(everything()))
		},
		"an action": action(ignoring(everything())), "an action by name": action(ignoring(named("e1"))),
	}
	for name, answer := range noAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"), event("e2"))
			switchedOff(s, answer.fault)
			for _, way := range slices.Sorted(maps.Keys(ways)) {
				expectLoud(t, way, ways[way](t, s, configuredClient(t, s, once())), answer.says)
			}
			expectWrites(t, s, 0)
		})
	}
}

// The state stays unchanged, and the plan is an error.
func TestSwitchedOff_StateStays(t *testing.T) {
	t.Parallel()
	answers := noAnswers()
	for name, fault := range map[string]emulator.Fault{
		"401": {Status: 401, Code: "800001"}, "403": {Status: 403, Code: "900150"}, "500": {Status: 500},
		"400": {Status: 400, Code: "3000"}, "another 404": {Status: 404, Code: "4711"},
		"half an answer": {Truncate: true}, "no collection": {Body: `{"error":"x"}`},
	} {
		answers[name] = noAnswer{fault, "Could not list fraud events"}
	}
	for name, answer := range answers {
		forEachForm(t, name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"), event("e2"))
			session := f.start(t, s, once())
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
