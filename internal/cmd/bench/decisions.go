// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "fmt"

const requirement = `
terraform {
  required_providers {
    partnercenter = { source = "terraform-partnercenter/partnercenter" }
  }
}
`

// decoded is a local, because Terraform evaluates an expression in for_each again for every
// instance.
const decoded = `
locals {
  decisions = jsondecode(file("${path.module}/../decisions.json"))
}
`

const floorConfiguration = decoded + `
resource "terraform_data" "decisions" {
  for_each = local.decisions
  input    = each.value
}
`

const singularConfiguration = requirement + decoded + `
resource "partnercenter_fraud_event_resolution" "decisions" {
  for_each        = local.decisions
  subscription_id = each.value.subscription_id
  event_id        = each.key
  status          = each.value.status
  reason          = each.value.reason
}
`

const pluralConfiguration = requirement + decoded + `
resource "partnercenter_fraud_event_resolutions" "decisions" {
  for_each        = local.decisions
  subscription_id = each.key
  resolutions     = each.value
}
`

// decision is one decision about an event, in the plural or the singular configuration.
type decision struct {
	SubscriptionID string            `json:"subscription_id,omitempty"`
	Status         string            `json:"status"`
	Reason         string            `json:"reason"`
	Annotations    map[string]string `json:"annotations,omitempty"`
}

// subscriptionID returns the id of the i-th subscription.
func subscriptionID(i int) string { return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-352cb3f2c805", i) }

// eventID returns the id of the i-th event, in a run with this many subscriptions.
func eventID(i, subscriptions int) string {
	return fmt.Sprintf("%s_%06d", subscriptionID(i%subscriptions), i)
}

// openEvents returns n undecided events, spread evenly.
func openEvents(n, subscriptions int) []map[string]any {
	events := make([]map[string]any, n)
	for i := range events {
		events[i] = map[string]any{
			"subscriptionId": subscriptionID(i % subscriptions), "eventId": eventID(i, subscriptions),
			"graphId": eventID(i, subscriptions),
		}
	}
	return events
}

// singularDecisions returns decisions by event, with the given number of reasons in each
// subscription.
func singularDecisions(n, subscriptions, reasons int) map[string]decision {
	all := make(map[string]decision, n)
	for i := range n {
		all[eventID(i, subscriptions)] = decision{
			SubscriptionID: subscriptionID(i % subscriptions), Status: "Resolved",
			Reason: reasonOf(i / subscriptions % reasons),
		}
	}
	return all
}

// pluralDecisions returns decisions by subscription and event, with all three reasons in each
// subscription.
func pluralDecisions(n, subscriptions int) map[string]map[string]decision {
	all := map[string]map[string]decision{}
	for i := range n {
		id := subscriptionID(i % subscriptions)
		if all[id] == nil {
			all[id] = map[string]decision{}
		}
		all[id][eventID(i, subscriptions)] = decision{
			Status: "Resolved", Reason: reasonOf(i / subscriptions),
			Annotations: map[string]string{"ticket": "SEC-1042"},
		}
	}
	return all
}

func reasonOf(i int) string { return []string{"Fraud", "Ignore", "Legitimate"}[i%3] }
