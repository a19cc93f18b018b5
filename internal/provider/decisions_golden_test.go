// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const readOnlySummary = "The provider is read-only"

func readOnly() map[string]string { return map[string]string{"PARTNERCENTER_READ_ONLY": "true"} }

// A decision about event e1 on its way from a plan to a destroy: the table gives the result of each
// case, and testdata/decisions.golden the messages on the way.
func TestDecisions_EndAsTheTableSays(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	eachDecision(func(c decisionCase, f form) {
		cases = append(cases, goldenCase{"", c.name + ", " + f.name, func(t *testing.T) string {
			t.Helper()
			return cmp.Or(c.run(t, f), "Nothing is said.\n")
		}})
	})
	cases[0].title = "# A decision about an event that others also move\n\n"
	compareCases(t, "decisions.golden", cases)
}

// The table does not depend on the API.
func TestGraphDecisions_EndAsTheTableSays(t *testing.T) {
	t.Parallel()
	eachDecision(func(c decisionCase, f form) {
		c.graph = true
		if c.ends.state == isEscalated { // state has undocumented values as Graph writes them
			c.ends.state = strings.ToLower(isEscalated)
		}
		t.Run(c.name+", "+f.name, func(t *testing.T) {
			t.Parallel()
			c.run(t, f)
		})
	})
}

func eachDecision(do func(decisionCase, form)) {
	for _, c := range decisionCases() {
		for _, f := range forms() {
			if c.imports && f.name == "plural" {
				continue
			}
			do(c, f)
		}
	}
}

func (c decisionCase) run(t *testing.T, f form) (said string) {
	t.Helper()
	s := startEmulator(t, alert("e1"), alert("e2"))
	session := f.start(t, s, c.environment(s))
	step := func(happens step) {
		if happens != nil {
			happens(t, s)
		}
	}
	if c.found != "" {
		moveEvent(t, s, "e1", c.found, colleague)
	}
	if c.held != "" {
		session.create(f.decide(c.held, c.options))
	}
	step(c.before)
	if c.imports {
		expectDiagnostics(t, session.importByID(subscriptionA+"/e1"))
	}
	if c.readOnly {
		session.start = f.start(t, s, c.environment(s), readOnly()).start
	}
	session.ignoring = c.half != nil
	config := c.config(f)
	written, stood := s.Count(c.updateKind()), standingOf(s)
	p := session.plan(config)
	said = p.diagnostics.text("plan")
	if failed := hasError(p.diagnostics); failed || config != nil && session.isEmpty(p) {
		c.expectEnding(t, s, session, written)
		return said
	}
	c.expectPrevious(session, p, stood)
	step(c.between)
	asked := s.Count(emulator.KindAny)
	applied := session.applyAsPlanned(p)
	if config == nil && c.options == nil && s.Count(emulator.KindAny) > asked {
		t.Error("a destroy that reopens nothing makes a call")
	}
	c.expectEnding(t, s, session, written)
	if !hasError(applied) && config != nil {
		session.expectTrue(s)
		session.expectNoChange(session.plan(config))
	}
	return said + applied.text("apply")
}

// environment has the variables of the case's API.
func (c decisionCase) environment(s *emulator.Server) map[string]string {
	if c.graph {
		return throughGraph()
	}
	return readyToken(s)
}

// updateKind is the kind of the case's writes.
func (c decisionCase) updateKind() string { return scenario{graph: c.graph}.updateKind() }

// config returns the configuration that the case plans; nil for a destroy.
func (c decisionCase) config(f form) object {
	switch {
	case c.half != nil:
		return f.holding(c.half, c.options)
	case c.wants != "":
		return f.decide(c.wants, c.options, c.consents)
	}
	return nil
}

// expectPrevious expects of a new decision that it remembers where the event stood.
func (c decisionCase) expectPrevious(session *session, p plan, stood string) {
	session.t.Helper()
	if c.held != "" || c.imports {
		return
	}
	want := orNil(stood)
	if stood == isGone {
		want = nil
	}
	expectEqual(session.t, "previous_status", want, session.planned(p, "previous_status"))
}

func (c decisionCase) expectEnding(t *testing.T, s *emulator.Server, session *session,
	written int) {
	t.Helper()
	got := ending{stands: standingOf(s), writes: s.Count(c.updateKind()) - written,
		state: session.decision()}
	if diff := gocmp.Diff(c.ends, got, gocmp.AllowUnexported(ending{})); diff != "" {
		t.Errorf("it ends otherwise (-table +found):\n%s", diff)
	}
	if all := writes(t, s); got.writes > 0 && c.wants != "" && !c.graph {
		status, reason := splitStanding(c.wants)
		expectEqual(t, "the last write", write{[]string{"e1"}, status, &reason}, all[len(all)-1])
	}
}

// expectTrue checks that the state describes event e1 as Partner Center does.
func (s *session) expectTrue(server *emulator.Server) {
	s.t.Helper()
	e, listed := server.Event("e1")
	s.expectListed(s.state(), listed)
	if s.typeName == resolutionTypeName {
		s.expectState(object{"resolved_by": orNil(e.ResolvedBy)})
	}
}

// standingOf returns the standing of event e1; gone if it is unlisted.
func standingOf(s *emulator.Server) string {
	e, ok := s.Event("e1")
	if !ok {
		return isGone
	}
	return standingText(e.EventStatus, e.ResolvedReason)
}

// decision returns the decision about event e1 in Terraform's state; empty for none.
func (s *session) decision() string {
	s.t.Helper()
	described := s.describedIn(s.state())
	status, _ := described["status"].(string)
	reason, _ := described["reason"].(string)
	return standingText(status, reason)
}

func standingText(status, reason string) string {
	if status != "Resolved" {
		return status
	}
	return status + " (" + reason + ")"
}

// isEmpty reports whether a plan keeps the refreshed state unchanged.
func (s *session) isEmpty(p plan) bool {
	s.t.Helper()
	return gocmp.Equal(s.plain(p.prior.state), s.plain(p.state))
}
