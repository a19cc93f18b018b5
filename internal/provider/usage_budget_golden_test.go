// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// documentedCodes are all codes of docs-dev/api.md, Error codes, that a call can end with at once.
// The service has no others for budgets and usage.
func documentedCodes() []emulator.Fault {
	var all []emulator.Fault
	for _, one := range []struct {
		status int
		codes  string
	}{
		{http.StatusUnauthorized, "400 800001 900420 900421 10001"},
		{http.StatusForbidden, "2032 900150 900308 20002 900309 900329"},
		{http.StatusBadRequest, "3000 800002 900126"},
		{http.StatusNotFound, "1000 20003 800111 60003"},
	} {
		for code := range strings.FieldsSeq(one.codes) {
			all = append(all, emulator.Fault{Status: one.status, Code: code, Times: -1,
				Description: "The words of Partner Center."})
		}
	}
	return all
}

// inOrder ranges over a map in the order of its keys, as a golden file needs.
func inOrder[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, name := range slices.Sorted(maps.Keys(m)) {
			if !yield(name, m[name]) {
				return
			}
		}
	}
}

// budgetCase is a part of a life of a budget: it returns what the provider says.
type budgetCase func(t *testing.T, s *emulator.Server, say func(phase string, ds diagnostics))

// TestUsageBudgetMessages_Golden shows what the resource and the data sources say: for mistakes,
// surprises, and every documented error code.
func TestUsageBudgetMessages_Golden(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	title := ""
	add := func(name string, run budgetCase) {
		cases = append(cases, goldenCase{title, name, func(t *testing.T) string {
			t.Helper()
			var said strings.Builder
			run(t, withUsage(t, ""), func(phase string, ds diagnostics) {
				said.WriteString(ds.text(phase))
			})
			if said.Len() == 0 {
				t.Error("nothing was said")
			}
			return said.String()
		}})
		title = ""
	}
	title = "# Mistakes\n\n"
	addBudgetMistakes(add)
	title = "# Another budget\n\n"
	addOtherBudgets(add)
	title = "# Answers\n\n"
	addBudgetAnswers(add)
	for _, call := range []struct {
		heading, phase, kind string
		run                  func(*testing.T, *emulator.Server) diagnostics
	}{
		{"Reading a budget", "apply", emulator.KindBudget, applyBudget},
		{"Setting a budget", "apply", emulator.KindSetBudget, applyBudget},
		{"Reading usage", "read", emulator.KindUsageRecords, readUsage(usageRecords)},
		{"Reading the summary", "read", emulator.KindUsageSummary, readUsage(usageSummary)},
	} {
		title = "# " + call.heading + "\n\n"
		for _, fault := range documentedCodes() {
			fault.Kind = call.kind
			add(fmt.Sprintf("%s: %d/%s", call.heading, fault.Status, fault.Code),
				func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
					t.Helper()
					s.AddFault(fault)
					say(call.phase, call.run(t, s))
				})
		}
	}
	compareCases(t, "usage_budgets.golden", cases)
}

func applyBudget(t *testing.T, s *emulator.Server) diagnostics {
	t.Helper()
	session := newSessionOf(t, s, budgetTypeName)
	return session.apply(session.plan(budgetOf(60)))
}

func readUsage(typeName string) func(*testing.T, *emulator.Server) diagnostics {
	return func(t *testing.T, s *emulator.Server) diagnostics {
		t.Helper()
		_, _, found := configuredClient(t, s).readData(typeName, object{}, false)
		return found
	}
}

func addBudgetMistakes(add func(string, budgetCase)) {
	for name, config := range inOrder(map[string]object{
		"zero": budgetOf(0), "negative": budgetOf(-1), "no GUID": budgetOf(1,
			object{"customer_tenant_id": "contoso.com"}),
		"no duration": budgetOf(1, object{"timeouts": object{"create": "soon"}}),
	}) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			say("validate", newSessionOf(t, s, budgetTypeName).plan(config).diagnostics)
		})
	}
	add("a third", func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
		t.Helper()
		third := budgetOf(exact(t, "3."+strings.Repeat("3", 60)))
		say("validate", newSessionOf(t, s, budgetTypeName).plan(third).diagnostics)
	})
	add("a negative percentage", func(t *testing.T, s *emulator.Server,
		say func(string, diagnostics)) {
		t.Helper()
		say("validate", configuredClient(t, s).validateData(usageRecords,
			object{"percent_used_at_least": -0.5}))
	})
	for name, id := range inOrder(map[string]string{"import of no GUID": "contoso.com",
		"import of no budget": budgetCustomer, "import of an unknown customer": unknownCustomer}) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			say("import", newSessionOf(t, s, budgetTypeName).importByID(id))
		})
	}
	for name, environment := range inOrder(map[string]map[string]string{
		"another cloud": {"PARTNERCENTER_ENVIRONMENT": "china"},
		"read-only":     {"PARTNERCENTER_READ_ONLY": "true"},
	}) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			session := newSessionOf(t, s, budgetTypeName, environment)
			p := session.plan(budgetOf(60))
			say("plan", p.diagnostics)
			if !hasError(p.diagnostics) {
				say("apply", session.apply(p))
			}
		})
	}
}

