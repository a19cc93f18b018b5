// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Object is a change of another resource of this provider.
type Object struct {
	Type    string `json:"type"`
	Address string `json:"address"`

	// Change is create, update, replace, destroy, forget, import, or drift.
	Change string `json:"change"`

	// Consequence says in sentences what that does in Partner Center.
	Consequence string   `json:"consequence"`
	Marks       []Mark   `json:"attention"`
	Guards      []string `json:"guards_off"`
}

// object is what a plan says about a change of an object.
type object struct {
	change        string
	first         string         // of a replacement: what comes first, create or delete
	before, after map[string]any // nil if there is no object
	imported      bool

	// was is the object before somebody else changed it; hasMoved says that somebody has.
	was      map[string]any
	hasMoved bool
}

// effect says what a change does, and why it needs attention.
type effect struct {
	says  []string
	marks []Mark
	sends bool // changes something in Partner Center
}

// send says what changes in Partner Center.
func (e *effect) send(sentence string, marks ...Mark) {
	e.say(sentence, marks...)
	e.sends = true
}

func (e *effect) say(sentence string, marks ...Mark) {
	e.says = append(e.says, sentence)
	for _, m := range marks {
		if !slices.Contains(e.marks, m) {
			e.marks = append(e.marks, m)
		}
	}
}

// subject is a type of object that the review knows.
type subject struct {
	// key is the attribute that tells two things in Partner Center apart.
	key string

	create, update, destroy, forget, imports, drift func(*effect, object)
}

func subjects() map[string]subject {
	return map[string]subject{budget: budgetSubject(), registration: registrationSubject()}
}

// key identifies the thing in Partner Center that an object is about; empty if that is unknown.
func key(resourceType string, values map[string]any) string {
	id, _ := values[subjects()[resourceType].key].(string)
	if id == "" || id == afterApply || id == hidden {
		return ""
	}
	return resourceType + "/" + strings.ToLower(id)
}

// objectOf returns what a plan says about an object, except its drift.
func objectOf(rc resourceChange) object {
	o := object{change: changeOf(rc), first: rc.first(), imported: rc.isImport()}
	o.before, _ = overlay(rc.Change.Before, nil, rc.Change.BeforeSensitive).(map[string]any)
	o.after, _ = overlay(rc.Change.After, rc.Change.AfterUnknown,
		rc.Change.AfterSensitive).(map[string]any)
	return o
}

func changeOf(rc resourceChange) string {
	switch {
	case rc.has("create") && rc.has("delete", "forget"):
		return "replace"
	case rc.has("create"):
		return "create"
	case rc.has("delete"):
		return "destroy"
	case rc.has("forget"):
		return "forget"
	case rc.has("update"):
		return "update"
	default:
		return "import"
	}
}

// collectObjects remembers what the plan makes, and what it lets go or destroys.
func (b *builder) collectObjects() {
	b.madeObjects, b.heldObjects = map[string]bool{}, map[string]map[string]any{}
	for _, rc := range b.plan.ResourceChanges {
		if !isObject(rc) {
			continue
		}
		o := objectOf(rc)
		if k := key(rc.Type, o.after); k != "" && rc.has("create", "update") {
			b.madeObjects[k] = true
		}
		if k := key(rc.Type, o.before); k != "" && rc.has("delete", "forget") {
			b.heldObjects[k] = o.before
		}
	}
	b.movedObjects = map[string]object{}
	for _, rc := range b.plan.ResourceDrift {
		if isObject(rc) && rc.has("update", "delete") {
			b.movedObjects[rc.Address+rc.Deposed] = objectOf(rc)
		}
	}
}

// isObject reports whether a change is of a resource of this provider that is no decision.
func isObject(rc resourceChange) bool {
	return rc.Mode != "data" && strings.HasPrefix(rc.Type, prefix) && !decides(rc)
}

