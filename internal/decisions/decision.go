// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions/document"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// checkIDs checks the two ids, and that no other entry has them.
func (e entryChecker) checkIDs() {
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
		e.events[id] = place{e.key, e.at.Line}
		return
	}
	if first.key == e.key {
		return // the key is reported
	}
	e.report(e.place(keyEventID), fmt.Sprintf("%s is about the same event as %s on line %d",
		document.Shown(e.key), document.Shown(first.key), first.line), "keep one of the two entries")
}

func (e entryChecker) checkID(name string) (string, bool) {
	id, ok := e.text(name)
	if !ok {
		return "", false
	}
	if id == "" {
		problem := "the entry " + document.Shown(e.key) + " has no " + name
		if _, given := e.fields[name]; given {
			problem = e.of(name) + " is empty"
		}
		e.report(e.place(name), problem, "copy it from the event, in quotes")
		return "", false
	}
	r, hides := invisible(id)
	for _, rule := range []struct {
		broken        bool
		problem, cure string
	}{
		{strings.TrimSpace(id) != id, "begins or ends with white space", "remove it"},
		{strings.Trim(id, quotationMarks) != id, "begins or ends with a quotation mark",
			"remove it: YAML strips one pair of straight quotes only"},
		{hides, fmt.Sprintf("contains the invisible character U+%04X", r), "remove it"},
	} {
		if rule.broken {
			e.complain(e.fields[name], e.named(name, id)+" "+rule.problem, rule.cure)
			return "", false
		}
	}
	return id, true
}

// quotationMarks are quotation marks around an id that YAML does not remove.
const quotationMarks = "\"'`\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e"

// named is the name of a field with its value.
func (e entryChecker) named(name, value string) string {
	return e.of(name) + ", " + document.Shown(value) + ","
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
func (e entryChecker) checkDecision() bool {
	status, isStatus := e.text(keyStatus)
	reason, isReason := e.text(keyReason)
	if !isStatus || !isReason {
		return true
	}
	if status == "" {
		if reason == "" {
			return false
		}
		e.report(e.place(keyStatus), document.Shown(e.key)+" has no status",
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
			document.Shown(e.key), document.Shown(reason), document.Shown(status)),
			"write the status "+document.Shown(string(fraud.Resolved))+", or remove the reason")
	}
	return true
}

func (e entryChecker) checkOneOf(name, value string, known []string) bool {
	if slices.Contains(known, value) {
		return true
	}
	cure := "write "
	if meant := meantBy(strings.TrimSpace(value), known); meant != "" {
		cure += document.Shown(meant)
	} else {
		cure += alternatives(known)
	}
	e.complain(e.fields[name],
		e.of(name)+" must be one of "+alternatives(known)+", got "+document.Shown(value), cure)
	return false
}

// checkConsent checks a boolean option, and returns its value.
func (e entryChecker) checkConsent(name string) bool {
	f, given := e.fields[name]
	if !given {
		return false
	}
	got := "a map or a list"
	if f.value.Kind == yaml.ScalarNode {
		r := document.Read(f.value)
		if r.Kind == document.Boolean && !document.HasForeignTag(f.value) {
			return r.Text == "true"
		}
		got = string(r.Kind)
	}
	e.complain(f, e.of(name)+" must be a boolean, got "+got,
		"write true or false, without quotes, or remove it")
	return false
}
