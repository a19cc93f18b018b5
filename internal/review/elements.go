// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	prefix = "partnercenter_"
	one    = "partnercenter_fraud_event_resolution"
	many   = "partnercenter_fraud_event_resolutions"

	hidden     = "(sensitive)"
	afterApply = "(known after apply)"
)

// element is one decision in an object's values before or after a change.
type element struct {
	alert               Alert
	key                 string
	subscription, event string
	standing            fraud.Standing
	evidence            map[string]string
	allowOverwrite      bool
	reactivate          bool
	overwrite           any // each option as the plan has it, possibly unknown or hidden
	recordUnlisted      any
	reactivation        any
	unlisted            bool
	previous            any // string, nil, or afterApply
	resolvedBy          string
}

// isUnknown reports whether the plan does not say what is decided, or hides it.
func (e element) isUnknown() bool {
	return slices.ContainsFunc([]string{e.subscription, e.event, string(e.standing.Status),
		string(e.standing.Reason)}, func(v string) bool { return v == afterApply || v == hidden })
}

// elements returns the decisions of an object, in the order of their events.
func elements(resourceType string, values, unknown, sensitive any) []element {
	all := overlay(values, unknown, sensitive)
	if all == nil {
		return nil
	}
	object, ok := all.(map[string]any)
	if !ok { // hidden or unknown as a whole
		return []element{unsaid(insteadOf(all), all)}
	}
	if resourceType == one {
		return []element{singular(object)}
	}
	return plural(object)
}

// unsaid stands for decisions that the plan does not know, or hides.
func unsaid(subscription string, instead any) element {
	said := insteadOf(instead)
	return element{subscription: subscription, event: said,
		standing: fraud.Standing{Status: fraud.Status(said)}}
}

// insteadOf returns what the plan says instead of a value.
func insteadOf(value any) string {
	if said, isText := value.(string); isText {
		return said
	}
	return afterApply
}

// overlay replaces sensitive and unknown values, at any depth, with texts that say so.
func overlay(value, unknown, sensitive any) any {
	if sensitive == true {
		return hidden
	}
	if unknown == true {
		return afterApply
	}
	switch value := value.(type) {
	case map[string]any:
		us, _ := unknown.(map[string]any)
		ss, _ := sensitive.(map[string]any)
		all := make(map[string]any, len(value))
		for name, v := range value {
			all[name] = overlay(v, us[name], ss[name])
		}
		for name, u := range us { // Terraform omits unknown attributes
			if _, known := value[name]; !known && holdsUnknown(u) {
				all[name] = overlay(nil, u, ss[name])
			}
		}
		return all
	case []any:
		us, _ := unknown.([]any)
		ss, _ := sensitive.([]any)
		all := slices.Clone(value)
		for i := range all {
			all[i] = overlay(all[i], at(us, i), at(ss, i))
		}
		return all
	case nil:
		if holdsUnknown(unknown) {
			return afterApply
		}
		return nil
	default:
		return value
	}
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func holdsUnknown(u any) bool {
	switch u := u.(type) {
	case bool:
		return u
	case map[string]any:
		for _, v := range u {
			if holdsUnknown(v) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(u, holdsUnknown)
	}
	return false
}

func singular(o map[string]any) element {
	detected, _ := time.Parse(time.RFC3339, known(o, "event_time"))
	e := decision(o, text(o, "subscription_id"), text(o, "event_id"))
	e.alert = Alert{Severity: known(o, "severity"), EventType: known(o, "event_type"),
		Title: known(o, "display_name"), Detected: detected,
		Customer:         known(o, "customer_friendly_name"),
		CustomerTenantID: known(o, "customer_tenant_id")}
	e.unlisted = o["listed"] == false
	e.allow(nil, o)
	e.resolvedBy = known(o, "resolved_by")
	return e
}

func plural(o map[string]any) []element {
	subscription := text(o, "subscription_id")
	resolutions, ok := o["resolutions"].(map[string]any)
	if !ok {
		if o["resolutions"] == nil {
			return nil
		}
		return []element{unsaid(subscription, o["resolutions"])}
	}
	unlisted := map[string]bool{}
	ids, _ := o["unlisted_event_ids"].([]any)
	for _, id := range ids {
		if id, ok := id.(string); ok {
			unlisted[strings.ToLower(id)] = true
		}
	}
	var all []element
	for id, v := range resolutions {
		r, _ := v.(map[string]any)
		e := decision(r, subscription, id)
		e.alert = parseAlert(known(r, "name"))
		e.unlisted = unlisted[strings.ToLower(id)]
		e.allow(r, o)
		if v == any(afterApply) {
			e.standing.Status = afterApply
		}
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b element) int { return strings.Compare(a.event, b.event) })
	return all
}

func decision(o map[string]any, subscription, event string) element {
	e := element{subscription: subscription, event: event,
		key: strings.ToLower(subscription + "/" + event),
		standing: fraud.Standing{Status: fraud.Status(text(o, "status")),
			Reason: fraud.Reason(text(o, "reason"))}, previous: o["previous_status"]}
	annotations, isMap := o["annotations"].(map[string]any)
	if !isMap && o["annotations"] != nil {
		e.evidence = map[string]string{"annotations": text(o, "annotations")}
	}
	for name := range annotations {
		if e.evidence == nil {
			e.evidence = map[string]string{}
		}
		e.evidence[name] = text(annotations, name)
	}
	return e
}

// allow sets the options. An entry's own ones override the object's.
func (e *element) allow(own, ofObject map[string]any) {
	e.overwrite = option(cmp.Or(own["allow_overwrite"], ofObject["allow_overwrite"]))
	e.recordUnlisted = option(cmp.Or(own["allow_unlisted"], ofObject["allow_unlisted"]))
	e.reactivation = option(ofObject["reactivate_on_destroy"])
	e.allowOverwrite, e.reactivate = yes(e.overwrite), yes(e.reactivation)
}

// option returns the value of an option. A plan may contain anything, also what cannot be compared.
func option(v any) any {
	switch v.(type) {
	case bool, string:
		return v
	}
	return nil
}

// yes reports whether an option is set. If the plan does not say, it may be.
func yes(v any) bool { return v == true || v == any(hidden) || v == any(afterApply) }

func text(o map[string]any, name string) string {
	switch v := o[name].(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		encoded, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(encoded)
	}
}

// known returns a fact, or "" if the plan does not know it.
func known(o map[string]any, name string) string {
	if v := text(o, name); v != afterApply {
		return v
	}
	return ""
}

// alertLine matches the attribute name: severity, type, customer, time. The customer's name may
// contain commas.
var alertLine = regexp.MustCompile(
	`^(Low|Medium|High), (\w+), (.*), (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$`)

// parseAlert parses the line that identifies an alert in a list. A line of another form counts as a
// customer's name, because it may contain one.
func parseAlert(line string) Alert {
	match := alertLine.FindStringSubmatch(line)
	if match == nil {
		return Alert{Customer: line}
	}
	detected, err := time.Parse(time.RFC3339, match[4])
	if err != nil {
		return Alert{Customer: line}
	}
	return Alert{Severity: match[1], EventType: match[2], Customer: match[3], Detected: detected}
}
