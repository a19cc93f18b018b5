// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostileAnswers are answers to a read of one budget that say nothing about it.
func hostileAnswers() map[string]emulator.Fault {
	const other = `{"amount":7,"attributes":{"objectType":"SpendingBudget"},"links":{"self":{"uri":` +
		`"/v1/customers/` + unknownCustomer + `/usagebudget"}}}`
	answers := map[string]emulator.Fault{
		"accepted": {Status: http.StatusAccepted, Empty: true}, "HTML": {HTML: true},
		"partial":          {Status: http.StatusPartialContent, Body: `{"amount":7}`},
		"redirect":         {Status: http.StatusTemporaryRedirect, Location: "https://evil.test/"},
		"another customer": {Body: other}, "a list": {Body: "[]"}, "a number": {Body: "7"},
		"another object": {Body: `{"message":"welcome"}`}, "truncated": {Truncate: true},
		"a huge exponent":    {Body: `{"amount":1e999999999}`},
		"text as the amount": {Body: `{"amount":"seven"}`}, "half": {Body: `{"amount":7`},
	}
	for name, answer := range answers {
		answer.Kind, answer.Times = emulator.KindBudget, -1
		answers[name] = answer
	}
	return answers
}

// within limits how long a call is repeated.
func within(time string) object {
	return object{"timeouts": object{"create": time, "read": time, "update": time, "delete": time}}
}

// TestUsageBudget_HostileReadsKeepTheState: what says nothing about the budget neither changes nor
// removes it in the state, and is never a reason to write.
func TestUsageBudget_HostileReadsKeepTheState(t *testing.T) {
	t.Parallel()
	for name, answer := range hostileAnswers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withUsage(t, "")
			session := newSessionOf(t, s, budgetTypeName)
			session.create(budgetOf(60, within("5s")))
			update, destroy := session.plan(budgetOf(61, within("5s"))), session.planDestroy()
			s.SetBudget(budgetCustomer, "75") // so that the records differ
			s.ResetCounts()
			s.AddFault(answer)
			for phase, found := range map[string]diagnostics{"refresh": session.refresh(),
				"update": session.applyAsPlanned(update), "destroy": session.applyAsPlanned(destroy)} {
				if !hasError(found) || len(found) != 1 {
					t.Errorf("%s: %+v, want an error", phase, found)
				}
			}
			session.expectState(object{"amount": int64(60)})
			expectEqual(t, "writes", 0, s.Count(emulator.KindSetBudget))

			s.ClearFaults()
			expectDiagnostics(t, session.refresh(),
				aWarning("Budget changed outside of Terraform", "amount", "75"))
			session.expectState(object{"amount": int64(75)})
		})
	}
}

// TestUsageBudget_AnswersToAWriteAreNotBelieved: whatever answers a write, the budget is read.
func TestUsageBudget_AnswersToAWriteAreNotBelieved(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]emulator.Fault{
		"null": {Body: "null"}, "accepted": {Status: http.StatusAccepted, Empty: true},
		"no content": {Status: http.StatusNoContent, Empty: true}, "HTML": {HTML: true},
		"another amount": {Body: `{"amount":1}`}, "lost": {Drop: true}, "truncated": {Truncate: true},
		"service failure": {Status: http.StatusInternalServerError},
	} {
		for _, done := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, done %t", name, done), func(t *testing.T) {
				t.Parallel()
				s := withUsage(t, "")
				answer := answer
				answer.Kind, answer.AfterEffect, answer.Times = emulator.KindSetBudget, done, -1
				session := newSessionOf(t, s, budgetTypeName)
				takesEffect := done || answer.Truncate // truncated answers follow the effect, too
				limit := "5s"
				if takesEffect {
					limit = "30s" // never reached, even on a busy machine
				}
				p := session.plan(budgetOf(60, within(limit)))
				s.AddFault(answer)
				found := session.applyAsPlanned(p)
				if takesEffect {
					expectDiagnostics(t, found)
					session.expectState(object{"amount": int64(60)})
					expectBudget(t, s, "60")
					expectEqual(t, "writes", 1, s.Count(emulator.KindSetBudget))
					return
				}
				if !hasError(found) {
					t.Error("a write that was not made passed for one")
				}
				session.expectNoState()
				expectBudget(t, s, "")
			})
		}
	}
}

// TestUsageRecords_HostileListings: a part of a listing does not pass for the whole, neither in the
// data source nor as a reason to drop a budget from the state.
func TestUsageRecords_HostileListings(t *testing.T) {
	t.Parallel()
	const again = `{"items":[{"id":"` + unknownCustomer + `"}],"links":{"next":{"uri":` +
		`"/customers/usagerecords?seekOperation=Next","headers":[{"key":"MS-ContinuationToken",` +
		`"value":"1"}]}}}`
	for name, test := range map[string]struct {
		answer emulator.Fault
		empty  bool // an empty list, which is not an error of the data source
	}{
		"a next link to itself": {answer: emulator.Fault{Body: again}},
		"null":                  {emulator.Fault{Body: "null"}, true},
		"no content":            {emulator.Fault{Status: http.StatusNoContent, Empty: true}, true},
		"empty":                 {emulator.Fault{Body: `{"ITEMS":[],"TotalCount":9}`}, true},
		"accepted":              {answer: emulator.Fault{Status: http.StatusAccepted, Empty: true}},
		"HTML":                  {answer: emulator.Fault{HTML: true}},
		"no list":               {answer: emulator.Fault{Body: `{"totalCount":0}`}},
		"numbers as text":       {answer: emulator.Fault{Body: `[{"id":"x","totalCost":"much"}]`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withUsage(t, "")
			session := newSessionOf(t, s, budgetTypeName)
			session.create(budgetOf(60))
			test.answer.Kind, test.answer.Times = emulator.KindUsageRecords, -1
			s.AddFault(test.answer)
			state, _, found := configuredClient(t, s).readData(usageRecords, object{}, false)
			if hasError(found) == test.empty {
				t.Errorf("the data source has %v and says %+v", state, found)
			}
			p := session.plan(budgetOf(60))
			if strings.Contains(fmt.Sprint(p.diagnostics), "Budget") {
				t.Errorf("the plan says %+v", p.diagnostics)
			}
			session.expectState(object{"amount": int64(60)})
		})
	}
}
