// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/parity"
)

// unreported are settings of switches that no report shows, or shows only in part.
func unreported() map[string][]any {
	return map[string][]any{
		"AlreadyResolved":      {"refused", "ignored"},
		"DeviceAutoApprove":    {1},
		"GraphReadConsent":     {true},
		"MaxEventIDs":          {1},
		"MaxPageSize":          {100},
		"NoClientInfo":         {true},
		"NoIDToken":            {true},
		"NoScopeEcho":          {true},
		"OneTimeRefreshTokens": {true},
		"Reason":               {"empty", "none", "absent", "required"},
		"RefreshInSeconds":     {1},
		"ReopenRefused":        {true},
		"SignInMFA":            {"asked", "never"},
		"ThrottleCalls":        {3},
		"ThrottleSeconds":      {1},
		"TimeDecimals":         {1, 7},
		"UnknownIDs":           {"ignored", "partial"},
		"UnpagedCap":           {1},
		"UpdateLag":            {2},
		"UpdateReply":          {"subscription", "empty", "no_content"},
	}
}

// oneOtherwise returns the behaviours in which one fact about events or the sign-in is otherwise,
// by the switch and its setting.
func oneOtherwise(t *testing.T) map[string]map[string]any {
	t.Helper()
	settings := unreported()
	for _, f := range expect.Must(parity.Facts())(t) {
		for _, setting := range f.Imitate {
			settings[f.Switch] = append(settings[f.Switch], setting)
		}
	}
	out := map[string]map[string]any{}
	for _, window := range []any{emulator.APIBehaviour{}, emulator.SignInBehaviour{}} {
		for _, field := range reflect.VisibleFields(reflect.TypeOf(window)) {
			if len(settings[field.Name]) == 0 {
				t.Errorf("the switch %s has no setting to try", field.Name)
			}
			for _, setting := range settings[field.Name] {
				out[fmt.Sprintf("%s %v", field.Name, setting)] = map[string]any{field.Name: setting}
			}
		}
	}
	for _, behaviour := range out {
		if _, throttled := behaviour["ThrottleCalls"]; throttled {
			behaviour["ThrottleSeconds"] = 1 // the test does not wait for a minute
		}
		if _, lags := behaviour["UpdateLag"]; lags {
			behaviour["UpdateReply"] = "empty" // see TestOlderList_LooksLikeReopening
		}
	}
	return out
}

// Whichever single fact is otherwise, a decision takes effect, the next plan is empty, and no other
// event changes.
func TestOtherwise_ADecisionTakesEffect(t *testing.T) {
	t.Parallel()
	for name, switches := range oneOtherwise(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startOtherwise(t, switches)
			session := newSession(t, s, map[string]string{
				"PARTNERCENTER_TOKEN_CACHE_PATH": filepath.Join(t.TempDir(), "tokens.json")})
			config := decide("e1", "Resolved", "Fraud")
			session.create(config)
			p := session.plan(config)
			expectDiagnostics(t, p.diagnostics)
			session.expectNoChange(p)
			expectEqual(t, "events", map[string]string{"e1": "Resolved/Fraud", "e2": "Active/None",
				"e3": "Investigating/None"}, standingsOfAll(s))
		})
	}
}

func startOtherwise(t *testing.T, switches map[string]any) *emulator.Server {
	t.Helper()
	s := startEmulator(t, event("e1"), event("e2"), event("e3", func(e *emulator.Event) {
		e.EventStatus = "Investigating"
	}))
	like := fidelity.Imitation{Switches: switches}
	s.SetBehaviour(func(b *emulator.Behaviour) { expect.NoError(t, like.Apply(b)) })
	return s
}

// A service that refuses what the provider sends changes nothing, and nothing is in state.
func TestOtherwise_ARefusalChangesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		switches map[string]any
		decision object
	}{
		"large pages": {map[string]any{"MaxPageSize": 100, "RefuseLargePages": true},
			decide("e1", "Resolved", "Fraud")},
		"a status without a reason": {map[string]any{"Reason": "required"},
			decide("e1", "Investigating", nil)},
		"no reason at all": {map[string]any{"Reason": "absent"}, decide("e1", "Investigating", nil)},
		"reopening":        {map[string]any{"ReopenRefused": true}, decide("e3", "Active", nil)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startOtherwise(t, test.switches)
			before := standingsOfAll(s)
			session := newSession(t, s)
			p := session.plan(test.decision.with(object{"allow_overwrite": true}))
			if !hasError(p.diagnostics) && !hasError(session.apply(p)) {
				t.Error("no error")
			}
			session.expectNoState()
			expectEqual(t, "events", before, standingsOfAll(s))
		})
	}
}

// Whichever single fact about Azure subscriptions is otherwise, a cancellation is sent once, and
// its event is resolved.
func TestOtherwise_ACancellationIsSentOnce(t *testing.T) {
	t.Parallel()
	settings := map[string]any{"EntitlementPageSize": 1, "EntitlementsBare": true,
		"CancelAccepted": true, "CancelTwice": true, "AnyCancellationReason": true,
		"ReactivateRefused": true, "CancelResolvesEvents": true, "CancelUnlistsEvents": true}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[emulator.EntitlementBehaviour]()) {
		if _, ok := settings[field.Name]; !ok &&
			!slices.Contains([]string{"EntitlementSeconds", "EntitlementListCalls",
				"EntitlementsInAllPlans"}, field.Name) { // see their own tests
			t.Errorf("the switch %s is not tried", field.Name)
		}
	}
	for name, setting := range settings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startOtherwise(t, map[string]any{name: setting, "EntitlementSeconds": -1})
			i := configuredClient(t, s).invokeActionOf(cancelType,
				cancelling(object{"resolve_fraud_events": true}))
			expectDiagnostics(t, i.diagnostics)
			expectAzure(t, s, 1, 0, "inactive")
			left := standingsOfAll(s)
			maps.DeleteFunc(left, func(_, standing string) bool { return standing == "Resolved/Fraud" })
			expectEqual(t, "open events", map[string]string{}, left)
		})
	}
}
