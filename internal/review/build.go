// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"maps"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

type builder struct {
	plan   *plan
	review *Review
	made   map[string]bool       // events with a decision in the plan, by address
	held   map[string]element    // decisions before the plan, by event
	drift  map[string][2]element // before and after, by event

	madeObjects  map[string]bool           // other objects that the plan creates or updates, by key
	heldObjects  map[string]map[string]any // their values before the plan destroys or forgets them
	movedObjects map[string]object         // changed by somebody else, by address
}

func (b *builder) build() {
	b.made, b.drift = map[string]bool{}, map[string][2]element{}
	b.held = map[string]element{}
	for _, rc := range b.plan.ResourceChanges {
		if decides(rc) {
			maps.Copy(b.held, byKey(rc.before()))
		}
		if decides(rc) && rc.has("create", "update") {
			for _, e := range rc.after() {
				b.made[e.key] = true
			}
		}
	}
	for _, rc := range b.plan.ResourceDrift {
		b.collectDrift(rc)
	}
	b.collectObjects()
	for _, rc := range b.plan.ResourceChanges {
		b.resource(rc, nil)
	}
	for _, d := range b.plan.Deferred {
		b.resource(d.ResourceChange, []Mark{Deferred})
	}
	b.untouchedDrift()
	b.untouchedObjects()
	for _, i := range b.plan.Invocations {
		b.action(i)
	}
	b.review.Notes = b.plan.notes()
	b.review.finish()
}

func decides(rc resourceChange) bool {
	return rc.Mode != "data" && (rc.Type == one || rc.Type == many)
}

func (rc resourceChange) has(actions ...string) bool {
	return slices.ContainsFunc(actions, func(a string) bool {
		return slices.Contains(rc.Change.Actions, a)
	})
}

// first returns the first action. A replacement has two.
func (rc resourceChange) first() string {
	if len(rc.Change.Actions) == 0 {
		return ""
	}
	return rc.Change.Actions[0]
}

// isMoved reports whether an object stays the same at another address.
func (rc resourceChange) isMoved() bool {
	return rc.PreviousAddress != "" && !rc.has("create", "delete")
}

func (rc resourceChange) before() []element {
	return elements(rc.Type, rc.Change.Before, nil, rc.Change.BeforeSensitive)
}

func (rc resourceChange) after() []element {
	return elements(rc.Type, rc.Change.After, rc.Change.AfterUnknown, rc.Change.AfterSensitive)
}

func (rc resourceChange) isImport() bool {
	return len(rc.Change.Importing) > 0 && string(rc.Change.Importing) != "null"
}

func byKey(all []element) map[string]element {
	found := map[string]element{}
	for _, e := range all {
		found[e.key] = e
	}
	return found
}

func (b *builder) collectDrift(rc resourceChange) {
	if !decides(rc) {
		return
	}
	after := byKey(rc.after())
	for _, was := range rc.before() {
		if is, ok := after[was.key]; ok && was.standing != is.standing {
			b.drift[was.key] = [2]element{was, is}
		}
	}
}

func (b *builder) resource(rc resourceChange, marked []Mark) {
	if isObject(rc) && rc.isMoved() {
		b.review.Sum.Moved++
	}
	switch {
	case decides(rc):
		b.decisions(rc, marked)
	case rc.Mode == "data":
	case !rc.has("create", "update", "delete", "forget") && !rc.isImport():
	case isObject(rc):
		b.object(rc, marked)
	default:
		b.review.Sum.OtherProviders++
	}
}

func (b *builder) decisions(rc resourceChange, marked []Mark) {
	before, after := rc.before(), rc.after()
	if rc.isMoved() {
		b.review.Sum.Moved += len(after)
	}
	was, is := byKey(before), byKey(after)
	if rc.has("create", "update") || rc.isImport() || len(marked) > 0 {
		for _, e := range after {
			b.decided(rc, e, was, marked)
		}
	}
	if !rc.has("delete", "forget", "update") {
		return
	}
	for _, e := range before {
		if _, stays := is[e.key]; !stays || !rc.has("create", "update") {
			b.removed(rc, e, marked)
		}
	}
}

// decided adds a decision that the plan creates, changes, or imports.
func (b *builder) decided(rc resourceChange, e element, was map[string]element, marked []Mark) {
	prior, hasPrior := was[e.key]
	item := b.item(rc, e)
	item.Marks = slices.Clone(marked)
	// A replacement of the same event knows the event's standing, as a create does.
	asCreated := rc.has("create") && e.previous != nil && e.previous != any(afterApply)
	switch {
	case !hasPrior || asCreated:
		b.created(&item, e, rc)
	case rc.Type == many && same(prior, e):
		return
	default:
		b.updated(&item, prior, e, rc.isImport())
	}
	// A replacement that destroys first reopens the event, and decides again.
	if hasPrior && rc.has("create") && rc.first() == "delete" && b.reactivates(rc, prior) {
		item.Kind, item.Marks = Decide, append(item.Marks, Reopens)
	}
	b.unguard(&item, e)
	b.add(item)
}

