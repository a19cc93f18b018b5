// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	reopened = "Fraud event reopened since the decision"
	moved    = "Fraud event moved since the decision"
	half     = "Status and reason do not go together"
)

// decisionForm is one of the two resources that hold a decision about event e1. The rules are the
// same.
type decisionForm struct {
	name   string
	start  func(*testing.T, *emulator.Server, ...map[string]string) *session
	decide func(status, reason any) object
	path   string // of the diagnostics of a plan
}

func decisionForms() []decisionForm {
	return []decisionForm{
		{"singular", newSession, func(status, reason any) object { return decide("e1", status, reason) },
			"status"},
		{"plural", newPluralSession, func(status, reason any) object {
			return decideAll(decisions{"e1": map[string]any{"status": status, "reason": reason,
				"annotations": nil}})
		}, "resolutions"},
	}
}

// forEachForm runs a test for both resources.
func forEachForm(t *testing.T, name string, run func(*testing.T, decisionForm)) {
	t.Helper()
	for _, f := range decisionForms() {
		t.Run(name+" "+f.name, func(t *testing.T) {
			t.Parallel()
			run(t, f)
		})
	}
}

// standingOf is a status with a reason, as a table writes it.
type standingOf struct{ status, reason string }

// Somebody else has moved the event since the decision: the plan says who and when, and that it
// cannot be applied; apply refuses. Consent lifts that, and so does another decision in the
// configuration.
func TestReview_OfAnEventThatSomebodyElseMovedSinceTheDecision(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name               string
		ours, now, another standingOf
		by, summary        string
	}{
		{"Microsoft reopens", standingOf{"Resolved", "Ignore"}, standingOf{"Active", ""},
			standingOf{"Resolved", "Fraud"}, "system", reopened},
		{"a colleague investigates", standingOf{"Resolved", "Fraud"}, standingOf{"Investigating", ""},
			standingOf{"Resolved", "Ignore"}, colleague, reopened},
		{"a colleague takes over", standingOf{"Active", ""}, standingOf{"Investigating", ""},
			standingOf{"Resolved", "Ignore"}, colleague, moved},
		{"a colleague gives up", standingOf{"Investigating", ""}, standingOf{"Active", ""},
			standingOf{"Resolved", "Ignore"}, colleague, moved},
		{"a colleague resolves", standingOf{"Investigating", ""}, standingOf{"Resolved", "Fraud"},
			standingOf{"Resolved", "Ignore"}, colleague, elsewhere},
		{"resolves otherwise", standingOf{"Resolved", "Fraud"}, standingOf{"Resolved", "Legitimate"},
			standingOf{"Active", ""}, colleague, elsewhere},
	} {
		forEachForm(t, c.name, func(t *testing.T, f decisionForm) {
			s := startEmulator(t, event("e1"))
			session := f.start(t, s)
			config := f.decide(c.ours.status, orNil(c.ours.reason))
			session.create(config)
			writes := s.Count(emulator.KindUpdate)
			if err := s.ChangeStatus("e1", c.now.status, c.now.reason, c.by); err != nil {
				t.Fatal(err)
			}

			p := session.plan(config)
			warned := aWarning(c.summary, f.path, "by "+c.by+" on 20", "This plan cannot be applied",
				"allow_overwrite = true")
			expectDiagnostics(t, p.diagnostics, warned)
			refused := c.summary
			if c.summary == elsewhere {
				refused = otherwise
			}
			expectDiagnostics(t, session.apply(p), warned,
				anError(refused, f.path, "e1", "by "+c.by+" on 20", "allow_overwrite = true"))
			expectStanding(t, s, "e1", c.now.status, orNone(c.now.reason))
			expectWrites(t, s, writes)

			before := session.held // what is refused once is refused again
			expectDiagnostics(t, session.apply(session.plan(config)), warned, anError(refused, f.path))
			for _, way := range []struct {
				config  object
				verdict string
				want    standingOf
			}{
				{config.with(consent()), "because `allow_overwrite` is set", c.ours},
				{f.decide(c.another.status, orNil(c.another.reason)), "is a new one", c.another},
			} {
				session.held = before
				if err := s.ChangeStatus("e1", c.now.status, c.now.reason, c.by); err != nil {
					t.Fatal(err)
				}
				p := session.plan(way.config)
				warned := aWarning(c.summary, f.path, way.verdict)
				expectDiagnostics(t, p.diagnostics, warned)
				expectDiagnostics(t, session.apply(p), warned)
				expectStanding(t, s, "e1", way.want.status, orNone(way.want.reason))
			}
		})
	}
}

