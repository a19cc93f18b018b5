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

func TestPreviousStatus_OfAChangedDecisionIsWhatTheRefreshFound(t *testing.T) {
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

// A decision's own option counts for its event in place of the resource's, whichever of the two
// consents.
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
	expectEqual(t, "timeouts", 2*4+3+1, described)
}
