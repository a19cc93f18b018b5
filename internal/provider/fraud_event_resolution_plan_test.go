// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestResolutionPlan_CreateShowsTheFactsAndLeavesTheRestUnknown(t *testing.T) {
	t.Parallel()
	for _, found := range []string{isActive, isFraud} { // to be written, or adopted
		s := startEmulator(t, event("e1"))
		moveEvent(t, s, "e1", found, colleague)
		e, _ := s.Event("e1")
		session, config := newSession(t, s), decide("e1", "Resolved", "Fraud")
		for _, plans := range []func(object) plan{session.plan, session.planWithoutRefresh} {
			var p plan
			expectEqual(t, "listings", 1, calls(s, emulator.KindList, func() { p = plans(config) }))
			expectDiagnostics(t, p.diagnostics)
			session.expectAttributes(p.state, config.with(object{
				"listed": true, "is_test": false, "resolved_on": unknownYet, "resolved_by": unknownYet,
				"event_type": e.EventType, "event_time": inWholeSeconds(e.EventTime),
				"severity": e.Severity, "display_name": e.DisplayName,
				"customer_tenant_id": e.CustomerTenantID, "subscription_name": e.SubscriptionName,
				"customer_friendly_name": e.CustomerFriendlyName, "partner_tenant_id": e.PartnerTenantID,
			}))
		}
	}
}

func TestResolutionPlan_CreateStoresWhatWasPlannedAndRefreshBringsNewerFacts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	p := session.plan(decide("e1", "Resolved", "Fraud"))
	s.Inject(event("e1", func(e *emulator.Event) { e.Severity, e.DisplayName = "High", "Renamed" }))
	expectDiagnostics(t, session.applyAsPlanned(p))
	session.expectState(object{"severity": "Medium", "status": "Resolved",
		"resolved_by": resolvedBy(t, s, "e1")})
	expectDiagnostics(t, session.refresh())
	session.expectState(object{"severity": "High", "display_name": "Renamed", "listed": true})
	session.expectNoChange(session.plan(decide("e1", "Resolved", "Fraud")))
}

func TestResolutionPlan_ExistingObjectIsPlannedByTheRefreshedStateWithoutALookup(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isInvestigating)
		for name, config := range map[string]object{
			"unchanged": f.decide(isInvestigating), "new decision": f.decide(isFraud),
			"option": f.decide(isInvestigating, consent()), "destroy": nil,
		} {
			expectEqual(t, name+": listings, which is the refresh's", 1, calls(s, emulator.KindList,
				func() { session.plan(config) }))
			expectEqual(t, name+": calls without a refresh, to sign in too", 0,
				calls(s, emulator.KindAny, func() { session.planWithoutRefresh(config) }))
		}
	})
}

func TestResolutionPlan_ANewDecisionLeavesTheMovementUnknownAndKeepsTheFacts(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	session.create(decide("e1", "Resolved", "Fraud"))
	p := session.plan(decide("e1", "Resolved", "Legitimate"))
	expectDiagnostics(t, p.diagnostics)
	session.expectAttributes(p.state, object{
		"reason": "Legitimate", "severity": "Medium", "listed": true, "resolved_on": unknownYet,
		"resolved_by": unknownYet,
	})
	expectDiagnostics(t, session.apply(p))
	expectStands(t, s, isLegitimate)
	session.expectState(object{"reason": "Legitimate", "resolved_by": resolvedBy(t, s, "e1")})
}

// Apply checks everything that is unknown in the plan.
func TestResolutionPlan_UnknownValuesAreReviewedAtApply(t *testing.T) {
	t.Parallel()
	for name, unknown := range map[string]func(form) object{
		"the reason": func(f form) object {
			return f.holding(object{"status": "Resolved", "reason": unknownYet})
		},
		"the status": func(f form) object {
			return f.holding(object{"status": unknownYet, "reason": "Fraud"})
		},
		"the decision": func(f form) object {
			return f.holding(object{"status": unknownYet, "reason": unknownYet})
		},
		"the consent": func(f form) object {
			return f.decide(isFraud, object{"allow_overwrite": unknownYet})
		},
		"the subscription": func(f form) object {
			return f.decide(isFraud, object{"subscription_id": unknownYet})
		},
		"the event": func(f form) object {
			if f.name == "singular" {
				return f.decide(isFraud, object{"event_id": unknownYet})
			}
			return f.decide(isFraud, object{"resolutions": unknownYet})
		},
	} {
		forEachForm(t, name, func(t *testing.T, f form) {
			s, session := f.begin(t)
			p := session.plan(unknown(f))
			expectDiagnostics(t, p.diagnostics)
			planned := session.plain(p.state)
			if name != "the subscription" && name != "the event" {
				session.expectListed(planned, true)
				expectEqual(t, "name", any(standardLine()), session.describedIn(planned)["name"])
			}

			learned := f.decide(isFraud)
			if name == "the consent" {
				learned["allow_overwrite"] = false
			}
			moveEvent(t, s, "e1", isLegitimate, colleague)
			expectDiagnostics(t, session.apply(p, learned), anError(otherwise, f.path, "e1"))
			ageOut(t, s, "e1")
			expectDiagnostics(t, session.apply(p, learned), anError(notListed, f.idPath, "e1"))
			session.expectNoState()
			expectWrites(t, s, 0)

			s.Inject(event("e1"))
			expectDiagnostics(t, session.apply(p, learned))
			expectStands(t, s, isFraud)
			session.expectListed(session.state(), true)
			expectEqual(t, "name", any(standardLine()), session.says("name"))
		})
	}
}