// orNone is a reason as the service has it.
func orNone(reason string) string {
	if reason == "" {
		return "None"
	}
	return reason
}

// What needs no consent is still pointed out, and nothing else is.
func TestConcerns_OfNewDecisions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		now     standingOf
		options object
		want    []message
	}{
		{"open", standingOf{"Active", ""}, nil, nil},
		{"already so", standingOf{"Resolved", "Fraud"}, nil, []message{
			aWarning(alreadySo, "", "e1 is Resolved (Fraud) by "+colleague, "Nothing is sent"),
		}},
		{"investigated", standingOf{"Investigating", ""}, nil, []message{
			aWarning(investigated, "", "e1 is Investigating (set by "+colleague, "Apply will change it"),
		}},
		{"resolved otherwise", standingOf{"Resolved", "Ignore"}, consent(),
			[]message{aWarning(elsewhere, "", "Resolved (Ignore) by "+colleague)}},
		{"recorded", standingOf{"gone", ""}, object{"allow_unlisted": true}, []message{
			aWarning(recorded, "", "e1", "Resolved (Fraud)", "Nothing is sent"),
		}},
	} {
		forEachForm(t, c.name, func(t *testing.T, f decisionForm) {
			s := startEmulator(t, event("e1"), event("e2"))
			switch c.now.status {
			case "gone":
				ageOut(t, s, "e1")
			default:
				if err := s.ChangeStatus("e1", c.now.status, c.now.reason, colleague); err != nil {
					t.Fatal(err)
				}
			}
			session := f.start(t, s)
			config := f.decide("Resolved", "Fraud").with(c.options)
			want := slices.Clone(c.want)
			for i := range want {
				want[i].Path = f.path
			}
			p := session.plan(config)
			expectExactly(t, p.diagnostics, want...)
			expectExactly(t, session.apply(p), want...)
			expectExactly(t, session.refresh())
			expectExactly(t, session.planWithoutRefresh(config).diagnostics)
		})
	}
}

// expectExactly is expectDiagnostics for advice too.
func expectExactly(t *testing.T, got []diagnostic, want ...message) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d diagnostics, want %d: %+v", len(got), len(want), got)
	}
	expectDiagnostics(t, got, want...)
}

// What an import found is somebody else's, until a decision is written or adopted here.
func TestReview_OfAnImportedEvent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		found, now   standingOf
		refuses      bool
		plan, refuse string // summaries
	}{
		{"resolved", standingOf{"Resolved", "Fraud"}, standingOf{"Resolved", "Fraud"}, true, elsewhere,
			otherwise},
		{"active", standingOf{"Active", ""}, standingOf{"Active", ""}, false, "", ""},
		{"investigated", standingOf{"Investigating", ""}, standingOf{"Investigating", ""}, false,
			investigated, ""},
		{"active, then resolved", standingOf{"Active", ""}, standingOf{"Resolved", "Legitimate"}, true,
			elsewhere, otherwise},
		{"as decided, then reopened", standingOf{"Resolved", "Ignore"}, standingOf{"Active", ""}, true,
			reopened, reopened},
		{"resolved, then reopened", standingOf{"Resolved", "Fraud"}, standingOf{"Active", ""}, false,
			reopened, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("e1"))
			colleagueSets(t, s, "e1", c.found.status, c.found.reason)
			session := newSession(t, s)
			expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
			same := decide("e1", c.found.status, orNil(c.found.reason))
			session.expectNoChange(session.plan(same)) // planning nothing leaves it imported
			colleagueSets(t, s, "e1", c.now.status, c.now.reason)

			config := decide("e1", "Resolved", "Ignore")
			p := session.plan(config)
			var want []message
			if c.plan != "" {
				want = append(want, aWarning(c.plan, "status"))
			}
			expectExactly(t, p.diagnostics, want...)
			for _, d := range p.diagnostics {
				expectNot(t, d.detail, "is a new one")
			}
			if !c.refuses {
				expectExactly(t, session.apply(p), want...)
				expectStanding(t, s, "e1", "Resolved", "Ignore")
				return
			}
			expectExactly(t, session.apply(p),
				append(want, anError(c.refuse, "status", "allow_overwrite"))...)
			expectStanding(t, s, "e1", c.now.status, orNone(c.now.reason))
			expectWrites(t, s, 0)

			p = session.plan(config.with(consent()))
			expectExactly(t, p.diagnostics, aWarning(c.plan, "status", "`allow_overwrite` is set"))
			expectExactly(t, session.apply(p), aWarning(c.plan, "status"))
			p = session.plan(decide("e1", "Resolved", "Legitimate")) // and now the decision is ours
			expectExactly(t, p.diagnostics)
			expectExactly(t, session.apply(p))
			expectStanding(t, s, "e1", "Resolved", "Legitimate")
		})
	}
}

