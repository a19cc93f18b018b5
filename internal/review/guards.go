// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"slices"
)

// guard is a setting that limits what a change does, now or later. It is off if the setting has
// this value, or may get it.
type guard struct {
	name string
	off  any
}

const (
	registration = "partnercenter_webhook_registration"
	budget       = "partnercenter_customer_usage_budget"
)

// guardsOf returns the guards of a resource or an action, except the one of an action that counts
// its events.
func guardsOf(name string) []guard {
	return map[string][]guard{
		one: {{"allow_overwrite", true}, {"allow_unlisted", true},
			{"reactivate_on_destroy", true}},
		registration: {{"allow_overwrite", true},
			{"on_destroy", "restore"}},
		budget:                                       {{"allow_overwrite", true}},
		"partnercenter_update_fraud_events":          {{"allow_overwrite", true}},
		"partnercenter_cancel_azure_entitlement":     {{"require_fraud_event", false}},
		"partnercenter_reactivate_azure_entitlement": {{"require_fraud_event", false}},
	}[name]
}

// guardsOff returns the guards that are off after a change, and were not before. Without a value
// before, before is nil.
func guardsOff(name string, before, after map[string]any) []string {
	var off []string
	for _, g := range guardsOf(name) {
		if v := after[g.name]; g.isOff(v) && !g.isOff(before[g.name]) {
			off = append(off, g.say(v))
		}
	}
	// The default is off, so only a change switches it.
	if name == budget && before["keep_on_destroy"] == true && after["keep_on_destroy"] != true {
		off = append(off, guard{"keep_on_destroy", false}.say(after["keep_on_destroy"]))
	}
	return off
}

func (g guard) isOff(v any) bool { return v == g.off || v == any(hidden) || v == any(afterApply) }

func (g guard) say(v any) string {
	if v == any(hidden) || v == any(afterApply) {
		return fmt.Sprintf("%s %s", g.name, v)
	}
	return fmt.Sprintf("%s = %v", g.name, g.off)
}

// uncounted reports whether an action picks events itself, and nothing says how many it may be.
func uncounted(values map[string]any) bool {
	return values["expected_count"] == nil && (values["filter"] != nil || yes(values["all_events"]))
}

// options returns the settings of a decision that are guards.
func (e element) options() map[string]any {
	return map[string]any{"allow_overwrite": e.overwrite, "allow_unlisted": e.recordUnlisted,
		"reactivate_on_destroy": e.reactivation}
}

// unguard marks a decision whose guards the plan switches off. A guard whose consequence has its
// own mark needs no other.
func (b *builder) unguard(item *Item, e element) {
	var before map[string]any
	if was, ok := b.held[e.key]; ok {
		before = was.options()
	}
	after := e.options()
	if slices.Contains(item.Marks, Overwrites) {
		delete(after, "allow_overwrite")
	}
	if slices.Contains(item.Marks, Unlisted) {
		delete(after, "allow_unlisted")
	}
	if item.Guards = guardsOff(one, before, after); len(item.Guards) > 0 {
		item.Marks = append(item.Marks, Unguarded)
	}
}
