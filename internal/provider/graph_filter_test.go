// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A service that compares case, and prints ids and types in another case than the provider sends,
// hides no alert: neither from a decision nor from a data source.
func TestGraphFilter_ComparedWithCaseHidesNoAlert(t *testing.T) {
	t.Parallel()
	start := func(t *testing.T) *emulator.Server {
		t.Helper()
		inCapitals := func(e *emulator.Event) { e.SubscriptionID = strings.ToUpper(e.SubscriptionID) }
		s := startEmulator(t, alert("e1", inCapitals), alert("e2", inCapitals))
		s.SetBehaviour(func(b *emulator.Behaviour) {
			b.GraphFilterExactCase, b.GraphTypesUnchanged = true, true
		})
		return s
	}
	forEachForm(t, "decided", func(t *testing.T, f form) {
		t.Helper()
		s := start(t)
		decided := f.start(t, s, throughGraph())
		decided.create(f.decide(isFraud))
		decided.expectNoChange(decided.plan(f.decide(isFraud)))
		expectStands(t, s, isFraud)
	})
	got, _, diags := configuredClient(t, start(t), throughGraph()).readData(fraudEventsType,
		object{"event_types": []string{"NetworkConnectionsToCryptoMiningPools"}}, false)
	diags.none(t)
	all, _ := got["events"].([]any)
	expectEqual(t, "events of a type", 2, len(all))
}
