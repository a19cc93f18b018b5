// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"

// decisionCase is a possible story of a decision about event e1 from a plan to a destroy, with its
// result. testdata/decisions.golden has the words.
type decisionCase struct {
	name     string
	found    string // the event's first standing, if not Active
	held     string // the decision in state; empty for none
	imports  bool   // event e1 instead of a decision
	options  object // of all configurations
	readOnly bool   // the provider that plans
	graph    bool   // the event is that of Microsoft Graph

	before   step // the plan
	consents object
	wants    string // the planned decision; empty for a destroy
	half     object // instead, attributes of a decision as `ignore_changes` makes them
	between  step   // plan and apply

	ends ending
}

// ending is the result of a case: the event's standing, the writes of plan and apply, and the
// decision in Terraform's state.
type ending struct {
	stands string // gone when it is not listed
	writes int
	state  string // empty for none
}

// Standings that only these cases have.
const (
	isGone      = "gone"
	isEscalated = "Escalated"
)

func decisionCases() []decisionCase {
	var all []decisionCase
	for _, cases := range [][]decisionCase{
		newDecisions(), adoptedDecisions(), writtenDecisions(), heldDecisions(), unlistedDecisions(),
		destroyedDecisions(), decisionsOfAReadOnlyProvider(), decisionsBesideShiftingPages(),
	} {
		all = append(all, cases...)
	}
	return all
}

func newDecisions() []decisionCase {
	open := object{"status": "Resolved", "reason": unknownYet}
	elsewhere := object{"subscription_id": subscriptionB}
	nothing := ending{isGone, 0, ""}
	return []decisionCase{
		{name: "not listed", before: gone("e1"), wants: isFraud, ends: nothing},
		{name: "not listed, nothing to do", before: gone("e1"), wants: isActive, ends: nothing},
		{name: "not listed, and not decided yet", before: gone("e1"), half: open, ends: nothing},
		{name: "listed under another subscription", options: elsewhere, wants: isFraud,
			ends: ending{isActive, 0, ""}},
		{name: "listed under a similar id", before: respelled, wants: isFraud, ends: nothing},
		{name: "listed under a similar id, and not decided yet", before: respelled, half: open,
			ends: nothing},
		{name: "unknown subscription", before: forgotten, wants: isFraud, ends: nothing},
		{name: "unknown subscription, and not decided yet", before: forgotten, half: open, ends: nothing},
		{name: "recorded without a call", before: gone("e1"), wants: isFraud, consents: acceptUnlisted(),
			ends: ending{isGone, 0, isFraud}},
		{name: "listed again since the plan to record it", before: gone("e1"), wants: isFraud,
			consents: acceptUnlisted(), between: injecting(), ends: ending{isActive, 0, ""}},
		{name: "listed, with consent to record it", wants: isFraud, consents: acceptUnlisted(),
			ends: ending{isFraud, 1, isFraud}},
		{name: "under investigation", before: to(isInvestigating), wants: isFraud,
			ends: ending{isFraud, 1, isFraud}},
		{name: "set back to Active", before: to(isIgnored, isActive), wants: isFraud,
			ends: ending{isFraud, 1, isFraud}},
		{name: "resolved differently", before: to(isLegitimate), wants: isFraud,
			ends: ending{isLegitimate, 0, ""}},
		{name: "resolved, to be reopened", before: to(isLegitimate), wants: isInvestigating,
			ends: ending{isLegitimate, 0, ""}},
		{name: "resolved differently, with consent", before: to(isLegitimate), wants: isFraud,
			consents: consent(), ends: ending{isFraud, 1, isFraud}},
		{name: "resolved differently between plan and apply", wants: isFraud, between: to(isIgnored),
			ends: ending{isIgnored, 0, ""}},
		{name: "changed between plan and apply, with consent", wants: isFraud, consents: consent(),
			between: to(isIgnored), ends: ending{isIgnored, 0, ""}},
	}
}

// adoptedDecisions are about events that already match.
func adoptedDecisions() []decisionCase {
	inLowerCase := behaving(func(b *emulator.Behaviour) { b.EnumCase = emulator.EnumCaseLower })
	withAReason := injecting(func(e *emulator.Event) {
		e.EventStatus, e.ResolvedReason = "Investigating", "Fraud"
	})
	cases := []decisionCase{
		{name: "already matches the decision, in another case", found: isLegitimate, before: inLowerCase,
			wants: isLegitimate, ends: ending{isLegitimate, 0, isLegitimate}},
		{name: "already matches the decision, with the reason of an earlier decision",
			before: withAReason,
			wants:  isInvestigating, ends: ending{isInvestigating, 0, isInvestigating}},
	}
	for _, standing := range standingsOfEvents() {
		cases = append(cases, decisionCase{name: "already matches the decision, " + standing,
			found: standing,
			wants: standing, ends: ending{standing, 0, standing}})
	}
	return cases
}

