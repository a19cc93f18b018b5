// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	destroyKeeps   = "Destroy leaves the fraud event as it is in Partner Center"
	destroyReopens = "Destroy reopens the fraud event in Partner Center"
	notReopened    = "Fraud event not reopened"
)

func reactivating() object { return object{"reactivate_on_destroy": true} }

func TestResolutionDestroy_ThePlanOfAReplacementCarriesTheWarningOfTheStatesOption(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	for want, option := range map[string]object{destroyKeeps: nil, destroyReopens: reactivating()} {
		session := newSession(t, s)
		session.create(decide("e1", "Resolved", "Fraud").with(option))
		for _, next := range []object{decide("e2", "Resolved", "Fraud"),
			decide("e2", "Resolved", "Fraud").with(reactivating())} {
			p := session.plan(next)
			expectDiagnostics(t, p.diagnostics, aWarning(want, "", "e1"))
			if len(p.replaces) != 1 {
				t.Errorf("the plan replaces because of %v, want the event id", p.replaces)
			}
		}
		p := session.plan(decide("e1", "Resolved", "Fraud").with(object{"event_id": unknownYet}))
		expectDiagnostics(t, p.diagnostics, aWarning(want, "", "e1"))
	}
}

func TestResolutionDestroy_AReplacementUsesTheLastAppliedOption(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	reopen := fraudDecision + "\nreactivate_on_destroy = true"
	replaced := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(resolutionAddress, plancheck.ResourceActionDestroyBeforeCreate),
		plancheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("severity"),
			knownvalue.StringExact("Medium")),
		plancheck.ExpectUnknownValue(resolutionAddress, tfjsonpath.New("resolved_by")),
	}}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision)},
			{Config: resolution("e2", reopen), ConfigPlanChecks: replaced},
			{Config: resolution("e3", fraudDecision), ConfigPlanChecks: replaced},
		},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Active", "None")
	expectStanding(t, s, "e3", "Resolved", "Fraud")
}

// A failed reopening forgets nothing: once it is possible, it is done.
func TestResolutionDestroy_ARefusedReactivationKeepsTheMemory(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s, session := f.decided(t, isFraud, reactivating())
		before, p := session.state(), session.planDestroy()
		ignoreWrites(s, emulator.AlreadyResolvedIgnored)
		expectEqual(t, "failed", true, hasError(session.applyOverdue(p, readInVain(s))))
		session.expectState(before)
		ignoreWrites(s, emulator.AlreadyResolvedOverwritten)
		expectDiagnostics(t, session.apply(session.planDestroy()))
		expectStands(t, s, isActive)
	})
}

// The error's advice: revert the option, then destroy.
func TestResolutionDestroy_WithTheOptionTakenBackNothingIsReopened(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, event("e1"))
		s.SetBehaviour(func(b *emulator.Behaviour) { b.ReopenRefused = true })
		session := f.start(t, s)
		session.create(f.decide(isFraud, reactivating()))
		session.create(f.decide(isFraud, object{"reactivate_on_destroy": false}))
		expectDiagnostics(t, session.apply(session.planDestroy()))
		session.expectNoState()
		expectWrites(t, s, 1)
	})
}

// vanishings are the ways in which event e1 becomes unlisted.
func vanishings() map[string]func(*testing.T, *emulator.Server) {
	return map[string]func(*testing.T, *emulator.Server){
		"aged out": func(t *testing.T, s *emulator.Server) {
			t.Helper()
			ageOut(t, s, "e1")
		},
		"forgotten subscription": func(_ *testing.T, s *emulator.Server) {
			s.RemoveSubscription(subscriptionA)
		},
	}
}

// labelled is a decision about event e1 under a label, which destroy would reopen.
func labelled(label string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolution" %q {
  subscription_id       = %q
  event_id              = "e1"
  status                = "Resolved"
  reason                = "Fraud"
  reactivate_on_destroy = true
}
`, label, subscriptionA)
}

const (
	labelledA      = "partnercenter_fraud_event_resolution.a"
	createsFirst   = "lifecycle {\n create_before_destroy = true\n }"
	pluralReopened = `
