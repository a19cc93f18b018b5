// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// areaInvariants are the promises about the resources of other areas.
func areaInvariants() []invariant {
	return []invariant{
		{"a plan writes nothing in other areas", "DESIGN.md, the plan is the review", areaPlanWrites},
		{"read_only writes nothing in other areas", "decision 27", areaReadOnlyWrites},
		{"a write in another area is in the plan", "customer_usage_budget.md, webhook_registration.md",
			unplannedAreaWrites},
		{"nothing in another area is overwritten unseen",
			"customer_usage_budget.md, webhook_registration.md", unseenAreaWrites},
		{"state of other areas agrees with the service", "DESIGN.md, rule 5", untrueAreaState},
		{"a successful apply in another area decides", "decision 10", unconfirmedAreas},
		{"the audit log has each write in other areas", "decision 28", missingAreaLines},
		{"budgets share a reading", "customer_usage_budget.md, What to expect", surplusBudgetReads},
	}
}

// areaWrites returns the writes to subjects.
func areaWrites(r *run) []areaCall {
	if r == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.areaCalls),
		func(c areaCall) bool { return !areaKinds()[c.kind] })
}

func areaPlanWrites(o *observation) []string {
	var all []string
	for _, r := range []*run{o.planning, o.again} {
		for _, w := range areaWrites(r) {
			all = append(all, fmt.Sprintf("%s sent %s", r.line, w.path))
		}
	}
	return all
}

func areaReadOnlyWrites(o *observation) []string {
	if n := len(areaWrites(o.applying)); n > 0 && o.plan.readOnly {
		return []string{fmt.Sprintf("%d writes", n)}
	}
	return nil
}

// eachAreaWrite calls f for each write to a subject, with the intents that allow it.
func (o *observation) eachAreaWrite(f func(w areaCall, allowed []areaIntent) string) []string {
	if o.areas == nil {
		return nil
	}
	var all []string
	for _, w := range areaWrites(o.applying) {
		if w.subject == "" {
			continue // of an action
		}
		allowed := slices.DeleteFunc(slices.Clone(o.areas.intents), func(i areaIntent) bool {
			return i.subject != w.subject || !o.mayWriteArea(i, w)
		})
		if what := f(w, allowed); what != "" {
			all = append(all, fmt.Sprintf("%s to %q: %s", w.subject, w.value, what))
		}
	}
	return all
}

// mayWriteArea reports whether an intent allows a write. A destroy removes a budget, or registers
// again what was registered before.
func (o *observation) mayWriteArea(i areaIntent, w areaCall) bool {
	switch {
	case i.action != "delete":
		return i.target == w.value
	case i.subject != webhook:
		return !i.keeps && w.value == ""
	default:
		return !i.keeps && w.value != i.shown && o.history().had(webhook, w.value, time.Time{})
	}
}

func (o *observation) history() *areaHistory { return o.game.watcher.areas }

func unplannedAreaWrites(o *observation) []string {
	return o.eachAreaWrite(func(_ areaCall, allowed []areaIntent) string {
		if len(allowed) == 0 {
			return "the plan does not have it"
		}
		return ""
	})
}

// unseenAreaWrites finds writes over a value that the plan did not show, apart from moves since the
// provider has read the subject.
func unseenAreaWrites(o *observation) []string {
	return o.eachAreaWrite(func(w areaCall, allowed []areaIntent) string {
		seen := o.valuesSeen(w)
		for _, i := range allowed {
			if i.overwrite || slices.Contains(seen, i.shown) || slices.Contains(seen, w.value) ||
				i.action == "create" && w.subject == webhook && slices.ContainsFunc(seen,
					func(value string) bool { return urlOf(value) == urlOf(w.value) }) {
				return ""
			}
		}
		if len(allowed) == 0 {
			return "" // unplannedAreaWrites says that
		}
		return fmt.Sprintf("the plan shows %q, but it was %q", allowed[0].shown, seen)
	})
}

