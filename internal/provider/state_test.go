// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// upgradeCase is a resource whose state is stored.
type upgradeCase struct {
	typeName string
	config   object

	before func(t *testing.T) *emulator.Server // the world that the stored state was created in
	after  func(t *testing.T) *emulator.Server // the same world later, on another day

	// remembers fails unless the next change shows that private state was read.
	remembers func(t *testing.T, s *emulator.Server, session *session)
}

func upgradeCases() []upgradeCase {
	cases := []upgradeCase{storedRegistration(), storedBudget()}
	for _, f := range forms() {
		cases = append(cases, storedDecision(f))
	}
	return cases
}

func storedDecision(f form) upgradeCase {
	decided := func(reason string) object {
		return f.holding(object{"status": "Resolved", "reason": reason,
			"annotations": map[string]any{"ticket": "SEC-1042"}})
	}
	return upgradeCase{
		typeName: f.typeName, config: decided("Fraud"),
		before: func(t *testing.T) *emulator.Server { return startEmulator(t, event("e1")) },
		after: func(t *testing.T) *emulator.Server {
			s := startEmulator(t, event("e1"))
			colleagueResolves(t, s, "e1", "Fraud")
			return s
		},
		remembers: func(t *testing.T, s *emulator.Server, session *session) {
			if name := session.says("name"); name != standardLine() {
				t.Errorf("after a refresh the name is %v", name)
			}
			session.create(decided("Ignore"))
			expectStanding(t, s, "e1", "Resolved", "Ignore")
			session.expectPrevious("of the change", "Resolved (Fraud)")
		},
	}
}

// The stored registration has replaced another one, which destroy restores.
func storedRegistration() upgradeCase {
	const earlier = "https://earlier.example.com/hook"
	registered := func(url string, events ...string) func(*testing.T) *emulator.Server {
		return func(t *testing.T) *emulator.Server {
			s := startEmulator(t)
			s.RegisterWebhook(url, events...)
			return s
		}
	}
	return upgradeCase{
		typeName: registrationType,
		config:   ours(object{"allow_overwrite": true, "on_destroy": "restore"}),
		before:   registered(earlier, "invoice-ready"),
		after:    registered(ourURL, "azure-fraud-event-detected", "test-created"),
		remembers: func(t *testing.T, s *emulator.Server, session *session) {
			p := session.planDestroy()
			expectDiagnostics(t, p.diagnostics, aWarning(webhookRestores, "", earlier))
			session.apply(p).none(t)
			expectRegistered(t, s, 1, earlier, "invoice-ready")
		},
	}
}

// A budget has no private state: the state alone says that the present budget is ours.
func storedBudget() upgradeCase {
	has := func(budget string) func(*testing.T) *emulator.Server {
		return func(t *testing.T) *emulator.Server { return withUsage(t, budget) }
	}
	return upgradeCase{
		typeName: budgetTypeName, config: budgetOf(60.25),
		before: has(""), after: has("60.25"),
		remembers: func(t *testing.T, s *emulator.Server, session *session) {
			session.create(budgetOf(61))
			expectBudget(t, s, "61")
		},
	}
}

// A resource without stored state would be unprotected.
func TestState_OfEveryResourceIsStored(t *testing.T) {
	t.Parallel()
	for typeName := range newProtocolClient(t, providersIn(nil)).schemas.ResourceSchemas {
		if !slices.ContainsFunc(upgradeCases(), func(c upgradeCase) bool {
			return c.typeName == typeName
		}) {
			t.Errorf("add a case for %s to upgradeCases", typeName)
		}
	}
}

// This release reads the states of all releases: with and without a refresh there are no changes,
// and it remembers what it did.
func TestState_OfEveryReleaseIsReadAndPlansEmpty(t *testing.T) {
	t.Parallel()
	for _, c := range upgradeCases() {
		for _, version := range storedVersions(t, c.typeName) {
			t.Run(c.typeName+" "+version, func(t *testing.T) {
				t.Parallel()
				s := c.after(t)
				session := newSessionOf(t, s, c.typeName)
				session.restore(readStoredState(t, c.typeName, version))
				restored := session.held

				p := session.planWithoutRefresh(c.config)
				expectDiagnostics(t, p.diagnostics)
				session.expectNoChange(p)
				p = session.plan(c.config)
				expectDiagnostics(t, p.diagnostics)
				session.expectNoChange(p)
				c.remembers(t, s, session)
				if len(restored.private) == 0 && c.typeName != budgetTypeName {
					t.Error("no private state is stored")
				}
			})
		}
	}
}

// The newest stored state has the form of the schema and of private state. If this fails, a form
// has changed since the last release. Make sure that states of older releases can still be read
// (with a new version of the schema and an upgrader, if attributes changed their type or name), and
// store the new form under the next release with -update.
func TestState_TheNewestHasTheFormOfTheSchema(t *testing.T) {
	t.Parallel()
	for _, c := range upgradeCases() {
		t.Run(c.typeName, func(t *testing.T) {
			t.Parallel()
			session := newSessionOf(t, c.before(t), c.typeName)
			if said := session.apply(session.plan(c.config)); hasError(said) {
				t.Fatal(said)
			}
			present := session.stored()
			if *update && !cmp.Equal(formOf(t, newestStoredState(t, c.typeName)), formOf(t, present)) {
				session.store()
			}
			if diff := cmp.Diff(formOf(t, newestStoredState(t, c.typeName)),
				formOf(t, present)); diff != "" {
				t.Errorf("(-stored +now):\n%s", diff)
			}
		})
	}
}
