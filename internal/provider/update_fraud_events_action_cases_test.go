// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// actionCase is a plan and an invocation of the action. testdata/actions.golden has their messages.
type actionCase struct {
	name        string
	events      []emulator.Event // e1 and e2 if there are none
	before      step             // the plan
	config      object
	environment map[string]string
	provider    object
	inVain      bool // the time of the action ends after it has read the events twice

	sent []write        // in order
	ends map[string]int // how many events stand how, if not all that is sent takes effect
}

func actionCases() []actionCase {
	return slices.Concat(selections(), previews(), actionsThatWriteNothing(), actionsThatFail())
}

// decided resolves, or moves, events: "e1 Resolved (Fraud)".
func decided(standings ...string) step {
	return func(t *testing.T, s *emulator.Server) {
		t.Helper()
		for _, move := range standings {
			id, standing, _ := strings.Cut(move, " ")
			moveEvent(t, s, id, standing, colleague)
		}
	}
}

// picks is a case with an event for each standing, by its id, one of tonight, and one of
// subscription B.
func picks(name string, config object, sent ...write) actionCase {
	return actionCase{
		name: name, config: config, sent: sent,
		events: []emulator.Event{event("active"), event("fraud"), event("ignored"), event("watched"),
			event("severe", func(e *emulator.Event) { e.Severity = "High" }),
			event("tonight", detectedAt("2026-02-01T00:00:00")), emulator.NewEvent(subscriptionB, "b1")},
		before: decided("fraud "+isFraud, "ignored "+isIgnored, "watched "+isInvestigating),
	}
}

// onFour is a case with the events e1 to e4.
func onFour(name string, before step, sent ...write) actionCase {
	return actionCase{name: name, before: before, sent: sent, config: ignoring(everything()),
		events: []emulator.Event{event("e1"), event("e2"), event("e3"), event("e4")}}
}

// onThirds is a case with events in three subscriptions, which needs three writes.
func onThirds(name string, before step, sent ...write) actionCase {
	return actionCase{name: name, before: before, sent: sent, config: inThree(), events: thirds(9)}
}

// selections pick among events that stand in every way, and in two subscriptions.
func selections() []actionCase {
	in := func(subscriptions ...string) object { return object{"subscription_ids": subscriptions} }
	both := in(subscriptionA, subscriptionB)
	reopening := object{"status": "Active", "reason": nil}
	active := object{"severities": []string{"medium"}, "statuses": []string{"active"}}
	dryRun := object{"dry_run": true}
	return []actionCase{
		picks("by ids in two subscriptions", ignoring(named("active", "watched", "b1"), both),
			ignored("active", "watched"), ignored("b1")),
		picks("by a filter", ignoring(matching(active)), ignored("active")),
		picks("by a filter on one subscription of two",
			ignoring(matching(object{"subscription_id": strings.ToUpper(subscriptionB)}), both),
			ignored("b1")),
		picks("by a filter without matches",
			ignoring(matching(object{"severities": []string{"Low"}}), object{"expected_count": 0})),
		picks("all of a subscription that is named twice",
			ignoring(everything(), in(subscriptionA, strings.ToUpper(subscriptionA)),
				object{"expected_count": 6}), ignored("active", "severe", "tonight", "watched")),
		picks("all, with consent", ignoring(everything(), consent()),
			ignored("active", "fraud", "severe", "tonight", "watched")),
		picks("reopening", ignoring(everything(), reopening), openBody("Active", "watched")),
		picks("reopening, with consent", ignoring(everything(), reopening, consent()),
			openBody("Active", "fraud", "ignored", "watched")),
		picks("a dry run", ignoring(everything(), dryRun)),
		picks("a dry run of another count, with consent",
			ignoring(everything(), dryRun, consent(), object{"expected_count": 5})),
		{name: "unlisted ids", config: ignoring(named("e1", "gone2", "b1", "gone1")),
			events: []emulator.Event{event("e1"), emulator.NewEvent(subscriptionB, "b1")}},
		{name: "by an id, while pages shift", config: ignoring(named("e1")), before: shifting,
			sent: []write{ignored("e1")}},
		{name: "an exact id takes precedence", config: ignoring(named("event-ONE", "AB")),
			events: []emulator.Event{event("Event-One"), event("ab"), event("AB")},
			sent:   []write{ignored("AB", "Event-One")}},
		{name: "an ambiguous id, and an unlisted one", config: ignoring(named("aB", "gone")),
			events: []emulator.Event{event("ab"), event("AB")}},
	}
}

// previews say what to look at before anything is changed.
func previews() []actionCase {
	all, four := ignoring(everything()), ignored("e1", "e2", "e3", "e4")
	investigate := onFour("investigated again", decided("e3 "+isInvestigating),
		openBody("Investigating", "e1", "e2", "e4"))
	investigate.config = ignoring(everything(), object{"status": "Investigating", "reason": nil})
	return []actionCase{
		{name: "counts by severity and customer", config: all, before: decided("e7 " + isIgnored),
			events: []emulator.Event{
				event("e1", of("Adatum", "Medium")), event("e2", of("Fabrikam", "Medium")),
				event("e3", of("Fabrikam", "Medium")), event("e4", of("Fabrikam", "high")),
				event("e5", of("Woodgrove", "Severe")), event("e6", of("", "")),
				event("e7", of("Adatum", "High"))},
			sent: []write{ignored("e1", "e2", "e3", "e4", "e5", "e6")}},
		{name: "customers with the same name", config: all, // which need not come with a tenant
			events: []emulator.Event{
				event("e1", of("Contoso", "Low", "t1")), event("e2", of("Contoso", "Low", "t2")),
				event("e3", of("Fabrikam", "Low", "t3")), event("e4", of("Fabrikam", "Low", "T3")),
				event("e5", of("", "Low", "t4"))},
			sent: []write{ignored("e1", "e2", "e3", "e4", "e5")}},
		investigate,
		onFour("some match the decision, and some are decided differently",
			decided("e1 "+isLegitimate, "e2 "+isFraud, "e3 "+isFraud, "e4 "+isIgnored)),
		onFour("some under investigation", decided("e3 "+isInvestigating, "e4 "+isInvestigating), four),
		onFour("some reopened events", decided("e2 "+isFraud, "e2 "+isActive,
			"e3 "+isInvestigating, "e3 "+isActive), four), // e3 was not resolved
	}
}

