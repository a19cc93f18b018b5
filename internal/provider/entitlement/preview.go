// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"
	"fmt"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

const (
	summaryCancels     = "The action cancels an Azure subscription"
	summaryReactivates = "The action reactivates an Azure subscription"
)

// preview goes through the guards, and says what the invocation would do. A certain mistake is an
// error, so that nobody approves an invocation that must fail.
func (i *invocation) preview(ctx context.Context) {
	if err := i.check(ctx); err != nil {
		i.connection.AddError(i.diags, err)
		return
	}
	summary, effect := summaryReactivates, "Its resources can run and cost money again."
	if i.model.cancel {
		summary = summaryCancels
		effect = "Azure stops all of its resources, and deletes its data after a retention period."
	}
	subject := fraud.Printable(i.subject())
	if i.change.Done() {
		i.diags.AddWarning(summary, explain.Paragraphs(fmt.Sprintf("%s is already %s, so no request "+
			"will be sent.", subject, fraud.Printable(i.change.Status)), i.eventsText(), i.caveat()))
		return
	}
	i.diags.AddWarning(summary, explain.Paragraphs(fmt.Sprintf("The invocation will %s %s in Azure "+
		"plan %s. Its status is %s. %s", i.verb(), subject, fraud.Printable(i.change.PlanID),
		fraud.Printable(i.change.Status), effect), i.eventsText(), i.caveat()))
}

// eventsText names the events that the invocation would resolve.
func (i *invocation) eventsText() string {
	open := i.open()
	if !i.model.ResolveFraudEvents.ValueBool() || len(open) == 0 {
		return ""
	}
	return "Afterwards, it resolves all open fraud events of the subscription as Fraud. Now open: " +
		idsOf(open) + "."
}

// caveat states what keeps the invocation from sending anything.
func (i *invocation) caveat() string {
	switch {
	case i.model.DryRun.ValueBool():
		return "`dry_run` is set: nothing will be sent."
	case i.to.ReadOnly:
		return "The provider is read-only: it will refuse the invocation."
	}
	return ""
}
