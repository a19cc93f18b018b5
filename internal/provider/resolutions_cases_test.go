// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// manyCase is a possible story of many decisions from a plan to an apply, with its result.
// decisionCases cover single decisions.
type manyCase struct {
	name     string
	found    step   // before all
	held     byID   // decisions in state; none when empty
	options  object // of all configurations
	readOnly bool   // the provider that plans

	before   step // the plan
	wants    byID
	consents object
	between  step // plan and apply

	sent  []write // by plan and apply, in any order
	state byID    // the decisions that Terraform holds
}

// byID is how events stand, or are to stand.
type byID map[string]string

func allAs(how string, ids ...string) byID {
	all := byID{}
	for _, id := range ids {
		all[id] = how
	}
	return all
}

func (s byID) with(more byID) byID {
	s = maps.Clone(s)
	maps.Copy(s, more)
	return s
}

// decided returns a configuration of the decisions; nil without any.
func (s byID) decided(options ...object) object {
	if len(s) == 0 {
		return nil
	}
	all := decisions{}
	for id, how := range s {
		status, reason := splitStanding(how)
		all[id] = map[string]any{"status": status, "reason": orNil(reason)}
	}
	return decideAll(all).with(options...)
}

// All cases are about events that are listed as e1 to e4, Ab and aB.
func manyCases() []manyCase {
	two, three := allAs(isFraud, "e1", "e2"), allAs(isFraud, "e1", "e2", "e3")
	all := three.with(byID{"e4": isFraud})
	forbidden := failing(emulator.Fault{Status: 403, Code: "900150"})
	open, e1Active := allAs(isInvestigating, "e1", "e2", "e3"), decided("e1 "+isActive)
	return slices.Concat([]manyCase{
		{name: "each with its decision, except those that already match",
			found: decided("e4 " + isFraud),
			wants: byID{"e1": isFraud, "E2": isIgnored, "e3": isInvestigating, "e4": isFraud},
			sent:  []write{body("Fraud", "e1"), body("Ignore", "e2"), openBody("Investigating", "e3")},
			state: byID{"e1": isFraud, "E2": isIgnored, "e3": isInvestigating, "e4": isFraud}},
		{name: "several that cannot be carried out",
			found: decided("e1 "+isIgnored, "e2 "+isLegitimate),
			wants: all.with(byID{"gone": isFraud, "nowhere": isFraud})},
		{name: "two that somebody else has resolved", found: decided("e1 "+isIgnored, "e2 "+isLegitimate),
			wants: byID{"e1": isFraud, "e2": isActive}},
		{name: "an ambiguous id", wants: byID{"ab": isFraud, "e1": isFraud}},
		{name: "a new one that somebody else has resolved", held: allAs(isFraud, "e1"),
			found: decided("e3 " + isIgnored), wants: three, state: allAs(isFraud, "e1")},
		{name: "new ones in an unknown subscription", held: allAs(isFraud, "e1"), before: forgotten,
			wants: allAs(isFraud, "e1", "e7", "e8"), state: allAs(isFraud, "e1")},
		{name: "changed decisions about unlisted events", held: three, before: gone("e1", "e2"),
			wants: byID{"e1": isIgnored, "e2": isActive, "e3": isIgnored}, state: three},
		{name: "drift of some, and a new decision", held: three,
			before: decided("e1 "+isLegitimate, "e2 "+isIgnored),
			wants:  two.with(byID{"e3": isIgnored}), sent: []write{body("Ignore", "e3")},
			state: byID{"e1": isLegitimate, "e2": isIgnored, "e3": isIgnored}},
		{name: "read-only", readOnly: true, wants: byID{"e1": isFraud, "e2": isIgnored}},
		{name: "read-only, and to be reopened", readOnly: true, held: two, options: reactivating(),
			state: two},
	}, []manyCase{
		{name: "one of four is resolved before the apply", between: decided("e2 " + isLegitimate),
			wants: all.with(byID{"e3": isIgnored}),
			sent:  []write{body("Fraud", "e1", "e4"), body("Ignore", "e3")}},
		{name: "the rest after such an apply", consents: consent(),
			found: decided("e1 "+isFraud, "e2 "+isLegitimate, "e3 "+isIgnored, "e4 "+isFraud),
			wants: all.with(byID{"e3": isIgnored}), sent: []write{body("Fraud", "e2")},
			state: all.with(byID{"e3": isIgnored})},
		{name: "some leave the list before the apply", held: open, wants: all,
			between: gone("e2", "e4"), sent: []write{body("Fraud", "e1", "e3")},
			state: byID{"e1": isFraud, "e2": isInvestigating, "e3": isFraud}},
		{name: "a forbidden call", held: open, wants: three, between: forbidden,
			sent: []write{body("Fraud", "e1", "e2", "e3")}, state: open},
		{name: "one changes before the apply", held: open.with(byID{"e3": isFraud}), wants: three,
			options: reactivating(), between: decided("e2 " + isIgnored),
			sent: []write{body("Fraud", "e1")}, state: three.with(byID{"e2": isIgnored})},
		{name: "a new one is resolved before the apply", held: allAs(isFraud, "e1"), wants: three,
			between: decided("e3 " + isIgnored), sent: []write{body("Fraud", "e2")}, state: two},
	}, []manyCase{
		{name: "two removed", held: three, wants: allAs(isFraud, "e2"), state: allAs(isFraud, "e2")},
		{name: "one removed when the option is added", held: three, wants: two, consents: reactivating(),
			state: two},
		{name: "two removed and reopened, one of them resolved differently since", held: three,
			options: reactivating(), before: decided("e2 " + isLegitimate), wants: allAs(isFraud, "e3"),
			sent: []write{openBody("Active", "e1")}, state: allAs(isFraud, "e3")},
		{name: "all destroyed, and reopened if they still match", found: decided("e1 " + isFraud),
			held: all.with(byID{"e2": isIgnored}), options: reactivating(),
			between: func(t *testing.T, s *emulator.Server) {
				t.Helper()
				decided("e3 "+isLegitimate)(t, s)
				ageOut(t, s, "e4")
			},
			sent: []write{openBody("Active", "e1", "e2")}},
		{name: "all to be reopened, but refused", held: three, options: reactivating(),
			between: func(t *testing.T, s *emulator.Server) {
				t.Helper()
				e1Active(t, s)
				refusing()(t, s)
			},
			sent: []write{openBody("Active", "e2", "e3"), openBody("Active", "e2"),
				openBody("Active", "e3")}, state: allAs(isFraud, "e2", "e3")},
		{name: "one removed, but not reopened", held: two, options: reactivating(),
			between: refusing(), wants: byID{"e2": isIgnored},
			sent:  []write{openBody("Active", "e1"), body("Ignore", "e2")},
			state: byID{"e1": isFraud, "e2": isIgnored}},
	})
}