func writtenDecisions() []decisionCase {
	once := ending{isFraud, 1, isFraud}
	return []decisionCase{
		{name: "investigated", wants: isInvestigating, ends: ending{isInvestigating, 1, isInvestigating}},
		{name: "given up", found: isInvestigating, wants: isActive, ends: ending{isActive, 1, isActive}},
		{name: "resolved", wants: isIgnored, ends: ending{isIgnored, 1, isIgnored}},
		{name: "resolved after an investigation", found: isInvestigating, wants: isLegitimate,
			ends: ending{isLegitimate, 1, isLegitimate}},
		{name: "a refused write", found: isInvestigating, wants: isActive, between: refusing(),
			ends: ending{isInvestigating, 1, ""}},
		{name: "a refused new decision", held: isFraud, wants: isActive, between: refusing(),
			ends: ending{isFraud, 1, isFraud}},
		// It has taken effect all the same.
		{name: "a write that never shows", wants: isFraud, options: hasty("create"), between: hiding,
			ends: ending{isFraud, 1, ""}},
		{name: "a lost request", wants: isFraud, between: failing(emulator.Fault{Drop: true}),
			ends: ending{isFraud, 2, isFraud}},
		{name: "a lost request, while the event leaves the list", held: isInvestigating, wants: isFraud,
			between: losing(gone("e1")), ends: ending{isGone, 1, isInvestigating}},
		{name: "a lost request, while somebody else decides", held: isInvestigating, wants: isFraud,
			between: losing(to(isIgnored)), ends: ending{isIgnored, 1, isIgnored}},
		{name: "a lost request, and a refused repetition", held: isInvestigating, wants: isFraud,
			between: losingThenRefusing, ends: ending{isInvestigating, 2, isInvestigating}},
		{name: "a lost answer", wants: isFraud, ends: once,
			between: failing(emulator.Fault{Drop: true, AfterEffect: true})},
		{name: "half an answer", wants: isFraud, ends: once,
			between: failing(emulator.Fault{Truncate: true, AfterEffect: true})},
		{name: "a gateway timeout", wants: isFraud, ends: once,
			between: failing(emulator.Fault{Status: 504, AfterEffect: true})},
	}
}

// heldDecisions are already in state, or imported.
func heldDecisions() []decisionCase {
	escalated := injecting(func(e *emulator.Event) { e.EventStatus = isEscalated })
	return []decisionCase{
		{name: "resolved differently since", held: isFraud, before: to(isLegitimate), wants: isFraud,
			ends: ending{isLegitimate, 0, isLegitimate}},
		{name: "resolved differently since, with consent", held: isFraud, before: to(isLegitimate),
			wants: isFraud, consents: consent(), ends: ending{isFraud, 1, isFraud}},
		{name: "resolved differently since, and a new decision", held: isFraud,
			before: to(isLegitimate), wants: isIgnored, ends: ending{isIgnored, 1, isIgnored}},
		{name: "reopened since", held: isFraud, before: to(isActive), wants: isFraud,
			ends: ending{isActive, 0, isActive}},
		{name: "reopened since, and a new decision", held: isFraud, before: to(isActive),
			wants: isIgnored, ends: ending{isIgnored, 1, isIgnored}},
		{name: "moved since", held: isInvestigating, before: to(isActive), wants: isInvestigating,
			ends: ending{isActive, 0, isActive}},
		{name: "changed since the plan", held: isInvestigating, wants: isFraud,
			between: to(isLegitimate), ends: ending{isLegitimate, 0, isLegitimate}},
		{name: "imported as a colleague resolved it", imports: true, found: isFraud, wants: isIgnored,
			ends: ending{isFraud, 0, isFraud}},
		{name: "half a decision", held: isFraud, before: to(isInvestigating),
			half: object{"status": "Investigating", "reason": "Fraud"},
			ends: ending{isInvestigating, 0, isInvestigating}},
		{name: "the other half", held: isFraud, before: to(isInvestigating),
			half: object{"status": "Resolved"}, ends: ending{isInvestigating, 0, isInvestigating}},
		{name: "half a decision with an undocumented status", held: isFraud, before: escalated,
			half: object{"status": isEscalated, "reason": "Fraud"},
			ends: ending{isEscalated, 0, isEscalated}},
	}
}

