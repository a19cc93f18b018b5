// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// named returns a watcher that knows one event, whose alert is called "alert".
func named(api string) *watcher {
	e := emulator.NewEvent(plannedEvent[:36], plannedEvent)
	e.GraphID = "alert"
	w := &watcher{names: &naming{}}
	w.names.add(e)
	w.speak(api)
	return w
}

// One change of an alert, alone or in a batch, is one write.
func TestOracle_ReadsTheWritesOfGraph(t *testing.T) {
	t.Parallel()
	const path = "/security/partner/securityAlerts/"
	patch := func(id, body string) emulator.Request {
		return emulator.Request{Kind: emulator.KindUpdateAlert, Method: http.MethodPatch,
			Path: "/beta" + path + id, Body: body}
	}
	batch := func(parts ...string) emulator.Request {
		return emulator.Request{Kind: emulator.KindBatch, Method: http.MethodPost,
			Body: `{"requests":[` + strings.Join(parts, ",") + `]}`}
	}
	const part = `{"id":"1","method":"PATCH","url":"` + path + `alert","body":{"status":"active"}}`
	fraud := standing{resolved, "Fraud"}
	for name, test := range map[string]struct {
		request   emulator.Request
		target    standing
		malformed string // a part of it
	}{
		"a decision": {patch("alert", `{"status":"resolved","resolvedReason":"fraud"}`), fraud, ""},
		"a batch":    {batch(part), standing{Status: active}, ""},
		"a reason without a decision": {patch("alert", `{"status":"active","resolvedReason":"fraud"}`),
			standing{active, "Fraud"}, "reason"},
		"a decision without a reason": {patch("alert", `{"status":"resolved"}`),
			standing{Status: resolved}, "reason"},
		"the id of the other API": {patch(plannedEvent, `{"status":"active"}`),
			standing{Status: active}, "no alert"},
		"another method": {batch(strings.Replace(part, "PATCH", "DELETE", 1)),
			standing{Status: active}, "method"},
		"no JSON": {patch("alert", `{`), standing{}, "JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := named(graph).readAlertWrites(test.request)
			expect.Equal(t, "writes", 1, len(all))
			expect.Equal(t, "target", test.target, all[0].target)
			if got := all[0].malformed; !strings.Contains(got, test.malformed) ||
				(got == "") != (test.malformed == "") {
				t.Errorf("malformed is %q, want %q", got, test.malformed)
			}
			if test.malformed == "" {
				expect.Equal(t, "event", plannedEvent, all[0].ids[0])
				expect.Equal(t, "subscription", plannedEvent[:36], all[0].subscription)
			}
		})
	}
	two := named(graph).readAlertWrites(batch(part, strings.Replace(part, "1", "2", 1)))
	expect.Equal(t, "writes of a batch", 2, len(two))
}

func TestOracle_AListingOfGraphBeginsWithoutAToken(t *testing.T) {
	t.Parallel()
	for query, looks := range map[string]int{"": 1, "$filter=subscriptionId eq 'another'": 0,
		"$filter=subscriptionId eq '" + plannedEvent[:36] + "' and status eq 'active'": 1,
		"$skiptoken=abc": 0, "$skip=5": 0} {
		values, err := url.ParseQuery(query)
		expect.NoError(t, err)
		w, r := named(graph), &run{}
		w.heard(emulator.Request{Kind: emulator.KindListAlerts, Status: http.StatusOK, Query: values})
		w.end(r)
		seen := r.looksBefore(write{at: time.Now(), subscription: plannedEvent[:36]})
		expect.Equal(t, query, looks, len(seen))
	}
}

func TestOracle_NoticesCallsOfTheOtherAPI(t *testing.T) {
	t.Parallel()
	for _, api := range []string{partnerCenter, graph} {
		for kind, about := range kinds() {
			w, o := named(api), planned()
			w.look, o.again = func(time.Time) {}, nil
			w.heard(emulator.Request{Kind: kind})
			w.end(o.planning)
			expect.Equal(t, kind+" with "+api, about.api != api, len(foreignCalls(o)) > 0)
		}
	}
}

func TestOracle_NoticesWhatTheOtherAPIDoesToAState(t *testing.T) {
	t.Parallel()
	const refusal = "Error: Fraud event recorded with another API"
	for name, test := range map[string]struct {
		run   run
		after string
		want  int
	}{
		"a refusal":                {run{exit: 1, output: refusal}, "state", 0},
		"a success":                {run{}, "state", 1},
		"another error":            {run{exit: 1, output: "Error: Something else"}, "state", 1},
		"a write":                  {run{exit: 1, output: refusal, writes: []write{{}}}, "state", 1},
		"a decision that has left": {run{exit: 1, output: refusal}, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := planned()
			o.otherAPI = &attempt{run: &test.run, before: []byte("state"), after: []byte(test.after)}
			expect.Equal(t, "broken", test.want, len(foreignStates(o)))
		})
	}
}

// Each API has a line in the audit log that names it.
func TestOracle_ALineOfTheAuditLogNamesItsAPI(t *testing.T) {
	t.Parallel()
	open := standing{Status: active}
	for _, api := range []string{partnerCenter, graph} {
		for _, said := range []string{"", graph} {
			o := watched(intent{action: "create", target: open}, open, open)
			o.game.config.api = api
			o.audit = []auditLine{{Phase: "apply", EventID: plannedEvent, API: said,
				To: (*lineStatus)(&open), Result: "written"}}
			expect.Equal(t, api+" as "+said, (api == graph) != (said == graph),
				len(untrueAuditLines(o)) > 0)
		}
	}
}

// The configuration has the ids of its API, apart from the attempt with only another API.
func TestConfig_HasTheIDsOfItsAPI(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		api    string
		oldIDs bool
		want   string
	}{{partnerCenter, false, plannedEvent}, {graph, false, "alert"}, {partnerCenter, true, "alert"},
		{graph, true, plannedEvent}} {
		c := &config{api: test.api, oldIDs: test.oldIDs, names: named(test.api).names}
		expect.Equal(t, "id", test.want, c.id(plannedEvent))
	}
	c := &config{api: partnerCenter, names: named(graph).names}
	expect.Equal(t, "an alert is no event of Partner Center", "alert", c.event("alert"))
	c.api = graph
	expect.Equal(t, "event", plannedEvent, c.event("alert"))
}
