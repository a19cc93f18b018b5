// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// colleague acts in the portal if a request names nobody.
const colleague = "colleague@" + world.TenantDomain

// taking returns a handler of bodies in the form of do's parameter.
func taking[T any](do func(T) error) func(body []byte) error {
	return func(body []byte) error {
		var in T
		if err := decodeStrict(body, &in); err != nil {
			return err
		}
		return do(in)
	}
}

// inject accepts an array of events. An omitted field has NewEvent's value, so an event without a
// time was detected now. Occurrences without a time are at that of the event.
func (e endpoint) inject(body []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		return fmt.Errorf("the request body is not an array of events: %w", err)
	}
	events := make([]world.Event, 0, len(raw))
	for i, text := range raw {
		var ids struct{ SubscriptionID, EventID string }
		if err := json.Unmarshal(text, &ids); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		if ids.SubscriptionID == "" || ids.EventID == "" {
			return fmt.Errorf("event %d needs subscriptionId and eventId", i)
		}
		event := e.World.NewEvent(ids.SubscriptionID, ids.EventID)
		now := event.EventTime
		if err := decodeStrict(text, &event); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		for _, occurred := range []*string{&event.FirstOccurrence, &event.LastOccurrence} {
			if *occurred == now {
				*occurred = event.EventTime
			}
		}
		events = append(events, event)
	}
	return e.World.Inject(events...)
}

func (e endpoint) change(in struct{ EventID, Status, Reason, By string }) error {
	return e.World.ChangeStatus(in.EventID, in.Status, in.Reason, cmp.Or(in.By, colleague))
}

func (e endpoint) remove(in struct{ EventID string }) error { return e.World.Remove(in.EventID) }

// usage accepts an array of customers with their budgets and usage.
func (e endpoint) usage(customers []world.CustomerUsage) error {
	return e.World.Budgets().Set(customers...)
}

// budget sets a customer's budget or, with an empty amount, removes it.
func (e endpoint) budget(in struct{ CustomerTenantID, Amount, By string }) error {
	return e.World.Budgets().SetBudget(in.CustomerTenantID, in.Amount,
		world.Colleague(cmp.Or(in.By, colleague)), 0)
}

func subscription(do func(id string) error) func([]byte) error {
	return taking(func(in struct{ SubscriptionID string }) error { return do(in.SubscriptionID) })
}

// fault accepts the fields of Fault; delay is a string such as "250ms".
func (e endpoint) fault(in struct {
	harness.Fault

	Delay string
}) error {
	if in.Delay != "" {
		delay, err := time.ParseDuration(in.Delay)
		if err != nil {
			return fmt.Errorf("delay: %w", err)
		}
		in.Fault.Delay = delay
	}
	e.Harness.AddFault(in.Fault)
	return nil
}

// changeBehaviour accepts the fields of Behaviour to change.
func (e endpoint) changeBehaviour(body []byte) error {
	return e.ChangeBehaviour(func(behaviour any) error { return decodeStrict(body, behaviour) })
}

func device(decide func(userCode string) error) func([]byte) error {
	return taking(func(in struct{ UserCode string }) error { return decide(in.UserCode) })
}
