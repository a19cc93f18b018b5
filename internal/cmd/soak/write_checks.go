// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

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

// unseenWrites finds writes over a standing that the plan did not show, apart from moves since the
// provider has read the event.
func unseenWrites(o *observation) []string {
	g := o.game
	return o.eachWrite(func(w write, event string, allowed []intent) string {
		if o.applying.lookedAt(w).IsZero() {
			return "no page has shown the event"
		}
		for _, i := range allowed {
			if i.replaces || !i.known || o.stoodBefore(w, event, i.shown) {
				return ""
			}
		}
		if len(allowed) == 0 {
			return "" // unplannedWrites says that
		}
		return fmt.Sprintf("the plan shows %s, but it has been %v", allowed[0].shown,
			g.history.since(event, o.applying.lookedAt(w), g.lag))
	})
}

// lookedAt is the earliest time at which a write may have seen its events: not the last listing, if
// the provider was still reading that one. A time in seconds would depend on how busy the machine
// is, so only tests of the ledger hold the five seconds for which the provider relies on a page.
func (r *run) lookedAt(w write) time.Time {
	switch looks := r.looksBefore(w); len(looks) {
	case 0:
		return time.Time{}
	case 1:
		return looks[0]
	default:
		return looks[len(looks)-2]
	}
}

// looksBefore are the times of the listings before a write that can show its events, in order.
func (r *run) looksBefore(w write) []time.Time {
	var all []time.Time
	for _, l := range r.looks {
		if l.covers(w.subscription) && l.at.Before(w.at) {
			all = append(all, l.at)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// blindRepetitions finds writes that the service has postponed for longer than the provider may
// rely on a page, and that came again without another look.
func blindRepetitions(o *observation) []string {
	if o.game.throttles || !slices.Contains(o.faults, longThrottling) {
		return nil // other postponements are shorter
	}
	return o.eachWrite(func(w write, event string, _ []intent) string {
		for _, earlier := range o.writes() {
			looks := o.applying.looksBefore(w)
			if earlier.status == http.StatusTooManyRequests && earlier.at.Before(w.at) &&
				slices.Contains(earlier.ids, event) &&
				(len(looks) == 0 || looks[len(looks)-1].Before(earlier.at)) {
				return "it came again without another look"
			}
		}
		return ""
	})
}

// lastSeen returns the event as a write can have seen it.
func (o *observation) lastSeen(w write, event string) []moment {
	return slices.DeleteFunc(o.game.history.since(event, o.applying.lookedAt(w), o.game.lag),
		func(m moment) bool { return !m.listed || m.at.After(w.at) })
}

func (o *observation) stoodBefore(w write, event string, want standing) bool {
	return slices.ContainsFunc(o.lastSeen(w, event),
		func(m moment) bool { return m.standing == want })
}

func (o *observation) wasOpen(event string, w write) bool {
	return slices.ContainsFunc(o.lastSeen(w, event), func(m moment) bool {
		return m.standing.open() && m.at.Before(w.at) // not what the write itself has done
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
			case i.action == "invoke" && o.wasOpen(event, w):
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
