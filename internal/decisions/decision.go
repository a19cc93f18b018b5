// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// text returns the string of a field, which is empty if the field is missing. It reports other
// values.
func (e entry) text(name string) (string, bool) {
	f, given := e.fields[name]
	if !given {
		return "", true
	}
	named := shown(name) + " of " + shown(e.key)
	if f.value.Kind != yaml.ScalarNode {
		e.complain(f, named+" is a map or a list", "write a string")
		return "", false
	}
	if hasForeignTag(f.value) {
		e.complain(f, named+" has the tag "+shown(f.value.Tag),
			"remove the tag, and put the value in quotes")
		return "", false
	}
	r := read(f.value)
	if r.isBent() {
		problem, cure := r.bent(f.value.Value)
		e.complain(f, named+": "+problem, cure)
		return "", false
	}
	return r.text, true
}

// place returns the position of a field's value or, if it has none, of the entry.
func (e entry) place(name string) position {
	if f, given := e.fields[name]; given {
		return e.value(f)
	}
	return e.at
}

// checkIDs checks the two ids, and that no other entry has them.
func (e entry) checkIDs() {
	subscription, isSubscription := e.checkID(keySubscriptionID)
	if isSubscription && fraud.CheckGUID(subscription) != nil {
		e.complain(e.fields[keySubscriptionID], e.named(keySubscriptionID,
			subscription)+" is not a GUID",
			"copy it from the event: 8-4-4-4-12 hexadecimal digits with hyphens, and nothing around them")
		isSubscription = false
	}
	event, isEvent := e.checkID(keyEventID)
	if !isSubscription || !isEvent {
		return
	}
	id := strings.ToLower(subscription + "/" + event)
	first, taken := e.events[id]
	if !taken {
		e.events[id] = place{e.key, e.at.line}
		return
	}
	if first.key == e.key {
		return // the key is reported
	}
	e.report(e.place(keyEventID), fmt.Sprintf("%s is about the same event as %s on line %d",
		shown(e.key), shown(first.key), first.line), "keep one of the two entries")
}

func (e entry) checkID(name string) (string, bool) {
	id, ok := e.text(name)
	if !ok {
		return "", false
	}
	if id == "" {
		problem := "the entry " + shown(e.key) + " has no " + name
		if _, given := e.fields[name]; given {
			problem = shown(name) + " of " + shown(e.key) + " is empty"
		}
		e.report(e.place(name), problem, "copy it from the event, in quotes")
		return "", false
	}
	if strings.TrimSpace(id) != id {
		e.complain(e.fields[name], e.named(name, id)+" begins or ends with white space",
			"remove it")
		return "", false
	}
	if strings.Trim(id, quotationMarks) != id {
		e.complain(e.fields[name], e.named(name, id)+" begins or ends with a quotation mark",
			"remove it: YAML strips one pair of straight quotes only")
		return "", false
	}
	if r, found := invisible(id); found {
		e.complain(e.fields[name], fmt.Sprintf("%s contains the invisible character U+%04X",
			e.named(name, id), r), "remove it")
		return "", false
	}
	return id, true
}

// quotationMarks are quotation marks around an id that YAML does not remove.
const quotationMarks = "\"'`\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e"

// named is the name of a field with its value.
func (e entry) named(name, value string) string {
	return shown(name) + " of " + shown(e.key) + ", " + shown(value) + ","
}

// invisible finds an invisible character. All white space except a space counts.
func invisible(s string) (rune, bool) {
	for _, r := range s {
		if r != ' ' && (!unicode.IsPrint(r) || unicode.IsSpace(r)) {
			return r, true
		}
	}
	return 0, false
}

// checkDecision checks status and reason, and reports whether the entry is decided. An entry
// without a reason is still undecided.
func (e entry) checkDecision() bool {
	status, isStatus := e.text(keyStatus)
	reason, isReason := e.text(keyReason)
	if !isStatus || !isReason {
		return true
	}
	if status == "" {
		if reason == "" {
			return false
		}
		e.report(e.place(keyStatus), shown(e.key)+" has no status",
			"write "+alternatives(fraud.Statuses()))
		return true
	}
	statusIsKnown := e.checkOneOf(keyStatus, status, fraud.Statuses())
	if reason == "" {
		known, _ := fraud.Canonical(status, fraud.Statuses())
		return known != string(fraud.Resolved) && statusIsKnown
	}
	e.checkOneOf(keyReason, reason, fraud.Reasons())
	if statusIsKnown && status != string(fraud.Resolved) {
		e.report(e.place(keyReason), fmt.Sprintf("%s has a reason, %s, and the status %s",
			shown(e.key), shown(reason), shown(status)),
			"write the status "+shown(string(fraud.Resolved))+", or remove the reason")
	}
	return true
}

func (e entry) checkOneOf(name, value string, known []string) bool {
	if slices.Contains(known, value) {
		return true
	}
	cure := "write "
	if meant := meantBy(strings.TrimSpace(value), known); meant != "" {
		cure += shown(meant)
	} else {
		cure += alternatives(known)
	}
	e.complain(e.fields[name],
		shown(name)+" of "+shown(e.key)+" must be one of "+alternatives(known)+
			", got "+shown(value), cure)
	return false
}

// checkConsent checks a boolean option, and returns its value.
func (e entry) checkConsent(name string) bool {
	f, given := e.fields[name]
	if !given {
		return false
	}
	got := "a map or a list"
	if f.value.Kind == yaml.ScalarNode {
		r := read(f.value)
		if r.kind == isBoolean && !hasForeignTag(f.value) {
			return r.text == "true"
		}
		got = string(r.kind)
	}
	e.complain(f, shown(name)+" of "+shown(e.key)+" must be a boolean, got "+got,
		"write true or false, without quotes, or remove it")
	return false
}
