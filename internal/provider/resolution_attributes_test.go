// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// attributeForm is one of the two resources with the decision about event e1.
type attributeForm struct {
	typeName string
	config   func(decision object, options ...object) object
}

func attributeForms() []attributeForm {
	return []attributeForm{
		{resolutionTypeName, func(decision object, options ...object) object {
			return object{"subscription_id": subscriptionA, "event_id": "e1"}.with(decision).with(options...)
		}},
		{resolutionsTypeName, func(decision object, options ...object) object {
			return decideAll(decisions{"e1": map[string]any(decision)}).with(options...)
		}},
	}
}

// path is where diagnostics about a decision are attached.
func (f attributeForm) path() string {
	if f.typeName == resolutionTypeName {
		return "status"
	}
	return "resolutions"
}

// describedIn is what a resource says of event e1 in a state or a plan.
func (s *session) describedIn(values object) object {
	s.t.Helper()
	if s.typeName == resolutionTypeName {
		return values
	}
	all, _ := values["resolutions"].(map[string]any)
	one, _ := all["e1"].(map[string]any)
	return one
}

func TestPreviousStatus_SaysWhereTheEventStoodWhenItWasDecided(t *testing.T) {
	t.Parallel()
	for _, at := range []struct {
		from, reason string
		options      object
		want         any
	}{
		{from: "Active", want: "Active"},
		{from: "Investigating", want: "Investigating"},
		{from: "Resolved", reason: "Fraud", want: "Resolved (Fraud)"},
		{from: "Resolved", reason: "Ignore", options: consent(), want: "Resolved (Ignore)"},
		{options: object{"allow_unlisted": true}}, // not listed
	} {
		for _, form := range attributeForms() {
			t.Run(form.typeName+" "+at.from+at.reason, func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				if at.from == "" {
					ageOut(t, s, "e1")
				} else {
					colleagueSets(t, s, "e1", at.from, at.reason)
				}
				session := newSessionOf(t, s, form.typeName)
				config := form.config(resolved("Fraud"), at.options)
				p := session.plan(config)
				expectEqual(t, "planned", at.want,
					session.describedIn(session.plain(p.state))["previous_status"])
				if found := session.apply(p); hasError(found) {
					t.Fatal(found)
				}
				expectEqual(t, "kept", at.want, session.describedIn(session.state())["previous_status"])
				session.expectNoChange(session.plan(config))
			})
		}
	}
}

func TestPreviousStatus_OfAChangedDecisionIsWhatTheRefreshFound(t *testing.T) {
	t.Parallel()
	for _, form := range attributeForms() {
		t.Run(form.typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSessionOf(t, s, form.typeName)
			session.create(form.config(resolved("Fraud")))

			p := session.plan(form.config(resolved("Ignore")))
			planned := session.describedIn(session.plain(p.state))
			expectEqual(t, "name", any(standardLine()), planned["name"])
			expectEqual(t, "planned", any("Resolved (Fraud)"), planned["previous_status"])

			colleagueSets(t, s, "e1", "Resolved", "Legitimate")
			expectEqual(t, "refused", true, hasError(session.apply(p)))
			expectEqual(t, "after a refusal", any("Active"),
				session.describedIn(session.state())["previous_status"])

			p = session.plan(form.config(resolved("Ignore"), consent()))
			expectEqual(t, "failed", false, hasError(session.apply(p)))
			expectEqual(t, "kept", any("Resolved (Legitimate)"),
				session.describedIn(session.state())["previous_status"])
		})
	}
}

// What the plan cannot know is settled by the apply.
func TestPreviousStatus_IsUnknownWhereThePlanCannotLook(t *testing.T) {
	t.Parallel()
	for _, form := range attributeForms() {
		t.Run(form.typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			session := newSessionOf(t, s, form.typeName)
			p := session.plan(form.config(resolved("Fraud"), object{"subscription_id": unknownYet}))
			planned := session.describedIn(session.plain(p.state))
			expectEqual(t, "previous_status", any(unknownYet), planned["previous_status"])
			expectEqual(t, "name", any(unknownYet), planned["name"])

			p.config = form.config(resolved("Fraud"))
			p.state = session.planWith(session.phase(), p.config).state
			colleagueSets(t, s, "e1", "Investigating", "")
			expectEqual(t, "refused", true, hasError(session.applyAsPlanned(p)))
			expectEqual(t, "failed", false, hasError(session.apply(session.plan(p.config))))
			kept := session.describedIn(session.state())
			expectEqual(t, "previous_status", any("Investigating"), kept["previous_status"])
			expectEqual(t, "name", any(standardLine()), kept["name"])
		})
	}
}

func TestName_IsOneLineOfVisibleCharacters(t *testing.T) {
	t.Parallel()
	for _, form := range attributeForms() {
		t.Run(form.typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1", func(e *emulator.Event) {
				e.CustomerFriendlyName = "Fabrikam\n\t \x1b[2J\u202eLtd"
			}))
			session := newSessionOf(t, s, form.typeName)
			p := session.plan(form.config(resolved("Fraud")))
			want := strings.Replace(standardLine(), "Fabrikam", "Fabrikam \uFFFD[2J\uFFFDLtd", 1)
			expectEqual(t, "name", any(want), session.describedIn(session.plain(p.state))["name"])
			if form.typeName == resolutionsTypeName {
				session.expectAttributes(p.state, object{"events": map[string]any{"e1": want}})
			}
		})
	}
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
		for _, form := range attributeForms() {
			s := startEmulator(t, event("e1"))
			session := newSessionOf(t, s, form.typeName)
			session.create(form.config(resolved("Fraud"), object{name: c.before}))
			p := session.plan(form.config(resolved("Fraud"), object{name: c.config}))
			session.expectAttributes(p.state, object{name: c.want})
			expectDiagnostics(t, session.apply(p))
			session.expectNoChange(session.plan(form.config(resolved("Fraud"), object{name: c.config})))
			expectWrites(t, s, 1)
		}
	}
}

func TestOptions_AfterAnImportNeitherLeftOutNorFalsePlanAChange(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	session := newSession(t, s)
	expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
	explicit := object{"allow_overwrite": false, "allow_unlisted": false,
		"reactivate_on_destroy": false}
	for _, config := range []object{decide("e1", "Active", nil),
		decide("e1", "Active", nil).with(explicit)} {
		p := session.plan(config)
		expectDiagnostics(t, p.diagnostics)
		session.expectNoChange(p)
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
	blocks := 0
	for name, schema := range schemas.ResourceSchemas {
		for _, block := range schema.Block.BlockTypes {
			blocks++
			for _, a := range block.Block.Attributes {
				if !strings.Contains(a.Description, "Default `5m`.") {
					t.Errorf("%s: %s: %q", name, a.Name, a.Description)
				}
			}
		}
	}
	for name, schema := range schemas.DataSourceSchemas {
		for _, block := range schema.Block.BlockTypes {
			blocks++
			if d := block.Block.Attributes[0].Description; d != "How long reading may take, such as "+
				"`90s` or `10m`. Default `5m`." {
				t.Errorf("%s: %q", name, d)
			}
		}
	}
	for name, schema := range schemas.ActionSchemas {
		for _, block := range schema.Schema.Block.BlockTypes {
			if block.TypeName != "timeouts" {
				continue
			}
			blocks++
			if d := block.Block.Attributes[0].Description; !strings.Contains(d, "Default `30m`.") {
				t.Errorf("%s: %q", name, d)
			}
		}
	}
	if blocks < 6 {
		t.Errorf("%d blocks", blocks)
	}
}