// actionsThatWriteNothing are stopped, or have nothing to do.
func actionsThatWriteNothing() []actionCase {
	all := ignoring(everything())
	counting := func(name string, n int) actionCase {
		return actionCase{name: name, config: ignoring(everything(), object{"expected_count": n})}
	}
	forbidden := failingEach(emulator.KindList, http.StatusForbidden, 0)
	other := ignoring(everything(), object{"subscription_ids": []string{subscriptionA, subscriptionB}})
	return []actionCase{
		{name: "an unknown provider configuration", provider: object{"tenant_id": unknownYet},
			config: ignoring(named("e1"))},
		counting("no events expected", 0), counting("more events expected", 3),
		counting("fewer events expected", 1),
		{name: "nothing to do", config: ignoring(matching(object{"severities": []string{"High"}}))},
		{name: "read-only", config: all, environment: readOnly()},
		{name: "read-only, and nothing to write", config: all, environment: readOnly(),
			before: decided("e1 "+isIgnored, "e2 "+isIgnored)},
		{name: "read-only, a dry run", config: all.with(object{"dry_run": true}),
			environment: readOnly()},
		{name: "one id too many", config: ignoring(named("e1", "gone"))},
		{name: "no listing", config: all, before: forbidden},
		onThirds("one subscription cannot be listed", failingEach(emulator.KindList,
			http.StatusForbidden, 1)),
		{name: "an unknown subscription and a known one", config: other, sent: []write{
			ignored("e1", "e2")},
			before: func(_ *testing.T, s *emulator.Server) { s.RemoveSubscription(subscriptionB) }},
		{name: "a filter that ends in the future", sent: []write{ignored("e1", "e2")},
			config: ignoring(matching(object{"detected_before": "2999-01-01T00:00:00Z"}))},
		{name: "a filter that the classic events model lacks", environment: classicModel(),
			config: ignoring(matching(object{"severities": []string{"Low"}}))},
	}
}

// failingEach is a fault of each call of a kind, after some that succeed.
func failingEach(kind string, status, after int) step {
	return func(_ *testing.T, s *emulator.Server) {
		s.AddFault(emulator.Fault{Kind: kind, Status: status, Code: "900150", Skip: after, Times: -1})
	}
}

// actionsThatFail fail in part, or look as if they did.
func actionsThatFail() []actionCase {
	first, second, third := ignored("e000", "e003", "e006"), ignored("e001", "e004", "e007"),
		ignored("e002", "e005", "e008")
	after := func(n int, f emulator.Fault) step { f.Skip = n; return failing(f) }
	lost := func(_ *testing.T, s *emulator.Server) {
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: true})
		s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true})
	}
	three, six := map[string]int{"Resolved Ignore": 3, "Active None": 6},
		map[string]int{"Resolved Ignore": 6, "Active None": 3}
	forbidden := onThirds("no longer allowed to write", failingEach(emulator.KindUpdate,
		http.StatusForbidden, 1), first, second)
	unauthorized := onThirds("no longer signed in", failingEach(emulator.KindUpdate,
		http.StatusUnauthorized, 1), first, second)
	fault := onThirds("a fault of the service", after(1, emulator.Fault{Status: 500}), first, second,
		third)
	fault.environment = once()
	forbidden.ends, unauthorized.ends, fault.ends = three, three, six
	hidden := actionCase{name: "a write that never shows", before: hiding, sent: []write{
		ignored("e1", "e2")}, config: ignoring(everything()), inVain: true}
	late := func(_ *testing.T, s *emulator.Server) {
		s.SetBehaviour(func(b *emulator.Behaviour) {
			b.UpdateReply, b.UpdateLag = emulator.UpdateReplyEmpty, 2
		})
	}
	return []actionCase{
		forbidden, unauthorized, fault, hidden,
		onThirds("throttled in the middle", after(1, emulator.Fault{Status: 429, RetryAfter: "1"}),
			first, second, second, third),
		onThirds("an answer, then a lost request", lost, first, second, second, third),
		{name: "a write that shows late", before: late, config: ignoring(everything()),
			sent: []write{ignored("e1", "e2")}},
	}
}

// of gives an event a customer and a severity. Without a tenant, the name identifies the customer.
func of(customer, severity string, tenant ...string) func(*emulator.Event) {
	return func(e *emulator.Event) {
		e.CustomerFriendlyName, e.Severity = customer, severity
		e.CustomerTenantID = append(tenant, customer)[0]
	}
}

func detectedAt(at string) func(*emulator.Event) {
	return func(e *emulator.Event) { e.EventTime = at }
}