func TestResolutionPlan_AConsentThatBecomesKnownCounts(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("e1"))
		moveEvent(t, s, "e1", isLegitimate, colleague)
		session := f.start(t, s)
		p := session.plan(f.decide(isFraud, object{"allow_overwrite": unknownYet}))
		expectDiagnostics(t, p.diagnostics)
		expectDiagnostics(t, session.apply(p, consent()), aWarning(elsewhere, f.path))
		expectStands(t, s, isFraud)
	})
}

func TestPreviousStatus_OfAChangedDecisionComesFromTheRefresh(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud)

		p := session.plan(f.decide(isIgnored))
		planned := session.describedIn(session.plain(p.state))
		expectEqual(t, "name", any(standardLine()), planned["name"])
		expectEqual(t, "planned", any(isFraud), planned["previous_status"])

		moveEvent(t, s, "e1", isLegitimate, colleague)
		expectEqual(t, "refused", true, hasError(session.apply(p)))
		expectEqual(t, "after a refusal", any(isActive), session.says("previous_status"))

		p = session.plan(f.decide(isIgnored, consent()))
		expectEqual(t, "failed", false, hasError(session.apply(p)))
		expectEqual(t, "kept", any(isLegitimate), session.says("previous_status"))
	})
}

func TestPreviousStatus_IsUnknownWhereThePlanCannotLook(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.begin(t)
		p := session.plan(f.decide(isFraud, object{"subscription_id": unknownYet}))
		planned := session.describedIn(session.plain(p.state))
		expectEqual(t, "previous_status", any(unknownYet), planned["previous_status"])
		expectEqual(t, "name", any(unknownYet), planned["name"])

		p.config = f.decide(isFraud)
		p.state = session.planWith(session.phase(), p.config).state
		moveEvent(t, s, "e1", isInvestigating, colleague)
		expectEqual(t, "refused", true, hasError(session.applyAsPlanned(p)))
		expectEqual(t, "failed", false, hasError(session.apply(session.plan(p.config))))
		kept := session.describedIn(session.state())
		expectEqual(t, "previous_status", any(isInvestigating), kept["previous_status"])
		expectEqual(t, "name", any(standardLine()), kept["name"])
	})
}

func TestOptions_LeftOutAreNullAndAFalseInStateStays(t *testing.T) {
	t.Parallel()
	const name = "allow_overwrite"
	for _, c := range []struct{ before, config, want any }{
		{nil, nil, nil},
		{nil, false, false},
		{nil, true, true},
		{false, nil, false},
		{false, false, false},
		{false, true, true},
		{true, nil, nil},
		{true, false, false},
		{true, true, true},
	} {
		forEachForm(t, fmt.Sprint(c), func(t *testing.T, f form) {
			s, session := f.decided(t, isFraud, object{name: c.before})
			config := f.decide(isFraud, object{name: c.config})
			p := session.plan(config)
			session.expectAttributes(p.state, object{name: c.want})
			expectDiagnostics(t, session.apply(p))
			session.expectNoChange(session.plan(config))
			expectWrites(t, s, 1)
		})
	}
}

// A decision's own option overrides the resource's, whichever of the two consents.
func TestOptions_OfOneDecisionCountInPlaceOfTheResources(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		own, resource any
		consents      bool
	}{
		{nil, nil, false}, {nil, true, true}, {true, nil, true}, {true, false, true},
		{false, true, false}, {false, false, false},
	} {
		for option, arrange := range map[string]func(*emulator.Server){
			"allow_overwrite": func(s *emulator.Server) { colleagueResolves(t, s, "e1", "Legitimate") },
			"allow_unlisted":  func(s *emulator.Server) { ageOut(t, s, "e1") },
		} {
			s := startEmulator(t, event("e1"), event("e2"))
			arrange(s)
			session := newPluralSession(t, s)
			mine := resolved("Fraud")
			mine[option] = c.own
			p := session.plan(decideAll(decisions{"e1": mine, "e2": resolved("Fraud")}).with(
				object{option: c.resource}))
			if got := !hasError(p.diagnostics); got != c.consents {
				t.Errorf("%s: own %v, the resource's %v: consent %t", option, c.own, c.resource, got)
			}
			if c.consents {
				expectEqual(t, "failed", false, hasError(session.apply(p)))
			}
		}
	}
}

func TestTimeouts_EveryDescriptionSaysTheDefault(t *testing.T) {
	t.Parallel()
	schemas := newProtocolClient(t, providersFor(startEmulator(t))).schemas
	described := 0
	check := func(name, want string, schema *tfprotov6.Schema) {
		for _, block := range schema.Block.BlockTypes {
			if block.TypeName != "timeouts" {
				continue
			}
			for _, a := range block.Block.Attributes {
				described++
				if !strings.Contains(a.Description, want) {
					t.Errorf("%s: %s: %q", name, a.Name, a.Description)
				}
			}
		}
	}
	for name, schema := range schemas.ResourceSchemas {
		check(name, "Defaults to `5m`.", schema)
	}
	for name, schema := range schemas.DataSourceSchemas {
		check(name, "Defaults to `5m`.", schema)
	}
	for name, schema := range schemas.ActionSchemas {
		check(name, "Defaults to `30m`.", schema.Schema)
	}
	expectEqual(t, "timeouts", 4*4+12+4, described)
}
