// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

// The table of scenarios gives the plan's messages, the effect of its apply, and the event's
// standing afterwards, for each way in which an event moves and each moment at which it can.
// scenarios() is the data; the other files of this name carry it out through the protocol and
// through the CLI; the guide "When an event moves" shows it.

// mover is who moves the event.
type mover string

const (
	nobody                mover = "Nobody moves the event"
	we                    mover = "You change your decision"
	colleagueResolvesIt   mover = "A colleague resolves the event differently"
	colleagueAgrees       mover = "A colleague resolves the event as you do"
	colleagueInvestigates mover = "A colleague investigates the event"
	colleagueReopens      mover = "A colleague reopens the event"
	microsoftReopens      mover = "Microsoft reopens the event"
	importFinds           mover = "The event is imported"
	stateIsLost           mover = "The state is lost"
	deposedIsDestroyed    mover = "A replaced decision is destroyed"
)

func movers() []mover {
	return []mover{
		nobody, we, colleagueResolvesIt, colleagueAgrees, colleagueInvestigates,
		colleagueReopens, microsoftReopens, importFinds, stateIsLost, deposedIsDestroyed,
	}
}

// moment is when the event moves.
type moment string

// "During the apply" means after Terraform's last plan and more than five seconds before the write,
// because an apply waits for others, for a token, or for a service that throttles. "The last
// seconds" are those since the provider last read the event. The API has no conditional write, so
// nobody can see a change in them.
const (
	never       moment = "–"
	beforePlan  moment = "before the plan"
	betweenRuns moment = "between plan and apply"
	duringApply moment = "during the apply"
	lastSeconds moment = "in the last seconds"
)

// moments lists those for which every mover that moves something has rows.
func moments() []moment { return []moment{beforePlan, betweenRuns, duringApply} }

// holder says what holds the decision.
type holder string

const (
	singular holder = "singular"
	plural   holder = "plural"
	anAction holder = "action"
)

func holders() []holder { return []holder{singular, plural, anAction} }

// decisionState is Terraform's knowledge of the decision when it plans. All decide Resolved
// (Fraud), except a changed one: it was Resolved (Fraud), and becomes Resolved (Ignore).
type decisionState string

const (
	isNew      decisionState = "new"
	isKept     decisionState = "in state, unchanged"
	isChanged  decisionState = "in state, changed"
	isImported decisionState = "imported, changed"
	isLost     decisionState = "lost, declared again"
	isReplaced decisionState = "replaced, the new object first"
	isLeftOver decisionState = "left over from an interrupted replacement"
	isNone     decisionState = "kept by no state"
)

// verb is the effect of an apply.
type verb string

const (
	writesIt   verb = "writes it"
	adoptsIt   verb = "adopts it; nothing is sent"
	letsGo     verb = "forgets it; nothing is sent"
	refusesIt  verb = "refuses"
	stops      verb = "Terraform stops"
	skipsIt    verb = "skips it"
	noChanges  verb = "nothing to apply"
	neverComes verb = "the plan fails"
	cannotBe   verb = "cannot be"
)

// Standings of an event.
const (
	isActive        = "Active"
	isInvestigating = "Investigating"
	isFraud         = "Resolved (Fraud)"
	isIgnored       = "Resolved (Ignore)"
	isLegitimate    = "Resolved (Legitimate)"
)

// result is the result of a scenario.
type result struct {
	Plan   []string // summaries of the plan or, for the action, of its preview
	Apply  verb
	Says   []string // further summaries of the apply
	Writes int
	Stands string   // the event, after that
	Next   []string // summaries of the next plan, if this one could not show them
}

// scenario is one row of the table.
type scenario struct {
	who      mover
	decision decisionState
	when     []moment
	forms    []holder
	found    string // the event's first standing, if not Active
	graph    bool   // the events are those of Microsoft Graph
	to       string // the event's new standing, if the mover does not determine it
	result
	why       string // for an impossible row, or one that needs an explanation
	cli       bool   // the row is about Terraform's own behavior, which the protocol does not show
	consented bool   // the decision sets allow_overwrite; no row does otherwise
}

