// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import "slices"

// The action's messages about an event.
const (
	toBeChanged = "to be changed"
	soAlready   = "already match"
	leftAlone   = "resolved otherwise and skipped"
	watched     = "under investigation"
	openedAgain = "reopened"
	meanwhile   = "changed by somebody else"
	setBack     = "Fraud event set back to Active"
)

// scenarios are all rows of the table.
func scenarios() []scenario {
	return slices.Concat(
		rowsOfNobody(), rowsOfOurs(), rowsOfResolving(), rowsOfAgreeing(), rowsOfInvestigating(),
		rowsOfReopening(colleagueReopens), rowsOfReopening(microsoftReopens),
		rowsOfImports(), rowsOfLostState(), rowsOfReplacements(),
	)
}

func rowsOfNobody() []scenario {
	return []scenario{
		nobody.resources(isNew, when(never), says().writes(isFraud)),
		nobody.resources(isKept, when(never), says().noChanges(isFraud)),
		nobody.action(when(never), says(toBeChanged).writes(isFraud)),
	}
}

func rowsOfOurs() []scenario {
	return []scenario{
		we.resources(isChanged, when(beforePlan), says().writes(isIgnored)),
		we.resources(isChanged, when(betweenRuns), says().writes(isIgnored)).byTheCLI().
			because("A saved plan contains its configuration. The next plan uses the newer one."),
		we.resources(isChanged, when(duringApply), impossible()).
			because("By then, Terraform has already read the configuration."),
		we.action(when(beforePlan), says(leftAlone).skips(leftAlone, isLegitimate)).
			because("The action has no memory: changing a resolved event requires " +
				"`allow_overwrite`, even if an earlier run resolved it."),
		we.action(when(betweenRuns, duringApply), impossible()).
			because("Terraform invokes the action with the configuration that it planned."),
	}
}

func rowsOfResolving() []scenario {
	who := colleagueResolvesIt
	return []scenario{
		who.resources(isNew, when(beforePlan), fails(isLegitimate, otherwise)),
		who.resources(isNew, when(betweenRuns), says().refuses(otherwise, isLegitimate)),
		who.resources(isNew, when(duringApply), says().refuses(otherwise, isLegitimate)),
		who.resources(isKept, when(beforePlan),
			says(elsewhere).refuses(otherwise, isLegitimate)),
		who.resources(isKept, when(betweenRuns, duringApply),
			says().noChanges(isLegitimate, elsewhere)),
		who.resources(isChanged, when(beforePlan), says(elsewhere).writes(isIgnored)).
			because("The decision in the configuration is newer, and the plan shows what it " +
				"overwrites."),
		who.resources(isChanged, when(betweenRuns, duringApply),
			says().refuses(changed, isLegitimate)),
		who.action(when(beforePlan), says(leftAlone).skips(leftAlone, isLegitimate)),
		who.action(when(betweenRuns), says(toBeChanged).skips(leftAlone, isLegitimate)),
		who.action(when(duringApply), says(toBeChanged).skips(meanwhile, isLegitimate)),
		who.resources(isNew, when(lastSeconds), says().writes(isFraud)).
			because(unseenByAnybody),
		who.resources(isChanged, when(lastSeconds), says().writes(isIgnored)).
			because(unseenByAnybody),
		who.action(when(lastSeconds), says(toBeChanged).writes(isFraud)).
			because(unseenByAnybody),
	}
}

func rowsOfAgreeing() []scenario {
	who := colleagueAgrees
	return []scenario{
		who.resources(isNew, when(beforePlan), says(alreadySo).adopts(isFraud)),
		who.resources(isNew, when(betweenRuns), says().stops(isFraud, alreadySo)),
		who.resources(isNew, when(duringApply), says().adopts(isFraud)),
		who.resources(isKept, when(beforePlan), says().noChanges(isFraud)),
		who.resources(isKept, when(betweenRuns, duringApply), says().noChanges(isFraud)),
		who.resources(isChanged, when(beforePlan), says().noChanges(isIgnored)),
		who.resources(isChanged, when(betweenRuns, duringApply), says().adopts(isIgnored)),
		who.action(when(beforePlan), says(soAlready).adopts(isFraud)),
		who.action(when(betweenRuns, duringApply), says(toBeChanged).adopts(isFraud)),
	}
}

func rowsOfInvestigating() []scenario {
	who := colleagueInvestigates
	return []scenario{
		who.resources(isNew, when(beforePlan), says(investigated).writes(isFraud)).
			because("An event under investigation is open: the plan names who investigates."),
		who.resources(isNew, when(betweenRuns), says().stops(isInvestigating, investigated)),
		who.resources(isNew, when(duringApply), says().refuses(changed, isInvestigating)),
		who.resources(isKept, when(beforePlan),
			says(reopened).refuses(reopened, isInvestigating)),
		who.resources(isKept, when(betweenRuns, duringApply),
			says().noChanges(isInvestigating, reopened)),
		who.resources(isChanged, when(beforePlan), says(reopened).writes(isIgnored)),
		who.resources(isChanged, when(betweenRuns, duringApply),
			says().refuses(changed, isInvestigating)),
		who.action(when(beforePlan), says(toBeChanged, watched).writes(isFraud)),
		who.action(when(betweenRuns), says(toBeChanged).writes(isFraud, watched)).
			because(unseenByAction),
		who.action(when(duringApply), says(toBeChanged).skips(meanwhile, isInvestigating)),
		who.resources(isNew, when(lastSeconds), says().writes(isFraud)).
			because(unseenByAnybody),
		who.resources(isChanged, when(lastSeconds), says().writes(isIgnored)).
			because(unseenByAnybody),
		who.action(when(lastSeconds), says(toBeChanged).writes(isFraud)).
			because(unseenByAnybody),
	}
}

