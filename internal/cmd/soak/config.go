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
	// may have the other one, and so has a service that never does what it accepts.
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
	api            string
	names          *naming
	oldIDs         bool // the ids are still those of the other API
	maxRetries     int
	timeout        string
	cleanUp        *cleanUp // nil: the configuration has no action
	trigger        *trigger // nil: no resource invokes it
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

func requiredProviders() object {
	return object{"required_providers": object{"partnercenter": object{
		"source": "terraform-partnercenter/partnercenter"}}}
}

func (c *config) otherAPI() string {
	if c.api == graph {
		return partnerCenter
	}
	return graph
}

// id returns what the configuration calls an event.
func (c *config) id(event string) string {
	if c.oldIDs {
		return c.names.id(c.otherAPI(), event)
	}
	return c.names.id(c.api, event)
}

// event returns the event that a state or a plan calls so.
func (c *config) event(id string) string { return c.names.event(c.api, id) }

func (c *config) importID(e *entry) string { return e.subscription + "/" + c.id(e.event) }

// importOf is an import block.
func (c *config) importOf(e *entry) map[string]string {
	return map[string]string{"to": e.address(), "id": c.importID(e)}
}

// provider is the provider block.
func (c *config) provider(auditLog string) object {
	block := object{"audit_log_path": auditLog, "read_only": c.readOnly,
		"max_retries": c.maxRetries, "api": c.api}
	if c.api != graph {
		block["new_events_model"] = !c.classic
	}
	return object{"partnercenter": block}
}

// render returns the configuration in Terraform's JSON syntax.
func (c *config) render(auditLog string) ([]byte, error) {
	keyedEntries, manyEntries, singles := object{}, map[string]object{}, object{}
	for _, e := range c.entries {
		switch e.form {
		case keyed:
			keyedEntries[e.key] = c.attributes(e)
		case own:
			singles[e.key] = c.ownResource(e)
		case many:
			if manyEntries[e.subscription] == nil {
				manyEntries[e.subscription] = object{}
			}
			manyEntries[e.subscription][c.id(e.event)] = e.element()
		}
	}
	singles["keyed"] = c.each("keyed", c.attributeNames())
	resources := object{singular: singles, plural: object{"many": c.each("many",
		[]string{"subscription_id", "resolutions", "reactivate_on_destroy"})}}
	if c.trigger != nil && c.trigger.on == nil {
		resources["terraform_data"] = c.trigger.data()
	}
	root := object{
		"terraform": requiredProviders(),
		"provider":  c.provider(auditLog),
		"locals":    object{"keyed": keyedEntries, "many": c.instances(manyEntries)},
		"resource":  resources,
	}
	if len(c.moved) > 0 {
		root["moved"] = c.moved
	}
	if len(c.imports) > 0 {
		root["import"] = c.imports
	}
	if c.cleanUp != nil {
		root["action"] = c.cleanUp.block(c)
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
	resource := c.attributes(e)
	lifecycle := object{"create_before_destroy": e.createFirst}
	if e.ignore {
		lifecycle["ignore_changes"] = []string{"status", "reason"}
	}
	if c.trigger != nil && c.trigger.on == e {
		lifecycle["action_trigger"] = c.trigger.blocks()
	}
	resource["lifecycle"], resource["timeouts"] = lifecycle, c.timeouts()
	return resource
}

func (c *config) attributes(e *entry) object {
	all := e.element()
	all["subscription_id"], all["event_id"] = e.subscription, c.id(e.event)
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
func (c *config) attributeNames() []string {
	return slices.Sorted(maps.Keys(c.attributes(&entry{})))
}