// by says who has moved the event, according to messages.
func (m mover) by() string {
	if m == microsoftReopens {
		return "system"
	}
	return colleague
}

// to is the standing to which the mover brings the event; empty if it moves none.
func (m mover) to() string {
	switch m {
	case colleagueResolvesIt:
		return isLegitimate
	case colleagueInvestigates:
		return isInvestigating
	case colleagueReopens, microsoftReopens:
		return isActive
	default:
		return ""
	}
}

// decided returns the decision in the configuration that the scenario plans.
func (r scenario) decided() string {
	if r.decision == isChanged {
		return isIgnored
	}
	return isFraud
}

// moves returns the event's new standing; empty if it does not move.
func (r scenario) moves() string {
	switch {
	case r.to != "":
		return r.to
	case r.who == colleagueAgrees:
		return r.decided()
	default:
		return r.who.to()
	}
}

// name returns the name of the row's test in one form and at one moment.
func (r scenario) name(f holder, when moment) string {
	return string(r.who) + "/" + string(r.decision) + "/" + string(when) + "/" + string(f)
}

// Builders of results, so that a row reads like a sentence.

func says(summaries ...string) result { return result{Plan: summaries} }

func (r result) writes(stands string, apply ...string) result {
	r.Apply, r.Writes, r.Stands, r.Says = writesIt, 1, stands, apply
	return r
}

func (r result) adopts(stands string, apply ...string) result {
	r.Apply, r.Stands, r.Says = adoptsIt, stands, apply
	return r
}

func (r result) letsGo(stands string, apply ...string) result {
	r.Apply, r.Stands, r.Says = letsGo, stands, apply
	return r
}

func (r result) refuses(summary, stands string) result {
	r.Apply, r.Stands, r.Says = refusesIt, stands, []string{summary}
	return r
}

// stops is for a saved plan that breaks a promise. summaries appear in addition to Terraform's own
// error.
func (r result) stops(stands string, summaries ...string) result {
	r.Apply, r.Stands, r.Says = stops, stands, summaries
	return r
}

func (r result) skips(why, stands string) result {
	r.Apply, r.Stands, r.Says = skipsIt, stands, []string{why}
	return r
}

func (r result) noChanges(stands string, next ...string) result {
	r.Apply, r.Stands, r.Next = noChanges, stands, next
	return r
}

// then adds the next plan's summaries.
func (r result) then(next ...string) result {
	r.Next = next
	return r
}

// fails is for a plan with an error, so that nothing is applied.
func fails(stands string, summaries ...string) result {
	return result{Plan: summaries, Apply: neverComes, Stands: stands}
}

// Builders of rows.

func when(m ...moment) []moment { return m }

// resources returns a row for both resources, which decide by the same rules.
func (m mover) resources(d decisionState, at []moment, r result) scenario {
	return scenario{who: m, decision: d, when: at, forms: []holder{singular, plural}, result: r}
}

func (m mover) singular(d decisionState, at []moment, r result) scenario {
	return scenario{who: m, decision: d, when: at, forms: []holder{singular}, result: r}
}

func (m mover) plural(d decisionState, at []moment, r result) scenario {
	return scenario{who: m, decision: d, when: at, forms: []holder{plural}, result: r}
}

func (m mover) action(at []moment, r result) scenario {
	return scenario{who: m, decision: isNone, when: at, forms: []holder{anAction}, result: r}
}

func impossible() result { return result{Apply: cannotBe} }

func (r scenario) from(standing string) scenario {
	r.found = standing
	return r
}

func (r scenario) movedTo(standing string) scenario {
	r.to = standing
	return r
}

func (r scenario) byTheCLI() scenario {
	r.cli = true
	return r
}

func (r scenario) because(why string) scenario {
	r.why = why
	return r
}
