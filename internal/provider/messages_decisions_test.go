// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// decisionCase is what may be said of a decision about event e1 on its way from a plan to a
// destroy. It is shown for both resources.
type decisionCase struct {
	name    string
	held    string // the decision in state; none when empty
	imports bool   // event e1, in place of a decision
	options object // of all configurations

	before   step // the plan
	consents object
	wants    string // the decision that is planned; a destroy when empty
	half     object // a decision as `ignore_changes` makes it, in place of that
	between  step   // plan and apply
}

// step is something that happens to event e1.
type step func(*testing.T, *emulator.Server)

func to(standings ...string) step {
	return func(t *testing.T, s *emulator.Server) {
		t.Helper()
		for _, standing := range standings {
			moveEvent(t, s, "e1", standing, colleague)
		}
	}
}

func gone(ids ...string) step {
	return func(t *testing.T, s *emulator.Server) { t.Helper(); ageOut(t, s, ids...) }
}

func forgotten(_ *testing.T, s *emulator.Server) { s.RemoveSubscription(subscriptionA) }

func behaving(change func(*emulator.Behaviour)) step {
	return func(_ *testing.T, s *emulator.Server) { s.SetBehaviour(change) }
}

func decisionCases() []decisionCase {
	refusing := behaving(func(b *emulator.Behaviour) { b.ReopenRefused = true })
	return []decisionCase{
		{name: "not listed", before: gone("e1"), wants: isFraud},
		{name: "unknown subscription", before: forgotten, wants: isFraud},
		{name: "recorded without a call", before: gone("e1"), wants: isFraud, consents: acceptUnlisted()},
		{name: "already as decided", before: to(isFraud), wants: isFraud},
		{name: "under investigation", before: to(isInvestigating), wants: isFraud},
		{name: "set back to Active", before: to(isIgnored, isActive), wants: isFraud},
		{name: "resolved differently", before: to(isLegitimate), wants: isFraud},
		{name: "resolved, to be reopened", before: to(isLegitimate), wants: isInvestigating},
		{name: "resolved differently, with consent", before: to(isLegitimate), wants: isFraud,
			consents: consent()},
		{name: "resolved differently between plan and apply", wants: isFraud, between: to(isIgnored)},
		{name: "changed between plan and apply, with consent", wants: isFraud, consents: consent(),
			between: to(isIgnored)},
		{name: "a write that is refused", before: to(isInvestigating), wants: isActive,
			between: refusing},
		{name: "a write that does not show", wants: isFraud, options: hasty(),
			between: func(_ *testing.T, s *emulator.Server) { hideWrites(s) }},

		{name: "resolved differently since", held: isFraud, before: to(isLegitimate), wants: isFraud},
		{name: "resolved differently since, with consent", held: isFraud, before: to(isLegitimate),
			wants: isFraud, consents: consent()},
		{name: "resolved differently since, and a new decision", held: isFraud,
			before: to(isLegitimate), wants: isIgnored},
		{name: "reopened since", held: isFraud, before: to(isActive), wants: isFraud},
		{name: "reopened since, and a new decision", held: isFraud, before: to(isActive),
			wants: isIgnored},
		{name: "moved since", held: isInvestigating, before: to(isActive), wants: isInvestigating},
		{name: "changed since the plan", held: isInvestigating, wants: isFraud,
			between: to(isLegitimate)},
		{name: "imported as a colleague resolved it", imports: true, before: to(isFraud),
			wants: isIgnored},
		{name: "half a decision", held: isFraud, before: to(isInvestigating),
			half: object{"status": "Investigating", "reason": "Fraud"}},
		{name: "the other half", held: isFraud, before: to(isInvestigating),
			half: object{"status": "Resolved"}},

		{name: "no longer listed", held: isFraud, before: gone("e1"), wants: isFraud},
		{name: "nothing listed any more", held: isFraud, before: gone("e1", "e2"), wants: isFraud},
		{name: "changed when no longer listed", held: isFraud, before: gone("e1"), wants: isIgnored},
		{name: "no longer listed since the plan", held: isInvestigating, wants: isFraud,
			between: gone("e1")},

		{name: "destroyed", held: isFraud},
		{name: "destroyed and reopened", held: isFraud, options: reactivating()},
		{name: "to be reopened, and resolved differently since", held: isFraud,
			options: reactivating(), between: to(isLegitimate)},
		{name: "to be reopened, and no longer listed", held: isFraud, options: reactivating(),
			between: gone("e1")},
		{name: "to be reopened, which is refused", held: isFraud, options: reactivating(),
			between: refusing},
	}
}

func (c decisionCase) run(t *testing.T, f form) string {
	t.Helper()
	s := startEmulator(t, event("e1"), event("e2"))
	session := f.start(t, s, readyToken(s))
	step := func(happens step) {
		if happens != nil {
			happens(t, s)
		}
	}
	if c.held != "" {
		session.create(f.decide(c.held, c.options))
	}
	step(c.before)
	if c.imports {
		expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
	}
	var config object
	switch {
	case c.half != nil:
		session.ignoring = true
		config = f.holding(c.half)
	case c.wants != "":
		config = f.decide(c.wants, c.options, c.consents)
	}
	p := session.plan(config)
	said := p.diagnostics.text("plan")
	unchanged := cmp.Equal(session.plain(p.prior.state), session.plain(p.state)) && config != nil
	if !hasError(p.diagnostics) && !unchanged {
		step(c.between)
		said += session.applyAsPlanned(p).text("apply")
	}
	return said
}

// decisionMessages are what testdata/messages.golden shows of decisionCases.
func decisionMessages(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, c := range decisionCases() {
		for _, f := range forms() {
			if c.imports && f.name == "plural" {
				continue
			}
			said := c.run(t, f)
			if said == "" {
				t.Errorf("%s: nothing was said", c.name)
			}
			fmt.Fprintf(&b, "## %s, %s\n%s\n", c.name, f.name, normalise(said))
		}
	}
	return b.String()
}
