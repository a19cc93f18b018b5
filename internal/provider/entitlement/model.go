// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlement

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// common are the arguments of both actions.
type common struct {
	CustomerTenantID      types.String   `tfsdk:"customer_tenant_id"`
	SubscriptionID        types.String   `tfsdk:"subscription_id"`
	ConfirmSubscriptionID types.String   `tfsdk:"confirm_subscription_id"`
	AzurePlanID           types.String   `tfsdk:"azure_plan_id"`
	RequireFraudEvent     types.Bool     `tfsdk:"require_fraud_event"`
	DryRun                types.Bool     `tfsdk:"dry_run"`
	Wait                  types.Bool     `tfsdk:"wait"`
	Timeouts              timeouts.Value `tfsdk:"timeouts"`
}

// cancelArguments are the arguments of a cancellation.
type cancelArguments struct {
	common

	CancellationReason types.String `tfsdk:"cancellation_reason"`
	ResolveFraudEvents types.Bool   `tfsdk:"resolve_fraud_events"`
}

// model is the configuration of one of the actions.
type model struct {
	cancelArguments

	cancel bool
}

// defaultReason is the only documented reason.
const defaultReason = "compromise"

// reason is the reason of a cancellation, and empty for a reactivation.
func (m model) reason() string {
	if !m.cancel {
		return ""
	}
	return cmp.Or(m.CancellationReason.ValueString(), defaultReason)
}

// needsEvent and waits default to true.
func (m model) needsEvent() bool {
	return m.RequireFraudEvent.IsNull() || m.RequireFraudEvent.ValueBool()
}
func (m model) waits() bool { return m.Wait.IsNull() || m.Wait.ValueBool() }

// read reads the configuration, and checks all of it that is known.
func read(ctx context.Context, cancel bool, config tfsdk.Config, diags *diag.Diagnostics) (model,
	bool) {
	m := model{cancel: cancel}
	if cancel {
		diags.Append(config.Get(ctx, &m.cancelArguments)...)
	} else {
		diags.Append(config.Get(ctx, &m.common)...)
	}
	if !diags.HasError() {
		m.check(diags)
	}
	return m, !diags.HasError()
}

// check finds mistakes in the known part of the configuration. It runs in validation, in the plan,
// and before the invocation, with more known values each time.
func (m model) check(diags *diag.Diagnostics) {
	attribute.CheckTimeouts(m.Timeouts.Object, diags)
	at := path.Root("confirm_subscription_id")
	switch {
	case m.ConfirmSubscriptionID.IsUnknown():
		diags.AddAttributeError(at, summaryUnconfirmed, "`confirm_subscription_id` must be a literal. "+
			"Write the id of the subscription into the configuration a second time, instead of a "+
			"reference, a variable, or `each.key`. The literal keeps a computed value from deciding "+
			"which subscription changes.")
	case m.SubscriptionID.IsUnknown():
	case m.ConfirmSubscriptionID.ValueString() != m.SubscriptionID.ValueString():
		diags.AddAttributeError(at, summaryUnconfirmed, fmt.Sprintf("`confirm_subscription_id` must "+
			"equal `subscription_id`, %q, got %q. Nothing was sent. Check which of the two is meant.",
			fraud.Printable(m.SubscriptionID.ValueString()),
			fraud.Printable(m.ConfirmSubscriptionID.ValueString())))
	}
}

// checkGUIDs repeats the checks of the schema for values that were unknown in validation.
func (m model) checkGUIDs(diags *diag.Diagnostics) {
	for name, value := range map[string]types.String{"customer_tenant_id": m.CustomerTenantID,
		"subscription_id": m.SubscriptionID, "azure_plan_id": m.AzurePlanID} {
		optional := name == "azure_plan_id" && value.IsNull()
		if err := fraud.CheckGUID(value.ValueString()); err != nil && !optional {
			diags.AddAttributeError(path.Root(name), attribute.InvalidValue,
				explain.Invalid("`"+name+"`", err))
		}
	}
}

// timeout limits the whole invocation, because an action never runs without a timeout.
func (m model) timeout(ctx context.Context, diags *diag.Diagnostics) time.Duration {
	return attribute.Timeout(ctx, m.Timeouts.Invoke, attribute.DefaultInvokeTimeout, diags)
}