// The table gives the writes and Terraform's state, and testdata/resolutions.golden the messages.
func TestResolutions_EndAsTheTableSays(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	for _, c := range manyCases() {
		cases = append(cases, goldenCase{"", c.name, c.run})
	}
	compareCases(t, "resolutions.golden", cases)
}

func (c manyCase) run(t *testing.T) (said string) {
	t.Helper()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"), event("e4"), event("Ab"), event("aB"))
	session := newPluralSession(t, s)
	step := func(happens step) {
		if happens != nil {
			happens(t, s)
		}
	}
	step(c.found)
	if c.held != nil {
		session.create(c.held.decided(c.options))
	}
	step(c.before)
	if c.readOnly {
		session.start = newPluralSession(t, s, readOnly()).start
	}
	s.ResetCounts()
	config := c.wants.decided(c.options, c.consents)
	p := session.plan(config)
	said = p.diagnostics.text("plan")
	if !hasError(p.diagnostics) {
		step(c.between)
		applied := session.applyAsPlanned(p)
		said += applied.text("apply")
		if !hasError(applied) && config != nil {
			session.expectNoChange(session.plan(config))
		}
	}
	expectBodiesInAnyOrder(t, s, c.sent...)
	session.expectDecisions(c.state)
	return said
}

// expectDecisions compares the decisions that Terraform holds, each of which it names.
func (s *session) expectDecisions(want byID) {
	s.t.Helper()
	held, _ := s.state()["resolutions"].(map[string]any)
	named, _ := s.state()["events"].(map[string]any)
	got := byID{}
	for id, decision := range held {
		decision, _ := decision.(map[string]any)
		reason, _ := decision["reason"].(string)
		got[id] = standingText(fmt.Sprint(decision["status"]), reason)
		if named[id] == nil {
			s.t.Errorf("events lacks %s", id)
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" || len(named) != len(held) {
		s.t.Errorf("state holds, and names %d (-want +got):\n%s", len(named), diff)
	}
}
