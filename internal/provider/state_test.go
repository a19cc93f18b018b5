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
	variant  string // "" for the usual state, or what came after it
	config   object
	warns    []message // from every plan; without a warning, plans are empty

	// then runs after the state was created.
	then func(t *testing.T, s *emulator.Server, session *session)

	// before starts the world that the stored state was created in; after, the same world on a later
	// day.
	before, after func(t *testing.T) *emulator.Server

	// remembers fails unless the next change shows that private state was read.
	remembers func(t *testing.T, s *emulator.Server, session *session)
}

// folder has the stored states.
func (c upgradeCase) folder() string { return c.typeName + c.variant }

func upgradeCases() []upgradeCase {
	cases := []upgradeCase{storedRegistration(), storedBudget()}
	for _, f := range forms() {
		cases = append(cases, storedDecision(f), reopenedDecision(f), unconfirmedDecision(f))
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

// A refresh has seen that a colleague reopened the event: only private state knows who did.
func reopenedDecision(f form) upgradeCase {
	reopen := func(t *testing.T, s *emulator.Server) { colleagueSets(t, s, "e1", "Active", "None") }
	c := storedDecision(f)
	decided := c.after
	c.variant, c.warns = "-reopened", []message{aWarning(reopened, f.path, colleague)}
	c.then = func(t *testing.T, s *emulator.Server, session *session) {
		reopen(t, s)
		session.refresh()
	}
	c.after = func(t *testing.T) *emulator.Server {
		s := decided(t)
		reopen(t, s)
		return s
	}
	c.remembers = func(t *testing.T, s *emulator.Server, session *session) {
		if said := session.apply(session.plan(c.config)); !hasError(said) {
			t.Error("the reopened event is resolved without consent")
		}
		expectStanding(t, s, "e1", "Active", "None")
	}
	return c
}

// A write was sent, and nobody saw it take effect: only private state knows of it. When it takes
// effect on a later day, the event's standing is ours, and the next decision needs no consent.
func unconfirmedDecision(f form) upgradeCase {
	c := storedDecision(f)
	c.variant, c.config = "-unconfirmed", f.decide(isFraud, hasty("update"))
	c.then = func(t *testing.T, s *emulator.Server, session *session) {
		hideWrites(s)
		said := session.apply(session.plan(f.decide(isIgnored, hasty("update"))))
		expectDiagnostics(t, said, anError(notConfirmed, f.path))
	}
	c.remembers = func(t *testing.T, s *emulator.Server, session *session) {
		colleagueSets(t, s, "e1", "Resolved", "Ignore")
		p := session.plan(f.decide(isIgnored, hasty("update")))
		session.expectNoChange(p)
		session.held = p.prior
		session.expectPrevious("of the write that took effect late", isFraud)
		expectDiagnostics(t, session.apply(session.plan(f.decide(isLegitimate, hasty("update")))))
		expectStands(t, s, isLegitimate)
	}
	return c
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
		for _, version := range storedVersions(t, c.folder()) {
			t.Run(c.folder()+" "+version, func(t *testing.T) {
				t.Parallel()
				s := c.after(t)
				session := newSessionOf(t, s, c.typeName)
				session.restore(readStoredState(t, c.folder(), version))
				restored := session.held

				for _, plans := range []func(object) plan{session.planWithoutRefresh, session.plan} {
					p := plans(c.config)
					expectDiagnostics(t, p.diagnostics, c.warns...)
					if len(c.warns) == 0 {
						session.expectNoChange(p)
					}
				}
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
		t.Run(c.folder(), func(t *testing.T) {
			t.Parallel()
			s := c.before(t)
			session := newSessionOf(t, s, c.typeName)
			if said := session.apply(session.plan(c.config)); hasError(said) {
				t.Fatal(said)
			}
			if c.then != nil {
				c.then(t, s, session)
			}
			present := session.stored()
			if *update && !cmp.Equal(formOf(t, newestStoredState(t, c.folder())), formOf(t, present)) {
				session.store(c.folder())
			}
			if diff := cmp.Diff(formOf(t, newestStoredState(t, c.folder())),
				formOf(t, present)); diff != "" {
				t.Errorf("(-stored +now):\n%s", diff)
			}
		})
	}
}
