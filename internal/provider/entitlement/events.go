// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

// resolveEvents resolves the events that are open afterwards. Partner Center may have resolved them
// itself, which is just as good.
func (i *invocation) resolveEvents(ctx context.Context) {
	if !i.model.ResolveFraudEvents.ValueBool() {
		return
	}
	if i.model.DryRun.ValueBool() {
		i.sayOpen("Would resolve as Fraud")
		return
	}
	if err := i.survey(ctx); err != nil {
		if i.interrupted() {
			i.stillOpen(i.diags.AddError, "The run was interrupted before it resolved the fraud events.")
			return
		}
		i.connection.AddError(i.diags, err)
		i.stillOpen(i.diags.AddWarning, "The fraud events of the subscription could not be listed.")
		return
	}
	decision, err := fraud.NewDecision(string(fraud.Resolved), string(fraud.Fraud))
	if err != nil {
		i.connection.AddError(i.diags, err)
		return
	}
	var failed []fraud.Event
	sweep := fraud.Sweep{Decision: decision}
	for batch := range i.to.Ledger.Batches(i.open()) {
		changes := make([]fraud.Change, len(batch))
		for n, e := range batch {
			changes[n] = sweep.Change(e)
		}
		for n, result := range i.to.Ledger.DecideAll(ctx, changes) {
			fraudevents.WarnNotAudited(i.diags, result.Outcome)
			if result.Err != nil {
				i.connection.AddError(i.diags, result.Err)
				failed = append(failed, batch[n])
				continue
			}
			i.say("Fraud event %s is now %s.", batch[n].EventID, decision)
		}
	}
	if len(failed) > 0 {
		i.stillOpen(i.diags.AddWarning, "Not resolved: "+idsOf(failed)+".")
	}
}

// stillOpen says how to finish a cancellation whose events are still open.
func (i *invocation) stillOpen(add func(summary, detail string), which string) {
	add(summaryStillOpen, explain.Paragraphs(which, "The request to cancel the subscription is not "+
		"affected. Once its status is inactive, invoke the action again: it sends no second request, "+
		"and resolves the events that are still open."))
}

// withEvents adds to a change that has not appeared that its events are unchanged.
func (i *invocation) withEvents(err error) error {
	var own *ownError
	if !i.model.ResolveFraudEvents.ValueBool() || !errors.As(err, &own) ||
		own.summary != summaryPending {
		return err
	}
	said := *own
	said.advice = explain.Sentences(anatomy.Of(own.error).Advice.In(explain.Name),
		"No fraud event was resolved: once the status is inactive, invoke the action again.")
	return &said
}

// sayOpen names the open events, if the action would resolve them.
func (i *invocation) sayOpen(what string) {
	if !i.model.ResolveFraudEvents.ValueBool() {
		return
	}
	for _, e := range i.open() {
		i.say("%s: %s", what, e.EventID)
	}
}

// idsOf returns the printable ids.
func idsOf(events []fraud.Event) string {
	ids := make([]string, len(events))
	for n, e := range events {
		ids[n] = fraud.Printable(e.EventID)
	}
	return strings.Join(ids, ", ")
}