func urlOf(value string) string {
	url, _, _ := strings.Cut(value, " ")
	return url
}

// valuesSeen are the values of a subject from the last read before a write to the write.
func (o *observation) valuesSeen(w areaCall) []string {
	read := time.Time{}
	for _, c := range o.applying.areaCalls {
		if !areaKinds()[c.kind] && (c.subject == w.subject || c.subject == "") && c.at.Before(w.at) {
			read = c.at
		}
	}
	if read.IsZero() {
		return nil
	}
	var all []string
	for _, m := range o.history().since(w.subject, read) {
		if m.at.Before(w.at) {
			all = append(all, m.value)
		}
	}
	return all
}

// untrueAreaState finds values that are new in state and that the service has not had since the
// plan began.
func untrueAreaState(o *observation) []string {
	if o.areas == nil {
		return nil
	}
	var all []string
	for _, subject := range slices.Sorted(maps.Keys(o.areas.after)) {
		value, old := o.areas.after[subject], o.areas.before[subject]
		if value != old && !o.history().had(subject, value, o.plan.began) {
			all = append(all, fmt.Sprintf("%s is %q in state, but it was %v", subject, value,
				o.history().since(subject, o.plan.began)))
		}
	}
	return all
}

// unconfirmedAreas finds intents that a successful apply has not carried out.
func unconfirmedAreas(o *observation) []string {
	if o.areas == nil || !o.applying.ok() {
		return nil
	}
	var all []string
	for _, i := range o.areas.intents {
		value, kept := o.areas.after[i.subject]
		switch {
		case i.action == "delete" && kept:
			all = append(all, i.subject+" is still in state")
		case i.action == "delete" && (i.keeps || i.subject == webhook):
		case i.decides() && !o.history().had(i.subject, i.target, o.applying.began):
			all = append(all, fmt.Sprintf("%s has not been %q", i.subject, i.target))
		case i.action != "delete" && value != i.target:
			all = append(all, fmt.Sprintf("%s is %q in state, want %q", i.subject, value, i.target))
		}
	}
	return all
}

// missingAreaLines finds writes that took effect without a line. A killed provider cannot write
// one.
func missingAreaLines(o *observation) []string {
	if o.areas == nil || o.killed() || o.applying == nil {
		return nil
	}
	var all []string
	for _, subject := range o.game.areas.subjects() {
		ours := slices.ContainsFunc(o.history().since(subject, o.applying.began),
			func(m areaMoment) bool { return m.ours && !m.at.Before(o.applying.began) })
		if ours && !slices.ContainsFunc(o.areas.lines,
			func(l areaLine) bool { return l.about(subject) }) {
			all = append(all, subject)
		}
	}
	return all
}

// surplusBudgetReads finds a plan that read the budgets of all customers more than once.
func surplusBudgetReads(o *observation) []string {
	if o.areas == nil || o.planning == nil || !o.calm() || o.areas.shown != nil {
		return nil
	}
	pages := 0
	for _, c := range o.planning.areaCalls {
		if c.kind == emulator.KindUsageRecords && c.status == 200 {
			pages++
		}
	}
	if most := 1 + len(o.game.service.Usage())/2; pages > most {
		return []string{fmt.Sprintf("%d pages, want %d at the most", pages, most)}
	}
	return nil
}

// refusesAreas reports whether the rules may refuse a part of the configuration.
func (g *game) refusesAreas(o *observation) bool {
	if o.plan.readOnly {
		return true
	}
	for subject, d := range g.areas.declared {
		if _, kept := o.areas.before[subject]; kept || d.overwrite || o.areas.destroys {
			continue
		}
		for _, m := range o.history().since(subject, o.plan.began) {
			if m.value != "" && m.value != d.value &&
				(subject != webhook || urlOf(m.value) != urlOf(d.value)) {
				return true
			}
		}
	}
	return false
}
