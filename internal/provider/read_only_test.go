// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"
)

const readOnlySummary = "The provider is read-only"

func readOnly() map[string]string { return map[string]string{"PARTNERCENTER_READ_ONLY": "true"} }

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
