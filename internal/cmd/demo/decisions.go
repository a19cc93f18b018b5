// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strings"
)

// decision is an entry of the decisions file.
type decision struct {
	Key            string
	SubscriptionID string
	EventID        string
	Status         string
	Reason         string // empty unless Status is Resolved
	Ticket         string
	DecidedBy      string
	Rationale      string
}

// decideAbout decides about the first three events, with one decision of each kind.
func decideAbout(events []openEvent) ([]decision, error) {
	return decide(events, []decision{
		{Status: "Resolved", Reason: "Fraud", Ticket: "SEC-1042",
			Rationale: "The customer confirms a stolen key."},
		{Status: "Resolved", Reason: "Ignore", Ticket: "SEC-1043", Rationale: "Planned load test."},
		{Status: "Investigating", Ticket: "SEC-1047", Rationale: "Waiting for the customer's answer."},
	})
}

// decideMore decides about two more events, later.
func decideMore(events []openEvent) ([]decision, error) {
	return decide(events, []decision{
		{Status: "Resolved", Reason: "Legitimate", Ticket: "SEC-1051",
			Rationale: "A render farm that the customer announced."},
		{Status: "Resolved", Reason: "Fraud", Ticket: "SEC-1052",
			Rationale: "Miners on a leaked key; the key is revoked."},
	})
}

// decide completes the decisions with the events that they are about.
func decide(events []openEvent, decisions []decision) ([]decision, error) {
	if len(events) < len(decisions) {
		return nil, fmt.Errorf("%d open events are too few for this demo", len(events))
	}
	for i := range decisions {
		d := &decisions[i]
		d.EventID, d.SubscriptionID = events[i].ID, events[i].SubscriptionID
		d.Key = strings.ToLower(strings.Fields(events[i].Customer + " event")[0]) + "-" +
			strings.ToLower(d.Ticket)
		d.DecidedBy = "a.larsen@contoso-partner.example"
	}
	return decisions, nil
}

// decisionsYAML writes a decisions file. Go's quoted strings are YAML's double-quoted ones for the
// plain text used here.
func decisionsYAML(decisions []decision) string {
	var yaml strings.Builder
	for _, d := range decisions {
		_, _ = fmt.Fprintf(&yaml, "%s:\n", d.Key)
		for _, field := range [][2]string{
			{"subscription_id", d.SubscriptionID},
			{"event_id", d.EventID},
			{"status", d.Status},
			{"reason", d.Reason},
			{"ticket", d.Ticket},
			{"decided_by", d.DecidedBy},
			{"rationale", d.Rationale},
		} {
			if field[1] != "" {
				_, _ = fmt.Fprintf(&yaml, "  %s: %q\n", field[0], field[1])
			}
		}
	}
	return yaml.String()
}