// object adds a change of an object.
func (b *builder) object(rc resourceChange, marked []Mark) {
	o := objectOf(rc)
	if drift, ok := b.movedObjects[rc.Address+rc.Deposed]; ok {
		o.was, o.hasMoved = drift.before, true
		delete(b.movedObjects, rc.Address+rc.Deposed)
	}
	k := key(rc.Type, o.before)
	if !rc.has("create", "update") && b.madeObjects[k] && rc.has("delete", "forget") {
		b.review.Sum.Moved++ // the object that the plan makes says what becomes of the thing
		return
	}
	if held, ok := b.heldObjects[key(rc.Type, o.after)]; ok && o.change == "create" {
		o.before = held
	}
	var e effect
	subject, known := subjects()[rc.Type]
	switch {
	case !known && o.change == "import":
		e.say(unfamiliar(o.change))
	case !known:
		e.send(unfamiliar(o.change), Unfamiliar)
	default:
		subject.tell(&e, rc.Type, o)
	}
	e.marks = append(e.marks, marked...)
	b.review.Sum.Other[rc.Type]++
	if e.sends {
		b.review.Sum.sent++
	}
	b.addObject(rc, o, e)
}

// unfamiliar says what happens to an object of a type that a newer provider has.
func unfamiliar(change string) string {
	return map[string]string{"create": "Creates", "update": "Updates", "replace": "Replaces",
		"destroy": "Destroys", "forget": "Forgets", "import": "Imports"}[change] +
		" an object that this version of partnercenter does not know."
}

// tell says what a change does.
func (s subject) tell(e *effect, resourceType string, o object) {
	same := key(resourceType, o.before) != "" &&
		key(resourceType, o.before) == key(resourceType, o.after)
	switch o.change {
	case "create":
		if same { // another address let it go
			s.update(e, o)
			return
		}
		s.create(e, o)
	case "update":
		s.update(e, o)
	case "replace":
		if same {
			s.update(e, o)
			return
		}
		s.destroy(e, o)
		s.create(e, object{change: o.change, after: o.after})
	case "destroy":
		s.destroy(e, o)
	case "forget":
		s.forget(e, o)
	default:
		s.imports(e, o)
	}
}

// addObject adds an object with its guards. A guard whose consequence has its own mark needs no
// other.
func (b *builder) addObject(rc resourceChange, o object, e effect) {
	guards := []string{}
	if rc.has("create", "update") || o.imported {
		after := maps.Clone(o.after)
		if slices.Contains(e.marks, Overwrites) {
			delete(after, "allow_overwrite")
		}
		guards = append(guards, guardsOff(rc.Type, o.before, after)...)
	}
	if len(guards) > 0 {
		e.say(markText(Unguarded)+": "+strings.Join(guards, ", ")+".", Unguarded)
	}
	if slices.Contains(e.marks, Deferred) {
		e.say(markText(Deferred) + ".")
	}
	b.review.Objects = append(b.review.Objects, Object{Type: rc.Type, Address: rc.Address,
		Change: o.change, Consequence: strings.Join(e.says, " "), Marks: append([]Mark{}, e.marks...),
		Guards: guards})
}

// untouchedObjects adds objects that somebody else has changed, and that the plan leaves alone.
func (b *builder) untouchedObjects() {
	for _, rc := range b.plan.ResourceDrift {
		o, moved := b.movedObjects[rc.Address+rc.Deposed]
		subject, known := subjects()[rc.Type]
		if !moved || !known {
			continue
		}
		delete(b.movedObjects, rc.Address+rc.Deposed)
		o.change = "drift"
		var e effect
		if subject.drift(&e, o); len(e.says) > 0 {
			e.say("The plan leaves it so.")
			b.addObject(resourceChange{Type: rc.Type, Address: rc.Address}, o, e)
		}
	}
}

// shown returns a value of an attribute in a sentence, or what the plan says instead.
func shown(values map[string]any, name string) string {
	switch v := values[name].(type) {
	case nil:
		return "?"
	case string:
		return clean(v, titleLimit)
	case json.Number:
		return clean(v.String(), titleLimit)
	default:
		return clean(text(values, name), titleLimit)
	}
}

// isKnown reports whether the plan says what a value is.
func isKnown(values map[string]any, name string) bool {
	v := values[name]
	return v != any(afterApply) && v != any(hidden)
}
