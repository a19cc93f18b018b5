// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "slices"

// observation is all that a step has seen.
type observation struct {
	game          *game
	kind          string // of the step; empty at the end of a game
	before, after *state
	plan          *savedPlan // the one that was applied or, without an apply, made
	tainting      *run       // nil if nothing was tainted
	planning      *run       // or importing; nil if a plan of an earlier step was applied
	applying      *run       // nil if there was none
	again         *run       // another plan, if nobody has moved since; nil if there was none
	faults        []string
	audit         []auditLine
	final         bool // all decisions must stand afterwards
	undisturbed   bool // no faults, signals, or moves during a command
	otherAPI      *attempt
	areas         *areaStep // nil: the step is about events
	queried       *queried  // nil: the step has no query
	cleanUp       *cleanUp  // the action in the configuration; nil: there was none
	imported      *entry    // what the command import was run for; nil if it was not
}

// calm reports whether nothing happened that excuses an error.
func (o *observation) calm() bool {
	return len(o.faults) == 0 && o.game.refusal == "" && !o.killed() &&
		!o.moved() && o.plan.refreshed
}

// moved reports whether an event may have moved since the plan, as the listings show it.
func (o *observation) moved() bool { return o.plan.unsettled || o.game.movedSince(o.plan.began) }

// misled reports whether the service said that a subscription does not exist, so that its events
// counted as unlisted for a while.
func (o *observation) misled() bool {
	return o.plan.misled || slices.Contains(o.faults, unknownSubscription)
}

// killed reports whether a command has ended without a chance to finish.
func (o *observation) killed() bool {
	return o.planning != nil && o.planning.killed != "" || o.applying != nil && o.applying.killed != ""
}

// runs returns the commands of the step.
func (o *observation) runs() []*run {
	var all []*run
	for _, r := range []*run{o.tainting, o.planning, o.applying, o.again} {
		if r != nil {
			all = append(all, r)
		}
	}
	if o.otherAPI != nil {
		all = append(all, o.otherAPI.run)
	}
	return all
}

// writes returns the writes of the apply.
func (o *observation) writes() []write {
	if o.applying == nil {
		return nil
	}
	return o.applying.writes
}
