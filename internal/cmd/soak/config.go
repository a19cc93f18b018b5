// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"maps"
	"slices"
)

const (
	singular = "partnercenter_fraud_event_resolution"
	plural   = "partnercenter_fraud_event_resolutions"

	// manyRetries outlast all throttling and faults.
	manyRetries = 6
	// longTimeout is longer than an operation without faults takes on any machine. Steps with faults
	// may have the other one.
	longTimeout, shortTimeout = "4m", "20s"
)

// form is how a configuration declares a decision.
type form int

const (
	keyed form = iota // an instance of for_each
	own               // a resource of its own, with a lifecycle block
	many              // an element of the plural resource
)

// entry is a decision. Each event has at most one.
type entry struct {
	event, subscription string
	form                form
	key                 string // of keyed and own
	decision            standing
	overwrite, unlisted bool
	reactivate          bool // of keyed and own: many has it by subscription
	ignore              bool // of own: ignore_changes of status and reason
	createFirst         bool // of own: create_before_destroy
	note                string
}

func (e *entry) address() string {
	switch e.form {
	case keyed:
		return singular + ".keyed[\"" + e.key + "\"]"
	case own:
		return singular + "." + e.key
	default:
		return plural + ".many[\"" + e.subscription + "\"]"
	}
}

// config is a configuration.
type config struct {
	entries        []*entry
	manyReactivate map[string]bool // by subscription
	moved          []map[string]string
	imports        []map[string]string
	readOnly       bool
	classic        bool // the events model, for the whole game
	maxRetries     int
	timeout        string
	cleanUp        *cleanUp // nil: the configuration has no action
}

func (c *config) entry(event string) *entry {
	for _, e := range c.entries {
		if e.event == event {
			return e
		}
	}
	return nil
}

func (c *config) remove(e *entry) {
	c.entries = slices.DeleteFunc(c.entries, func(other *entry) bool { return other == e })
}

type object = map[string]any

// render returns the configuration in Terraform's JSON syntax.
func (c *config) render(auditLog string) ([]byte, error) {
	keyedEntries, manyEntries, singles := object{}, map[string]object{}, object{}
	for _, e := range c.entries {
		switch e.form {
		case keyed:
			keyedEntries[e.key] = e.attributes()
		case own:
			singles[e.key] = c.ownResource(e)
		case many:
			if manyEntries[e.subscription] == nil {
				manyEntries[e.subscription] = object{}
			}
			manyEntries[e.subscription][e.event] = e.element()
		}
	}
	singles["keyed"] = c.each("keyed", attributeNames())
	root := object{
		"terraform": object{"required_providers": object{"partnercenter": object{
			"source": "terraform-partnercenter/partnercenter"}}},
		"provider": object{"partnercenter": object{"audit_log_path": auditLog,
			"read_only": c.readOnly, "max_retries": c.maxRetries, "new_events_model": !c.classic}},
		"locals": object{"keyed": keyedEntries, "many": c.instances(manyEntries)},
		"resource": object{
			singular: singles,
			plural: object{"many": c.each("many",
				[]string{"subscription_id", "resolutions", "reactivate_on_destroy"})},
		},
	}
	if len(c.moved) > 0 {
		root["moved"] = c.moved
	}
	if len(c.imports) > 0 {
		root["import"] = c.imports
	}
	if c.cleanUp != nil {
		root["action"] = c.cleanUp.block(c.timeout)
	}
	return json.MarshalIndent(root, "", "  ")
}

func (c *config) instances(elements map[string]object) object {
	all := object{}
	for subscription, resolutions := range elements {
		all[subscription] = object{"subscription_id": subscription, "resolutions": resolutions,
			"reactivate_on_destroy": c.manyReactivate[subscription]}
	}
	return all
}

// each is a resource with for_each over a local, whose values have these attributes.
func (c *config) each(local string, names []string) object {
	resource := object{"for_each": "${local." + local + "}", "timeouts": c.timeouts()}
	for _, name := range names {
		resource[name] = "${each.value." + name + "}"
	}
	return resource
}

func (c *config) timeouts() object {
	return object{"create": c.timeout, "read": c.timeout, "update": c.timeout, "delete": c.timeout}
}

func (c *config) ownResource(e *entry) object {
	resource := e.attributes()
	lifecycle := object{"create_before_destroy": e.createFirst}
	if e.ignore {
		lifecycle["ignore_changes"] = []string{"status", "reason"}
	}
	resource["lifecycle"], resource["timeouts"] = lifecycle, c.timeouts()
	return resource
}

func (e *entry) attributes() object {
	all := e.element()
	all["subscription_id"], all["event_id"] = e.subscription, e.event
	all["reactivate_on_destroy"] = e.reactivate
	return all
}

func (e *entry) element() object {
	element := object{"status": e.decision.Status, "reason": nil, "allow_overwrite": e.overwrite,
		"allow_unlisted": e.unlisted, "annotations": object{"ticket": e.note}}
	if e.decision.Reason != "" {
		element["reason"] = e.decision.Reason
	}
	return element
}

// attributeNames are the attributes of a single resource.
func attributeNames() []string {
	return slices.Sorted(maps.Keys((&entry{}).attributes()))
}
