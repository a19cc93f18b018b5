// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

// remember updates what each event's object may remember as its last decision.
func (o *observation) remember() {
	g := o.game
	if o.after.lost {
		clear(g.memory)
		clear(g.followed)
	}
	if o.imported != nil && o.planning.ok() {
		g.forget(o.imported.event)
	}
	if o.applying == nil {
		return
	}
	for _, i := range o.plan.intents {
		if _, kept := o.after.events[i.event]; i.action == "delete" && !kept {
			g.forget(i.event)
		}
	}
	for _, i := range o.plan.intents {
		if h, kept := o.after.at(i.address, i.event); kept && i.action != "delete" {
			o.rememberIntent(i, h)
		}
	}
}

// rememberIntent takes note of an intent whose object is in state. If the apply failed, it may have
// been carried out or not.
func (o *observation) rememberIntent(i intent, h held) {
	memory := o.game.memory
	switch {
	case o.applying.ok() && (i.action == "create" || i.writes()),
		i.action == "create" && h.standing == i.target:
		memory[i.event] = map[standing]bool{i.target: true}
	case i.writes():
		if memory[i.event] == nil {
			memory[i.event] = map[standing]bool{{}: true} // an import, or a decision since
		}
		memory[i.event][i.target] = true
	case h.standing == i.target:
		followed := o.game.followed
		if followed[i.event] == nil || o.applying.ok() {
			followed[i.event] = map[standing]bool{}
		}
		followed[i.event][i.target] = true
	}
}

// forget forgets an event that has no object, or a new one.
func (g *game) forget(event string) {
	delete(g.memory, event)
	delete(g.followed, event)
}
