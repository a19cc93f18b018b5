// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// intent is what a plan says about one event at one address.
type intent struct {
	address, event, subscription string
	action                       string // create, update, delete, or invoke
	shown                        standing
	known                        bool // the plan shows where the event stands
	target                       standing
	consent                      bool // allow_overwrite
	reactivate                   bool // of a delete
	replaces                     bool // of a create: a delete of the plan may reopen the event first
}

// writes reports whether carrying out the intent can send a write.
func (i intent) writes() bool {
	if i.action == "delete" {
		return i.reactivate && i.shown != i.target
	}
	return i.shown != i.target || !i.known
}

// savedPlan is a plan in a file.
type savedPlan struct {
	file      string
	began     time.Time
	intents   []intent
	refreshed bool
	readOnly  bool
	destroys  bool
	misled    bool // the service said that a subscription does not exist
	unsettled bool // listings may not yet show a write of an earlier step
}

// values are the attributes of either resource that this program needs.
type values struct {
	SubscriptionID string `json:"subscription_id"`
	EventID        string `json:"event_id"`
	Reactivate     bool   `json:"reactivate_on_destroy"`
	Listed         *bool  `json:"listed"`
	element
	Resolutions map[string]element `json:"resolutions"`
	Unlisted    []string           `json:"unlisted_event_ids"`
}

type element struct {
	Status    string  `json:"status"`
	Reason    string  `json:"reason"`
	Previous  *string `json:"previous_status"`
	Overwrite bool    `json:"allow_overwrite"`
}

func (e element) standing() standing { return standing{e.Status, e.Reason} }

// elements returns the decisions, by event.
func (v *values) elements() map[string]element {
	switch {
	case v == nil:
		return nil
	case v.EventID != "":
		return map[string]element{v.EventID: v.element}
	default:
		return v.Resolutions
	}
}

type resourceChange struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Change  struct {
		Actions []string `json:"actions"`
		Before  *values  `json:"before"`
		After   *values  `json:"after"`
	} `json:"change"`
}

// readIntents reads the output of "show -json" about a saved plan. event finds an event by the id
// that the plan has.
func readIntents(text []byte, event func(id string) string) ([]intent, error) {
	var content struct {
		Changes     []resourceChange `json:"resource_changes"`
		Invocations []invocation     `json:"action_invocations"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return nil, err
	}
	var all []intent
	for _, c := range content.Changes {
		if c.Type == singular || c.Type == plural {
			all = append(all, c.intents()...)
		}
	}
	for _, i := range content.Invocations {
		all = append(all, i.intents()...)
	}
	for i := range all {
		all[i].event = event(all[i].event)
		if all[i].subscription == "" {
			all[i].subscription = subscriptionOf(all[i].event)
		}
	}
	for i := range all {
		all[i].replaces = all[i].action == "create" && slices.ContainsFunc(all, func(old intent) bool {
			return old.action == "delete" && old.event == all[i].event && old.reactivate
		})
	}
	return all, nil
}

func (c resourceChange) intents() []intent {
	before, after := c.Change.Before, c.Change.After
	switch actions := c.Change.Actions; {
	case len(actions) == 2: // a replacement, in either order
		return append(c.compare(before, nil), c.compare(nil, after)...)
	case actions[0] == "no-op" || actions[0] == "read":
		return nil
	default:
		return c.compare(before, after)
	}
}

// compare returns the intent for each event that one of the sides names.
func (c resourceChange) compare(before, after *values) []intent {
	old, next := before.elements(), after.elements()
	var all []intent
	for _, id := range slices.Sorted(maps.Keys(old)) {
		i := intent{address: c.Address, event: id, subscription: before.SubscriptionID,
			shown: old[id].standing(), known: true}
		if to, stays := next[id]; stays {
			i.action, i.target, i.consent = "update", to.standing(), to.Overwrite
		} else {
			i.action, i.target = "delete", standing{Status: active}
			i.reactivate = before.Reactivate
		}
		all = append(all, i)
	}
	for _, id := range slices.Sorted(maps.Keys(next)) {
		if _, stays := old[id]; stays {
			continue
		}
		to := next[id]
		i := intent{address: c.Address, event: id, subscription: after.SubscriptionID,
			action: "create", target: to.standing(), consent: to.Overwrite}
		if to.Previous != nil {
			i.shown, i.known = parseStanding(*to.Previous), true
		}
		all = append(all, i)
	}
	return all
}
