// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"time"
)

// lookFirst is how long before a write its events may have been read. The provider promises five
// seconds; the rest is for a busy machine.
const lookFirst = 5*time.Second + 3*time.Second

// eachWrite calls f for each event of each write of the apply, with the intents of the plan that
// allow it.
func (o *observation) eachWrite(f func(w write, event string, allowed []intent) string) []string {
	var all []string
	for _, w := range o.writes() {
		for _, id := range w.ids {
			allowed := slices.DeleteFunc(slices.Clone(o.plan.intents), func(i intent) bool {
				return i.event != id || i.subscription != w.subscription || i.target != w.target ||
					!o.mayWrite(i)
			})
			if what := f(w, id, allowed); what != "" {
				all = append(all, fmt.Sprintf("%s to %s: %s", o.game.name(id), w.target, what))
			}
		}
	}
	return all
}

// mayWrite reports whether an intent changes anything. The new object of a replacement may find the
// event reopened by the old one.
func (o *observation) mayWrite(i intent) bool {
	return i.action == "delete" || i.replaces || i.shown != i.target
}

func unplannedWrites(o *observation) []string {
	return o.eachWrite(func(_ write, _ string, allowed []intent) string {
		if len(allowed) == 0 {
			return "the plan does not have it"
		}
		return ""
	})
}

// unseenWrites finds writes over a standing that the plan did not show, apart from moves in the
// last seconds.
func unseenWrites(o *observation) []string {
	g := o.game
	return o.eachWrite(func(w write, event string, allowed []intent) string {
		for _, i := range allowed {
			if i.replaces || !i.known || o.stoodBefore(w.at, event, i.shown) {
				return ""
			}
		}
		if len(allowed) == 0 {
			return "" // unplannedWrites says that
		}
		return fmt.Sprintf("the plan shows %s, but it has been %v", allowed[0].shown,
			g.history.since(event, w.at.Add(-lookFirst), g.lag))
	})
}

// lastSeen returns the event as a write can have seen it.
func (o *observation) lastSeen(event string, at time.Time) []moment {
	return slices.DeleteFunc(o.game.history.since(event, at.Add(-lookFirst), o.game.lag),
		func(m moment) bool { return !m.listed || m.at.After(at) })
}

func (o *observation) stoodBefore(at time.Time, event string, want standing) bool {
	return slices.ContainsFunc(o.lastSeen(event, at),
		func(m moment) bool { return m.standing == want })
}

func (o *observation) wasOpen(event string, at time.Time) bool {
	return slices.ContainsFunc(o.lastSeen(event, at), func(m moment) bool {
		return m.standing.open() && m.at.Before(at) // not what the write itself has done
	})
}

// overwritesWithoutConsent finds writes over somebody else's standing. A decision is new unless it
// is the one that the object must remember. An action remembers nothing.
func overwritesWithoutConsent(o *observation) []string {
	return o.eachWrite(func(w write, event string, allowed []intent) string {
		said := ""
		for _, i := range allowed {
			remembered := o.game.memory[event]
			switch {
			case i.action == "delete" || i.consent || i.replaces:
				return ""
			case i.action == "invoke" && o.wasOpen(event, w.at):
				return ""
			case i.action == "invoke":
				said = "it was resolved, which the action must skip"
			case i.action == "create" && (i.shown.open() || !i.known):
				return ""
			case i.action == "create":
				said = fmt.Sprintf("it was %s, and the decision is new", i.shown)
			case len(remembered) == 0 && i.shown.open():
				return ""
			case len(remembered) == 0:
				said = fmt.Sprintf("it was imported as %s", i.shown)
			case !remembered[i.target] || len(remembered) > 1:
				return ""
			default:
				said = fmt.Sprintf("it was %s, and the decision has not changed", i.shown)
			}
		}
		return said
	})
}

// reopensWithoutConsent finds a destroy that reopens without reactivate_on_destroy, or an event
// that no longer carries our decision or, after an import, the one that an apply has followed.
func reopensWithoutConsent(o *observation) []string {
	return o.eachWrite(func(_ write, event string, allowed []intent) string {
		if slices.ContainsFunc(allowed, func(i intent) bool { return i.action != "delete" }) {
			return ""
		}
		for _, i := range allowed {
			ours := o.game.memory[event]
			if len(ours) == 0 {
				ours = o.game.followed[event]
			}
			if !i.reactivate {
				return "reactivate_on_destroy was not applied"
			}
			if !ours[i.shown] {
				return fmt.Sprintf("it was %s, which is not our decision", i.shown)
			}
		}
		return ""
	})
}

// unnamedChanges finds changes by the provider's user that no write of this step has asked for.
func unnamedChanges(o *observation) []string {
	var all []string
	for event, moments := range o.game.history.all() {
		last := moments[len(moments)-1]
		if !last.ours || last.at.Before(o.plan.began) {
			continue
		}
		named := slices.ContainsFunc(o.writes(), func(w write) bool {
			return w.target == last.standing && slices.Contains(w.ids, event)
		})
		if !named && last.at.After(o.applyBegan()) {
			all = append(all, fmt.Sprintf("%s became %s", o.game.name(event), last.standing))
		}
	}
	return all
}

// applyBegan is the time from which the writes of this step are known.
func (o *observation) applyBegan() time.Time {
	switch {
	case o.applying != nil:
		return o.applying.began
	case o.planning != nil:
		return o.planning.began
	}
	return o.plan.began
}
