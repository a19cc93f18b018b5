// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// inject accepts an array of events. An omitted field has NewEvent's value.
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
		event := world.NewEvent(ids.SubscriptionID, ids.EventID)
		if err := decodeStrict(text, &event); err != nil {
			return fmt.Errorf("event %d: %w", i, err)
		}
		events = append(events, event)
	}
	return e.World.Inject(events...)
}

func (e endpoint) change(body []byte) error {
	var in struct{ EventID, Status, Reason, By string }
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	if in.By == "" {
		in.By = "colleague@" + world.TenantDomain
	}
	return e.World.ChangeStatus(in.EventID, in.Status, in.Reason, in.By)
}

func (e endpoint) remove(body []byte) error {
	var in struct{ EventID string }
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	return e.World.Remove(in.EventID)
}

// usage accepts an array of customers with their budgets and usage.
func (e endpoint) usage(body []byte) error {
	var customers []world.CustomerUsage
	if err := decodeStrict(body, &customers); err != nil {
		return err
	}
	return e.World.Budgets().Set(customers...)
}

// budget sets a customer's budget or, with an empty amount, removes it.
func (e endpoint) budget(body []byte) error {
	var in struct{ CustomerTenantID, Amount, By string }
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
	if in.By == "" {
		in.By = "colleague@" + world.TenantDomain
	}
	return e.World.Budgets().SetBudget(in.CustomerTenantID, in.Amount, world.Colleague(in.By), 0)
}

func subscription(do func(id string) error) func([]byte) error {
	return func(body []byte) error {
		var in struct{ SubscriptionID string }
		if err := decodeStrict(body, &in); err != nil {
			return err
		}
		return do(in.SubscriptionID)
	}
}

// fault accepts the fields of Fault; delay is a string such as "250ms".
func (e endpoint) fault(body []byte) error {
	var in struct {
		harness.Fault

		Delay string
	}
	if err := decodeStrict(body, &in); err != nil {
		return err
	}
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
	return func(body []byte) error {
		var in struct{ UserCode string }
		if err := decodeStrict(body, &in); err != nil {
			return err
		}
		return decide(in.UserCode)
	}
}