const unseenByAction = "Terraform passes nothing of a plan to an action, so it picks events " +
	"again. To skip events that have moved, use `filter` with `statuses`, and `expected_count`."

// unseenByAnybody is the note for a change between the last look and the write.
const unseenByAnybody = "The API has no conditional write."

// A new decision about an event that was resolved at the review and is open again.
func rowsOfReopening(who mover) []scenario {
	return []scenario{
		who.resources(isNew, when(beforePlan), says(setBack).writes(isFraud)).from(isIgnored),
		who.resources(isNew, when(betweenRuns),
			says(alreadySo).stops(isActive, setBack)).from(isFraud),
		who.resources(isNew, when(duringApply),
			says(alreadySo).refuses(changed, isActive)).from(isFraud),
		who.resources(isKept, when(beforePlan), says(reopened).refuses(reopened, isActive)),
		who.resources(isKept, when(betweenRuns, duringApply),
			says().noChanges(isActive, reopened)),
		who.resources(isChanged, when(beforePlan), says(reopened).writes(isIgnored)),
		who.resources(isChanged, when(betweenRuns, duringApply),
			says().refuses(changed, isActive)),
		who.action(when(beforePlan),
			says(toBeChanged, openedAgain).writes(isFraud)).from(isIgnored),
		who.action(when(betweenRuns), says(soAlready).writes(isFraud, openedAgain)).from(isFraud).
			because(unseenByAction),
		who.resources(isNew, when(lastSeconds),
			says(alreadySo).adopts(isActive).then(reopened)).from(isFraud),
		who.resources(isChanged, when(lastSeconds), says().writes(isIgnored)).
			because(unseenByAnybody),
		who.action(when(duringApply, lastSeconds), says(soAlready).adopts(isActive)).from(isFraud).
			because("The action counts the event as it was listed."),
	}
}

func rowsOfImports() []scenario {
	who := importFinds
	return []scenario{
		who.singular(isImported, when(never), says().writes(isFraud)),
		who.singular(isImported, when(beforePlan),
			says(elsewhere).refuses(otherwise, isLegitimate)).from(isLegitimate).
			because("An imported status counts as somebody else's decision. A colleague has " +
				"resolved the event."),
		who.singular(isImported, when(betweenRuns, duringApply),
			says().refuses(changed, isLegitimate)).movedTo(isLegitimate).
			because("A colleague resolves the event."),
		who.singular(isNew, when(betweenRuns), says().stops(isActive, stalePlan)).byTheCLI().
			because(madeOfAnotherState),
		who.singular(isNew, when(duringApply), impossible()).
			because("Terraform locks the state while it applies."),
		who.plural(isImported, when(beforePlan, betweenRuns, duringApply), impossible()).
			because("The plural resource has no import: creating adopts, as for a new decision."),
		who.action(when(beforePlan, betweenRuns, duringApply), impossible()).
			because("An action keeps no state to import into."),
	}
}

const (
	// stalePlan is Terraform's own error about a state that another run has changed.
	stalePlan          = "Saved plan is stale"
	madeOfAnotherState = "The state has changed since the plan, which Terraform detects itself."
)

func rowsOfLostState() []scenario {
	who := stateIsLost
	return []scenario{
		who.resources(isLost, when(beforePlan), says(alreadySo).adopts(isFraud)),
		who.resources(isLost, when(beforePlan), fails(isLegitimate, otherwise)).movedTo(isLegitimate).
			because("A colleague resolves the event, too. A lost decision is reviewed like a " +
				"new one."),
		who.resources(isLost, when(betweenRuns),
			says().stops(isFraud, stalePlan).then(alreadySo)).byTheCLI().
			because(madeOfAnotherState),
		who.resources(isLost, when(duringApply), says().writes(isFraud).then(alreadySo)).
			because("The write was sent before the state could be saved. The next apply adopts " +
				"it."),
		who.action(when(beforePlan, betweenRuns, duringApply), impossible()).
			because("An action keeps no state."),
	}
}

const leftOverAdvice = "An apply that only destroys the old object does not see the new one. " +
	"To keep the event resolved, first remove the resource from state (`terraform state rm`). " +
	"The next apply adopts the event."

// Every decision here is destroyed with reactivate_on_destroy.
func rowsOfReplacements() []scenario {
	who := deposedIsDestroyed
	return []scenario{
		who.resources(isReplaced, when(never),
			says().adopts(isFraud, alreadySo, destroyReopens, notReopened)).
			because("Terraform drops the warnings of this plan. The new object holds the " +
				"decision, so the old one reopens nothing."),
		who.resources(isReplaced, when(beforePlan),
			fails(isLegitimate, elsewhere, otherwise)).movedTo(isLegitimate),
		who.resources(isReplaced, when(betweenRuns),
			says().refuses(otherwise, isLegitimate)).movedTo(isLegitimate).
			because("A colleague resolves the event. Without the new object, Terraform keeps " +
				"the old one."),
		who.resources(isReplaced, when(duringApply),
			says().refuses(otherwise, isLegitimate)).movedTo(isLegitimate),
		who.resources(isLeftOver, when(never), says(destroyReopens).writes(isActive).then(reopened)).
			because(leftOverAdvice),
		who.resources(isLeftOver, when(beforePlan, betweenRuns, duringApply),
			says(destroyReopens).letsGo(isLegitimate, notReopened).then(elsewhere)).
			movedTo(isLegitimate),
		who.action(when(beforePlan, betweenRuns, duringApply), impossible()).
			because("An action has no objects to replace."),
	}
}
