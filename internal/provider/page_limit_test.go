// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A service that silently returns smaller pages than requested hides no event from a decision, or
// from the action, whatever its limit.
func TestPageLimit_HidesNoEvent(t *testing.T) {
	t.Parallel()
	const n = 75 // twice and three times the limits, exactly, or not
	for _, limit := range []int{10, 25, 37, 74, 75} {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			t.Parallel()
			var events []emulator.Event
			for i := range n {
				events = append(events, event(fmt.Sprintf("e%d", i),
					detectedAt(fmt.Sprintf("2026-01-01T00:%02d:%02d", 59-i/60, 59-i%60))))
			}
			s := startEmulator(t, events...)
			s.SetBehaviour(func(b *emulator.Behaviour) { b.MaxPageSize = limit })
			oldest := fmt.Sprintf("e%d", n-1)
			planned := configuredClient(t, s).planAction(ignoring(named(oldest)))
			expectDiagnostics(t, planned, aWarning(previewSummary, "", "1 event: 1 to be changed"))
			providers := countingProviders(s)
			decided := startSession(t, resolutionTypeName, func() *protocolClient {
				return newProtocolClient(t, providers)
			})
			decided.create(resolve(oldest))
			decided.expectNoChange(decided.plan(resolve(oldest)))
			expectEqual(t, oldest, isFraud, standingNow(t, s, oldest))
			expectDiagnostics(t, newSession(t, s).plan(resolve("none")).diagnostics,
				anError(notListed, "event_id", "none"))
		})
	}
}
