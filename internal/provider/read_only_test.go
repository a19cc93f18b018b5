// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const readOnlySummary = "The provider is read-only"

func readOnly() map[string]string { return map[string]string{"PARTNERCENTER_READ_ONLY": "true"} }

func TestReadOnly_NothingThatWritesWorks(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("e1"))
		path, ofReopening := "status", "reactivate_on_destroy"
		if f.typeName == resolutionsTypeName {
			path, ofReopening = "resolutions", "resolutions"
		}
		session := f.start(t, s, readOnly())
		p := session.plan(f.decide(isFraud))
		expectDiagnostics(t, p.diagnostics)
		expectDiagnostics(t, session.apply(p), anError(readOnlySummary, path))
		session.expectNoState()
		expectStanding(t, s, "e1", "Active", "None")

		writer := f.start(t, s)
		writer.create(f.decide(isFraud, reactivating()))
		session.held = writer.held
		before := session.state()
		expectDiagnostics(t, session.apply(session.planDestroy()),
			anError(readOnlySummary, ofReopening, "in state", "reactivate_on_destroy = false"))
		session.expectState(before)
		expectDiagnostics(t, session.apply(session.plan(f.decide(isIgnored, reactivating()))),
			anError(readOnlySummary, path))
		session.expectState(before)
		expectStanding(t, s, "e1", "Resolved", "Fraud")
		expectWrites(t, s, 1)
	})
}

// TestReadOnly_HoldsFromEitherSide: neither side can lift what the other one says.
func TestReadOnly_HoldsFromEitherSide(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		block    any
		variable string
		writes   int
	}{{true, "", 0}, {true, "false", 0}, {false, "true", 0}, {nil, "1", 0}, {false, "false", 1},
		{nil, "", 1}} {
		s := startEmulator(t, event("e1"))
		variables := map[string]string{"PARTNERCENTER_READ_ONLY": test.variable}
		if test.variable == "" {
			variables = nil // empty is a mistake
		}
		c := newProtocolClient(t, providersFor(s, variables))
		c.configure(object{"read_only": test.block}).none(t)
		p, diags := c.planCreate(resolutionTypeName, resolve("e1"))
		diags.none(t)
		_, diags = c.applyCreate(resolutionTypeName, p)
		if hasError(diags) != (test.writes == 0) || s.Count(emulator.KindUpdate) != test.writes {
			t.Errorf("block %v, variable %q: %d writes, want %d", test.block, test.variable,
				s.Count(emulator.KindUpdate), test.writes)
		}
	}
}

func TestReadOnly_AdoptingReadingAndDestroyingWork(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	colleagueResolves(t, s, "e1", "Fraud")
	session := newSession(t, s, readOnly())
	session.create(decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, session.refresh())
	expectDiagnostics(t, session.apply(session.planDestroy()))
	session.expectNoState()
	expectWrites(t, s, 0)
}

// TestReadOnly_ManyDecisionsAreNamed in one error, also those whose reactivation is held back.
func TestReadOnly_ManyDecisionsAreNamed(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	both := decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Ignore")}).with(
		reactivating())
	session := newPluralSession(t, s, readOnly())
	expectDiagnostics(t, session.apply(session.plan(both)), anError(readOnlySummary, "resolutions",
		"- e1, e2: Nothing was written", "`read_only = true`"))

	writer := newPluralSession(t, s)
	writer.create(both)
	session.held = writer.held
	before := session.state()
	expectDiagnostics(t, session.apply(session.planDestroy()), anError(readOnlySummary, "resolutions",
		"- e1, e2: Nothing was written", "stay in state", "`read_only = true`",
		"reactivate_on_destroy = false"))
	session.expectState(before)
	expectWrites(t, s, 2)
}