// Terraform hands in the value of the state for what `ignore_changes` lists.
func TestReview_OfHalfADecisionSaysWhatToIgnoreToo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name           string
		now, half      standingOf
		singular, says string
	}{
		{"status ignored", standingOf{"Investigating", ""}, standingOf{"Investigating", "Fraud"},
			"reason", `"Investigating"`},
		{"reason ignored", standingOf{"Investigating", ""}, standingOf{"Resolved", ""}, "reason",
			"no `reason`"},
		{"of an undocumented status", standingOf{"Escalated", ""}, standingOf{"Escalated", "Fraud"},
			"status", `"Escalated"`},
	} {
		forEachForm(t, c.name, func(t *testing.T, f decisionForm) {
			s := startEmulator(t, event("e1"), event("e2"))
			session := f.start(t, s)
			session.create(f.decide("Resolved", "Fraud"))
			s.Inject(event("e1", func(e *emulator.Event) {
				e.EventStatus, e.ResolvedReason = c.now.status,
					"None"
			}))
			path := f.path
			if f.name == "singular" {
				path = c.singular
			}
			session.ignoring = true
			p := session.plan(f.decide(c.half.status, orNil(c.half.reason)))
			expectDiagnostics(t, p.diagnostics,
				anError(half, path, "e1", c.says, "list both `status` and `reason` in `ignore_changes`"))
			p = session.plan(f.decide(c.now.status, orNil(c.now.reason)))
			expectDiagnostics(t, p.diagnostics)
			session.expectNoChange(p)
		})
	}
}

// One entry that makes no decision does not hide what is wrong with the others.
func TestReview_HalfADecisionHidesNoOthers(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	session := newPluralSession(t, s)
	session.create(decideAll(decisions{"e1": resolved("Fraud"), "e2": resolved("Fraud")}))
	colleagueSets(t, s, "e1", "Investigating", "")
	colleagueResolves(t, s, "e3", "Ignore")
	session.ignoring = true
	p := session.plan(decideAll(decisions{
		"e1": map[string]any{"status": "Investigating", "reason": "Fraud", "annotations": nil},
		"e2": resolved("Fraud"), "e3": resolved("Fraud"),
	}))
	expectDiagnostics(t, p.diagnostics,
		anError("Decisions about fraud events cannot be carried out", "resolutions",
			"2 of 3 decisions", "event e1 has the `status`", "Event e3 is already Resolved (Ignore)"))
}

// A status that nobody documented can be kept by ignoring both, and other attributes still change.
func TestReview_AnUndocumentedStatusIsKeptWhereBothAreIgnored(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f decisionForm) {
		s := startEmulator(t, event("e1"), event("e2"))
		session := f.start(t, s)
		session.create(f.decide("Resolved", "Fraud"))
		s.Inject(event("e1", func(e *emulator.Event) { e.EventStatus = "Escalated" }))
		session.ignoring = true
		p := session.plan(f.decide("Escalated", nil).with(reactivating()))
		expectExactly(t, p.diagnostics)
		expectExactly(t, session.apply(p))
		expectWrites(t, s, 1)
		p = session.plan(f.decide("Resolved", "Fraud").with(reactivating()))
		expectDiagnostics(t, session.apply(p), aWarning(reopened, f.path), anError(reopened, f.path))
	})
}

// A listed id that nearly is the same is named, and consent to record without a call stands last.
func TestReview_AWrongIDNamesTheOneThatWasProbablyMeant(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f decisionForm) {
		s := startEmulator(t, event(subscriptionA+"_e1"), event("e2"))
		path := f.path
		if f.name == "singular" {
			path = "event_id"
		}
		for _, reason := range []any{"Fraud", unknownYet} {
			found := f.start(t, s).plan(f.decide("Resolved", reason)).diagnostics
			expectDiagnostics(t, found, anError(notListed, path, `It lists event "`+subscriptionA+
				`_e1", which is nearly the same`, "restore a backup of that state"))
			if !strings.HasSuffix(found[0].detail, "set `allow_unlisted = true` for it.") {
				t.Errorf("another remedy comes last: %s", found[0].detail)
			}
		}
	})
}