func same(a, b element) bool {
	return a.standing == b.standing && maps.Equal(a.options(), b.options()) &&
		maps.Equal(a.evidence, b.evidence)
}

func (b *builder) item(rc resourceChange, e element) Item {
	return Item{Alert: e.alert, Kind: Decide, Address: rc.Address, SubscriptionID: e.subscription,
		EventID: e.event, To: e.standing, Evidence: e.evidence}
}

// created describes a new object. Its previous standing is the event's present one.
func (b *builder) created(item *Item, e element, rc resourceChange) {
	previous, isKnown := e.previous.(string)
	switch {
	case e.isUnknown():
		item.Marks = append(item.Marks, Unknown)
	case rc.isImport():
		item.Kind, item.From = Import, &item.To
	case e.unlisted:
		item.Kind = Record
		item.Marks = append(item.Marks, Unlisted)
	case isKnown && previous != afterApply && previous != hidden:
		from := fraud.ParseStanding(previous)
		item.From = &from
		if from == e.standing {
			item.Kind = Adopt
		}
		item.movesFrom(from, true)
	default: // the plan could not ask, so apply will
		item.Marks = append(item.Marks, Unknown)
	}
}

// updated describes a change of an object. The object's values before are the refreshed ones.
func (b *builder) updated(item *Item, was, is element, imported bool) {
	item.From, item.ResolvedBy = &was.standing, was.resolvedBy
	switch {
	case is.isUnknown():
		item.Marks = append(item.Marks, Unknown)
		return
	case was.standing == is.standing:
		item.Kind = Evidence
		if imported {
			item.Kind = Import
		}
		return
	}
	moved, hasMoved := b.drift[is.key]
	item.movesFrom(was.standing, imported || hasMoved || is.allowOverwrite)
	if hasMoved && reopens(moved[0].standing, moved[1].standing) {
		item.Marks = append(item.Marks, Reopened)
	}
}

// movesFrom marks a change of a resolution.
func (i *Item) movesFrom(from fraud.Standing, byOthers bool) {
	if from.Status != fraud.Resolved || from == i.To {
		return
	}
	if byOthers {
		i.Marks = append(i.Marks, Overwrites)
	}
	if reopens(from, i.To) {
		i.Marks = append(i.Marks, Reopens)
	}
}

func reopens(from, to fraud.Standing) bool {
	return from.Status == fraud.Resolved && to.Status != fraud.Resolved
}

func (b *builder) removed(rc resourceChange, e element, marked []Mark) {
	if b.made[e.key] {
		b.review.Sum.Moved++
		return
	}
	item := b.item(rc, e)
	item.Kind, item.From, item.Marks = Forget, &e.standing, slices.Clone(marked)
	if b.reactivates(rc, e) {
		item.To = fraud.Standing{Status: fraud.Active}
		item.Marks = append(item.Marks, Reopens)
	} else {
		item.Marks = append(item.Marks, LetsGo)
	}
	b.add(item)
}

// reactivates reports whether the end of a decision reopens its event. A destroy goes by the
// options that were applied last, and reopens only what still has the decision. The plural resource
// applies its options with the change that takes an element out.
func (b *builder) reactivates(rc resourceChange, e element) bool {
	now, _ := rc.Change.After.(map[string]any)
	_, overruled := b.drift[e.key]
	return (e.reactivate || rc.has("update") && now["reactivate_on_destroy"] == true) &&
		!overruled && !rc.has("forget") && !e.unlisted && e.standing.Status != fraud.Active
}

// untouchedDrift adds changes by somebody else that the plan leaves alone.
func (b *builder) untouchedDrift() {
	listed := map[string]bool{}
	for _, i := range b.review.Items {
		listed[strings.ToLower(i.SubscriptionID+"/"+i.EventID)] = true
	}
	for _, rc := range b.plan.ResourceDrift {
		if !decides(rc) {
			continue
		}
		for _, e := range rc.after() {
			moved, ok := b.drift[e.key]
			if !ok || listed[e.key] {
				continue
			}
			item := b.item(rc, e)
			item.Kind, item.From, item.ResolvedBy = Drift, &moved[0].standing, moved[1].resolvedBy
			if reopens(moved[0].standing, e.standing) {
				item.Marks = []Mark{Reopened}
			}
			b.add(item)
		}
	}
}

func (b *builder) add(item Item) { b.review.Items = append(b.review.Items, item) }
