// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import "testing"

// The table of scenarios has the other ways in which an event moves under a saved plan. Between the
// runs Terraform's own plan at apply stops it, later the write itself refuses.
func TestSavedPlan_AnEventThatMovedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, to string
		options        object
		summary        string // beside Terraform's own error
	}{
		{"a colleague stops to investigate", isInvestigating, isActive, nil, setBack},
		{"a colleague changes a decision that may be overwritten", isIgnored, isLegitimate, consent(),
			elsewhere},
	} {
		forEachForm(t, c.name, func(t *testing.T, f form) {
			s := startEmulator(t, event("e1"))
			moveEvent(t, s, "e1", c.from, colleague)
			session := f.start(t, s)
			config := f.decide(isFraud, c.options)
			p := session.plan(config)
			moveEvent(t, s, "e1", c.to, colleague)
			expectDiagnostics(t, session.apply(p), aWarning(c.summary, f.path, colleague),
				anError(inconsistent, ""))
			expectDiagnostics(t, session.applyAsPlanned(p), anError(changed, f.path, colleague))
			session.expectNoState()
			expectWrites(t, s, 0)

			p = session.plan(config) // what is new can be reviewed, and applied
			expectEqual(t, "failed", false, hasError(session.apply(p)))
			session.expectNoChange(session.plan(config))
			expectStands(t, s, isFraud)
		})
	}
}
