// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
)

// untrueState finds decisions that are new in state and that the service has not reported since the
// plan began.
func untrueState(o *observation) []string {
	g := o.game
	var all []string
	for _, event := range slices.Sorted(maps.Keys(o.after.events)) {
		for _, h := range o.after.events[event] {
			old, known := o.before.at(h.address, event)
			if known && old.standing == h.standing && old.listed == h.listed || o.wasElsewhere(event, h) {
				continue
			}
			if h.listed && !g.history.stood(event, h.standing, o.plan.began, g.lag) {
				all = append(all, fmt.Sprintf("%s is %s in state at %s, but it has been %v", g.name(event),
					h.standing, h.address, g.history.since(event, o.plan.began, g.lag)))
			}
			if !h.listed && !g.history.left(event, o.plan.began) && !o.misled() {
				all = append(all, fmt.Sprintf("%s is unlisted in state, but it is listed", g.name(event)))
			}
		}
	}
	return all
}

// wasElsewhere reports whether the state had the same about the event at another address.
func (o *observation) wasElsewhere(event string, h held) bool {
	return slices.ContainsFunc(o.before.events[event], func(old held) bool {
		return old.standing == h.standing && old.listed == h.listed
	})
}

// unconfirmedApplies finds intents that a successful apply has not carried out.
func unconfirmedApplies(o *observation) []string {
	if !o.applying.ok() {
		return nil
	}
	g := o.game
	var all []string
	for _, i := range o.plan.intents {
		if i.action == "delete" || i.action == "invoke" {
			continue
		}
		h, known := o.after.at(i.address, i.event)
		switch {
		case !known || h.standing != i.target:
			all = append(all, fmt.Sprintf("%s is not in state as %s", g.name(i.event), i.target))
		case h.listed && i.writes() &&
			!g.history.stood(i.event, i.target, o.applying.began, g.lag):
			all = append(all, fmt.Sprintf("%s has not been %s since the apply began", g.name(i.event),
				i.target))
		}
	}
	return all
}
