// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// find finds the subscription.
func (i *invocation) find(ctx context.Context) error {
	found, err := i.client.Find(ctx, i.model.CustomerTenantID.ValueString(),
		i.model.AzurePlanID.ValueString(), i.model.SubscriptionID.ValueString())
	if err != nil {
		return explained(err)
	}
	i.change = entitlements.Change{Subscription: found, Reason: i.model.reason(),
		Wait: i.model.waits()}
	if found.Legacy {
		return explained(&entitlements.LegacyError{Subscription: found})
	}
	return nil
}

// survey lists the events of the subscription and customer, if they matter.
func (i *invocation) survey(ctx context.Context) error {
	if !i.model.needsEvent() && !i.model.ResolveFraudEvents.ValueBool() {
		return nil
	}
	survey, err := i.to.Ledger.Survey(ctx, []string{i.change.ID})
	if err != nil {
		return err
	}
	i.events = nil
	for _, e := range survey.Events {
		if strings.EqualFold(e.CustomerTenantID, i.change.CustomerTenantID) {
			i.events = append(i.events, e)
		}
	}
	slices.SortFunc(i.events, func(a, b fraud.Event) int { // a listing has any order
		return strings.Compare(a.EventID, b.EventID)
	})
	return nil
}

// justified requires an event that is open, or resolved as Fraud.
func (i *invocation) justified() error {
	if !i.model.needsEvent() {
		return nil
	}
	for _, e := range i.events {
		if isOpen(e) || e.Reason == fraud.Fraud {
			return nil
		}
	}
	return &ownError{fmt.Errorf("%s lists no fraud event of subscription %s of customer %s that is "+
		"open or resolved as `Fraud`", i.to.Ledger.Service(), i.change.ID, i.change.CustomerTenantID),
		summaryNoEvent, "require_fraud_event", "Nothing was sent. Check the ids. To go ahead without " +
			"a fraud event, set `require_fraud_event = false`."}
}

func isOpen(e fraud.Event) bool { return e.Status != fraud.Resolved }

// open returns the open events.
func (i *invocation) open() (open []fraud.Event) {
	for _, e := range i.events {
		if isOpen(e) {
			open = append(open, e)
		}
	}
	return open
}

// check goes through the guards that need Partner Center.
func (i *invocation) check(ctx context.Context) error {
	if err := i.find(ctx); err != nil {
		return err
	}
	if err := i.survey(ctx); err != nil || i.change.Done() {
		return err
	}
	return i.justified()
}

// undisturbed refuses a change while the opposite request of this run has not taken effect. Until
// then the status is the target, but not for long.
func (i *invocation) undisturbed(turn *connection.Turn) error {
	if turn.Requested == "" || turn.Requested == i.change.Target() || i.change.Is(turn.Requested) {
		return nil
	}
	return &ownError{fmt.Errorf("an action of this run has requested that Azure subscription %s "+
		"become %s, but its status is still %q", i.change.ID, turn.Requested,
		fraud.Printable(i.change.Status)), summaryPending, "subscription_id", "Nothing was sent. " +
		"Invoke this action once the status is " + turn.Requested + "."}
}
