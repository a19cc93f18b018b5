// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/entitlements"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// invocation is one invocation of an action, or its preview.
type invocation struct {
	model      model
	connection *connection.Connection
	diags      *diag.Diagnostics
	send       func(message string) // nil in a preview

	to     *connection.Services
	client *entitlements.Client
	change entitlements.Change // as found
	events []fraud.Event       // of the subscription, if they matter

	interrupted func() bool
}

// begin opens the connection for a known configuration, and calls do.
func (i *invocation) begin(ctx context.Context, do func(context.Context)) {
	if i.model.checkGUIDs(i.diags); i.diags.HasError() {
		return
	}
	ctx, to, end := i.connection.Open(ctx, i.diags, i.model.timeout(ctx, i.diags))
	defer end()
	if to == nil {
		return
	}
	i.to, i.client = to, entitlements.New(to.PartnerCenter)
	i.interrupted = func() bool { return errors.Is(ctx.Err(), context.Canceled) }
	do(ctx)
}

// say sends a progress message. Terraform (1.16) abandons an action that sends one after an
// interrupt.
func (i *invocation) say(format string, args ...any) {
	if !i.interrupted() {
		i.send(fraud.Printable(fmt.Sprintf(format, args...)))
	}
}

// subject names the subscription.
func (i *invocation) subject() string {
	return fmt.Sprintf("Azure subscription %s (%s) of customer %s", i.change.ID,
		i.change.FriendlyName, i.change.CustomerTenantID)
}

// run checks, sends, and reports. Only one operation of a run at a time changes a subscription.
func (i *invocation) run(ctx context.Context) {
	turn, end, err := i.connection.Turn(ctx, "azure/"+i.model.SubscriptionID.ValueString())
	defer end()
	if err == nil {
		err = i.check(ctx)
	}
	if err == nil {
		err = i.undisturbed(turn)
	}
	switch {
	case err != nil:
		i.refuse(err)
	case i.change.Done():
		i.say("%s is already %s. No request was sent.", i.subject(), i.change.Status)
		i.resolveEvents(ctx)
	case i.model.DryRun.ValueBool():
		i.say("Dry run, nothing was sent: would %s %s in Azure plan %s.", i.verb(), i.subject(),
			i.change.PlanID)
		i.sayOpen("Would resolve as Fraud")
	case i.to.ReadOnly:
		i.refuse(&partnercenter.ReadOnlyError{Operation: i.change.Operation()})
	default:
		i.carryOut(ctx, turn)
	}
}

func (i *invocation) verb() string {
	if i.model.cancel {
		return "cancel"
	}
	return "reactivate"
}

// carryOut sends the request, unless an operation of this run has sent it before.
func (i *invocation) carryOut(ctx context.Context, turn *connection.Turn) {
	if turn.Requested == i.change.Target() {
		i.say("This run has already sent the request to %s %s. It is not sent again.", i.verb(),
			i.subject())
		if !i.model.waits() {
			i.resolveEvents(ctx)
			return
		}
		i.change.AlreadySent = true
	} else {
		i.say("Sending the request to %s %s in Azure plan %s.", i.verb(), i.subject(), i.change.PlanID)
	}
	heard := ""
	i.change.Heard = func(e entitlements.Entitlement) {
		if heard != e.Status {
			i.say("Its status is %s.", e.Status)
		}
		heard = e.Status
	}
	result, err := i.client.Apply(ctx, i.change)
	i.to.Ledger.Changed(i.change.ID)
	if result.Sent {
		turn.Requested = i.change.Target()
	}
	if !i.change.AlreadySent {
		i.audit(result, err)
	}
	if err != nil {
		i.connection.AddError(i.diags, i.withEvents(explained(err)))
		return
	}
	switch {
	case result.Refusal != nil:
		i.say("Partner Center refused the request. %s is %s: somebody else has made the change.",
			i.subject(), result.Status)
	case result.Confirmed:
		i.say("%s is now %s.", i.subject(), result.Status)
	default:
		i.say("Partner Center accepted the request to %s %s. It takes effect after about ten minutes.",
			i.verb(), i.subject())
	}
	i.resolveEvents(ctx)
}