func addOtherBudgets(add func(string, budgetCase)) {
	consent := object{"allow_overwrite": true}
	for name, config := range inOrder(map[string]object{"exists": budgetOf(60),
		"exists, and is overwritten": budgetOf(60, consent)}) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			s.SetBudget(budgetCustomer, "50")
			say("plan", newSessionOf(t, s, budgetTypeName).plan(config).diagnostics)
		})
	}
	add("appears after the plan", func(t *testing.T, s *emulator.Server,
		say func(string, diagnostics)) {
		t.Helper()
		session := newSessionOf(t, s, budgetTypeName)
		p := session.plan(budgetOf(60))
		s.SetBudget(budgetCustomer, "50")
		say("apply", session.applyAsPlanned(p))
	})
	for name, amount := range inOrder(map[string]string{"changed in the portal": "70.5",
		"set to 0 in the portal": "0", "removed in the portal": ""}) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			session, later := newSessionOf(t, s, budgetTypeName), newSessionOf(t, s, budgetTypeName)
			session.create(budgetOf(60))
			later.create(budgetOf(60)) // adopts it
			update, destroy := session.plan(budgetOf(61)), session.planDestroy()
			s.SetBudget(budgetCustomer, amount)
			say("apply", session.applyAsPlanned(update))
			say("destroy", session.applyAsPlanned(destroy))
			say("refresh", later.refresh())
		})
	}
	add("stays at destroy", func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
		t.Helper()
		session := newSessionOf(t, s, budgetTypeName)
		session.create(budgetOf(60, object{"keep_on_destroy": true}))
		say("plan", session.planDestroy().diagnostics)
	})
}

// addBudgetAnswers adds writes that end in another way than planned.
func addBudgetAnswers(add func(string, budgetCase)) {
	failing := func(name string, faults ...emulator.Fault) {
		add(name, func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
			t.Helper()
			session := newSessionOf(t, s, budgetTypeName)
			p := session.plan(budgetOf(60))
			for _, fault := range faults {
				s.AddFault(fault)
			}
			say("apply", session.applyAsPlanned(p))
		})
	}
	set := emulator.KindSetBudget
	failing("service failure", emulator.Fault{Kind: set, Status: 500, Code: "800003",
		Times: -1})
	failing("not implemented", emulator.Fault{Kind: set, Status: 501, Code: "0"})
	failing("HTML", emulator.Fault{Kind: emulator.KindBudget, HTML: true, Status: 200, Times: -1})
	failing("the budget of another customer", emulator.Fault{Kind: emulator.KindBudget,
		Body: `{"amount":1,"links":{"self":{"uri":"/v1/customers/` + unknownCustomer + `/x"}}}`})
	failing("lost, and unreadable afterwards", emulator.Fault{Kind: set, Drop: true},
		emulator.Fault{Kind: emulator.KindBudget, Skip: 1, Status: 400, Code: "3000", Times: -1})
	add("rounded", func(t *testing.T, s *emulator.Server, say func(string, diagnostics)) {
		t.Helper()
		s.SetBehaviour(func(b *emulator.Behaviour) { b.BudgetDecimals = 1 })
		session := newSessionOf(t, s, budgetTypeName)
		say("apply", session.apply(session.plan(budgetOf(exact(t, "60.25")))))
	})
	add("a budget of 0 in a query", func(t *testing.T, s *emulator.Server,
		say func(string, diagnostics)) {
		t.Helper()
		s.SetBudget(budgetCustomer, "0")
		say("query", configuredClient(t, s).queryBudgets(0))
	})
	add("more budgets than listed", func(t *testing.T, s *emulator.Server,
		say func(string, diagnostics)) {
		t.Helper()
		s.SetUsage(emulator.CustomerUsage{CustomerTenantID: budgetCustomerID(1), Budget: "5"},
			emulator.CustomerUsage{CustomerTenantID: budgetCustomerID(2), Budget: "6"})
		say("query", configuredClient(t, s).queryBudgets(1))
	})
}

// queryBudgets returns what a query of budgets says.
func (c *protocolClient) queryBudgets(limit int64) (said diagnostics) {
	for _, one := range c.list(listRequest{typeName: budgetTypeName, limit: limit}) {
		said = append(said, one.diagnostics...)
	}
	return said
}
