// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
)

// openEvent is an element of the example's output undecided_events.
type openEvent struct {
	ID             string    `json:"-"`
	SubscriptionID string    `json:"subscription_id"`
	Subscription   string    `json:"subscription"`
	Customer       string    `json:"customer"`
	Type           string    `json:"type"`
	Severity       string    `json:"severity"`
	Detected       time.Time `json:"detected"`
}

// undecided reads the open events from a saved plan, newest first.
func (t *terraform) undecided(ctx context.Context, plan string) ([]openEvent, error) {
	out, err := t.run(ctx, 0, "show", "-json", plan)
	if err != nil {
		return nil, err
	}
	var content struct {
		PlannedValues struct {
			Outputs struct {
				UndecidedEvents struct {
					Value map[string]openEvent `json:"value"`
				} `json:"undecided_events"`
			} `json:"outputs"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal([]byte(out), &content); err != nil {
		return nil, err
	}

	var events []openEvent
	for id, event := range content.PlannedValues.Outputs.UndecidedEvents.Value {
		event.ID = id
		events = append(events, event)
	}
	if len(events) == 0 {
		return nil, errors.New("the plan's output undecided_events is empty")
	}
	slices.SortFunc(events, func(a, b openEvent) int {
		return cmp.Or(b.Detected.Compare(a.Detected), cmp.Compare(a.ID, b.ID))
	})
	return events, nil
}

// changes returns the blocks of a plan's text about changes of resource instances, in the plan's
// order.
func changes(plan string) [][]string {
	var found [][]string
	open := false
	for line := range strings.Lines(plan) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "  # partnercenter_fraud_event_resolution.") &&
			strings.Contains(line, " will be ") {
			found, open = append(found, nil), true
		}
		if open {
			found[len(found)-1] = append(found[len(found)-1], line)
			open = line != "    }"
		}
	}
	return found
}

// warning returns the summary and the detail of the first warning about a resource instance, if
// any.
func warning(plan, key string) []string {
	_, rest, _ := strings.Cut(plan, "\nWarning: ")
	for section := range strings.SplitSeq(rest, "\nWarning: ") {
		paragraphs := strings.Split(strings.TrimSpace(section), "\n\n")
		if strings.Contains(section, "[\""+key+"\"]") {
			explanation := strings.Split(paragraphs[len(paragraphs)-1], "\n")
			return append([]string{"Warning: " + paragraphs[0]}, explanation...)
		}
	}
	return nil
}

func firstLine(text, part string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, part) {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