resource "partnercenter_fraud_event_resolutions" "test" {
  subscription_id       = "` + subscriptionA + `"
  reactivate_on_destroy = true
  resolutions           = { e1 = { status = "Resolved", reason = "Fraud" } }
}
`
)

// In whatever order Terraform runs the two halves, the event ends as the configuration says. The
// table of scenarios covers the order of `create_before_destroy`.
func TestResolutionReplace_EndsAsTheConfigurationSays(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]resource.TestStep{
		"tainted": {{Config: labelled("a")},
			{Config: labelled("a"), Taint: []string{labelledA}}},
		"renamed":                 {{Config: labelled("a")}, {Config: labelled("b")}},
		"from singular to plural": {{Config: labelled("a")}, {Config: pluralReopened}},
		"from plural to singular": {{Config: pluralReopened}, {Config: labelled("a")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			for i := range steps {
				steps[i].ConfigPlanChecks = settled()
				steps[i].Check = standsAs(t, s, "e1", "Resolved", "Fraud")
			}
			resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providersFor(s), Steps: steps})
		})
	}
}

// An event that the same run adopts is not reopened, and a warning says so.
func TestResolutionReplace_ThePluralSparesEventsThatItsRunDecides(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	session := newPluralSession(t, s)
	session.create(allFraud("e1", "e2").with(reactivating()))
	server := session.phase()
	other := newSession(t, s)
	p := other.planWith(server, decide("e1", "Resolved", "Fraud"))
	expectDiagnostics(t, other.applyWith(server, p))
	expectDiagnostics(t, session.applyWith(server, session.planWith(server, nil)),
		aWarning(notReopened, "", "e1: the same run has decided about it for another resource instance"))
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Active", "None")
}

// standsAs is expectStanding as a check of a step.
func standsAs(t *testing.T, s *emulator.Server, id, status, reason string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		expectStanding(t, s, id, status, reason)
		return nil
	}
}

// instances returns the addresses for the elements of a map in HCL.
func instances(forEach, eventID, reason string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolution" "test" {
  for_each        = %s
  subscription_id = %q
  event_id        = %s
  status          = "Resolved"
  reason          = %s
}
`, forEach, subscriptionA, eventID, reason)
}

// manySingular decides about events e0 to e(n-1), under keys that begin with prefix.
func manySingular(n int, prefix string) string {
	return instances(fmt.Sprintf(`{ for i in range(%d) : "%s${i}" => "e${i}" }`, n, prefix),
		"each.value", `"Ignore"`)
}

// onePlural decides about the same events.
func onePlural(n int, reason string) string {
	return fmt.Sprintf(`
resource "partnercenter_fraud_event_resolutions" "test" {
  subscription_id = %q
  resolutions     = { for i in range(%d) : "e${i}" => { status = "Resolved", reason = %q } }
}
`, subscriptionA, n, reason)
}

// nothingLeft ends a test whose state has keys, because terraform-plugin-testing (1.16) cannot read
// such a state at the end.
const nothingLeft = `locals {}`

// Decisions move between the forms, and between keys, although some of their events are unlisted.
func TestResolutionMove_WorksForEventsThatAreNoLongerListed(t *testing.T) {
	t.Parallel()
	for name, configs := range map[string][2]string{
		"singular to plural": {manySingular(6, "a"), onePlural(6, "Ignore")},
		"plural to singular": {onePlural(6, "Ignore"), manySingular(6, "a")},
		"renamed keys":       {manySingular(6, "a"), manySingular(6, "b")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e0"), event("e1"), event("e2"), event("e3"), event("e4"),
				event("e5"))
			var writes int // number of writes that a slow machine makes of six decisions
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: providersFor(s),
				Steps: []resource.TestStep{{
					Config: configs[0],
				}, {
					PreConfig: func() {
						ageOut(t, s, "e0", "e1", "e2")
						writes = s.Count(emulator.KindUpdate)
					},
					Config:           configs[1],
					ConfigPlanChecks: settled(),
				}, {
					Config: nothingLeft,
				}},
			})
			if n := len(standings(s)); n != 1 {
				t.Errorf("the listed events stand in %d ways", n)
			}
			expectWrites(t, s, writes)
		})
	}
}

// Without a refresh, the plan of the removal reports the decision in state.
func TestResolutionMove_WorksWithoutARefresh(t *testing.T) {
	t.Parallel()
	forEachForm(t, "from", func(t *testing.T, f form) {
		target := forms()[0]
		if f.name == target.name {
			target = forms()[1]
		}
		s, from := f.decided(t, isFraud)
		to := target.start(t, s)
		ageOut(t, s, "e1")
		server := from.phase()
		from.planWith(server, nil)
		expectDiagnostics(t, to.planWith(server, target.decide(isFraud)).diagnostics,
			aWarning(recorded, target.path))
	})
}

func TestResolutionPartial_ARefusedUpdateFailsAloneAndIsPlannedAgainAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("a"), event("b"), event("c"))
	each := func(reasons string) string { return instances(reasons, "each.key", "each.value") }
	w := newWorkspace(t, s, each(`{ b = "Fraud" }`))
	w.Must("apply", "-auto-approve", "-no-color")
	ignoreWrites(s, emulator.AlreadyResolvedRefused)
	w.Write("main.tf", acctest.RequiredProviders+each(`{ a = "Fraud", b = "Ignore", c = "Ignore" }`))
	expectOutput(t, w.MustFail("apply", "-auto-approve", "-no-color"), `test["b"]`,
		"event b is already resolved")
	expectEqual(t, "planned actions", map[string]string{"b": "update"}, plannedActions(t, w))

	ignoreWrites(s, emulator.AlreadyResolvedOverwritten)
	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "planned actions", map[string]string{}, plannedActions(t, w))
	expectStanding(t, s, "b", "Resolved", "Ignore")
}