func unlistedDecisions() []decisionCase {
	kept := ending{isGone, 0, isFraud}
	return []decisionCase{
		{name: "no longer listed", held: isFraud, before: gone("e1"), wants: isFraud, ends: kept},
		{name: "no events listed", held: isFraud, before: gone("e1", "e2"), wants: isFraud,
			ends: kept},
		{name: "changed decision about an unlisted event", held: isFraud, before: gone("e1"),
			wants: isIgnored,
			ends:  kept},
		{name: "changed status of an unlisted event", held: isFraud, before: gone("e1"),
			wants: isInvestigating, ends: kept},
		{name: "changed decision about an unlisted event, with every consent", held: isFraud,
			before: gone("e1"),
			wants:  isIgnored, consents: acceptUnlisted().with(consent()), ends: kept},
		{name: "no longer listed since the plan", held: isInvestigating, wants: isFraud,
			between: gone("e1"), ends: ending{isGone, 0, isInvestigating}},
	}
}

func destroyedDecisions() []decisionCase {
	reopens := func(name string, before, between step, ends ending) decisionCase {
		return decisionCase{name: "to be reopened, but " + name, held: isFraud, options: reactivating(),
			before: before, between: between, ends: ends}
	}
	const (
		legitimate    = "resolved differently since"
		investigating = "investigated since"
	)
	left := func(standing string) ending { return ending{standing, 0, ""} }
	return []decisionCase{
		{name: "destroyed", held: isFraud, ends: left(isFraud)},
		{name: "destroyed and reopened", held: isFraud, options: reactivating(),
			ends: ending{isActive, 1, ""}},
		{name: "adopted, destroyed and reopened", found: isFraud, held: isFraud,
			options: reactivating(), ends: ending{isActive, 1, ""}},
		reopens(legitimate+" the plan", nil, to(isLegitimate), left(isLegitimate)),
		reopens(legitimate, to(isLegitimate), nil, left(isLegitimate)),
		reopens(investigating+" the plan", nil, to(isInvestigating), left(isInvestigating)),
		reopens(investigating, to(isInvestigating), nil, left(isInvestigating)),
		reopens("already Active", nil, to(isActive), left(isActive)),
		reopens("unlisted", nil, gone("e1"), left(isGone)),
		reopens("in an unknown subscription", nil, forgotten, left(isGone)),
		reopens("refused", nil, refusing(), ending{isFraud, 1, isFraud}),
		reopens("forbidden", nil, failing(emulator.Fault{Status: 403, Code: "900150"}),
			ending{isFraud, 1, isFraud}),
	}
}

func decisionsOfAReadOnlyProvider() []decisionCase {
	const name = "read-only, and "
	kept := ending{isFraud, 0, isFraud}
	return []decisionCase{
		{name: name + "to be written", readOnly: true, wants: isFraud, ends: ending{isActive, 0, ""}},
		{name: name + "to be changed", readOnly: true, held: isFraud, wants: isIgnored, ends: kept},
		{name: name + "to be reopened", readOnly: true, held: isFraud, options: reactivating(),
			ends: kept},
		{name: name + "already matches the decision", readOnly: true, found: isFraud, wants: isFraud,
			ends: kept},
		{name: name + "destroyed", readOnly: true, held: isFraud, ends: ending{isFraud, 0, ""}},
	}
}

// Pages shift while they are read. That must not make a listed event look unlisted.
func decisionsBesideShiftingPages() []decisionCase {
	written := ending{isFraud, 1, isFraud}
	return []decisionCase{
		{name: "refreshed while pages shift", held: isFraud, before: shifting, wants: isFraud,
			ends: ending{isFraud, 0, isFraud}},
		{name: "planned while pages shift", before: shifting, wants: isFraud, ends: written},
		{name: "written while pages shift", between: shifting, wants: isFraud, ends: written},
		{name: "planned while pages shift, with consent to record it", before: shifting, wants: isFraud,
			consents: acceptUnlisted(), ends: written},
		{name: "written while pages shift, with consent to record it", between: shifting,
			wants: isFraud, consents: acceptUnlisted(), ends: written},
		{name: "changed while pages shift", held: isInvestigating, between: shifting, wants: isFraud,
			ends: written},
		{name: "destroyed while pages shift", held: isFraud, options: reactivating(), between: shifting,
			ends: ending{isActive, 1, ""}},
	}
}
