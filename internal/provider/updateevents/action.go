// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
)

var (
	_ action.ActionWithConfigure      = (*updateAction)(nil)
	_ action.ActionWithValidateConfig = (*updateAction)(nil)
	_ action.ActionWithModifyPlan     = (*updateAction)(nil)
)

// NewAction returns the action.
func NewAction() action.Action { return &updateAction{} }

// updateAction makes one decision about many events, for a one-off clean-up.
type updateAction struct{ connection.Action }

func (a *updateAction) Metadata(_ context.Context, req action.MetadataRequest,
	resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_update_fraud_events"
}

func (a *updateAction) Schema(ctx context.Context, _ action.SchemaRequest,
	resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes one decision about many fraud events at once, for the one-off " +
			"clean-up of old alerts.",
		Attributes: updateAttributes(),
		Blocks: map[string]schema.Block{"timeouts": timeouts.BlockWithOpts(ctx, timeouts.Opts{
			InvokeDescription: attribute.DescribeTimeout("invoking", attribute.DefaultInvokeTimeout) +
				" Events that are not reached in time are not tried.",
		})},
	}
}

// ValidateConfig checks combinations of attributes. The validators of single attributes have
// already run.
func (a *updateAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest,
	resp *action.ValidateConfigResponse) {
	var m updateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.check(ctx, &resp.Diagnostics)
	}
}

// ModifyPlan checks the values that are now known, and previews the changes of the invocation: the
// plan is the review. Terraform (1.16) calls it during the plan, but not again during apply.
func (a *updateAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest,
	resp *action.ModifyPlanResponse) {
	m, ok := readUpdate(ctx, req.Config, &resp.Diagnostics)
	if !ok || !previewable(req.Config) || !a.Connection.Ready() {
		return
	}
	ctx, to, end := a.Connection.Open(ctx, &resp.Diagnostics, m.timeout(ctx, &resp.Diagnostics))
	defer end()
	if to != nil {
		m.preview(ctx, to.Ledger, &resp.Diagnostics)
	}
}

// Invoke carries out the decision, after Terraform's approval of the plan.
func (a *updateAction) Invoke(ctx context.Context, req action.InvokeRequest,
	resp *action.InvokeResponse) {
	m, ok := readUpdate(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if !req.Config.Raw.IsFullyKnown() {
		resp.Diagnostics.AddError(summaryNotKnown,
			"A value of this action is unknown. Unknown never means all events. Nothing was "+
				"written. Apply the dependencies of the value first.")
		return
	}
	ctx, to, end := a.Connection.Open(ctx, &resp.Diagnostics, m.timeout(ctx, &resp.Diagnostics))
	defer end()
	if to == nil {
		return
	}
	i := invocation{model: m, ledger: to.Ledger, diags: &resp.Diagnostics}
	i.interrupted = func() bool { return errors.Is(ctx.Err(), context.Canceled) }
	i.send = func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}
	i.run(ctx)
}

// readUpdate reads the configuration and checks all of it again, because validation did not check
// unknown values.
func readUpdate(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (m updateModel,
	ok bool) {
	if diags.Append(config.Get(ctx, &m)...); diags.HasError() {
		return m, false
	}
	validate(ctx, path.Empty(), config, updateAttributes(), m.values(), diags)
	if !diags.HasError() {
		m.check(ctx, diags)
	}
	return m, !diags.HasError()
}

// previewable reports whether all values are known that determine the changes. Unknown evidence,
// such as a ticket that the same apply creates, does not matter.
func previewable(config tfsdk.Config) bool {
	values := map[string]tftypes.Value{}
	if config.Raw.As(&values) != nil {
		return false
	}
	for name, value := range values {
		if name != "annotations" && !value.IsFullyKnown() {
			return false
		}
	}
	return true
}

// timeout limits the whole invocation, because an action never runs without a timeout.
func (m updateModel) timeout(ctx context.Context, diags *diag.Diagnostics) time.Duration {
	return attribute.Timeout(ctx, m.Timeouts.Invoke, attribute.DefaultInvokeTimeout, diags)
}

func updateAttributes() map[string]schema.Attribute {
	set := func(a schema.SetAttribute, empty string, each validator.String) schema.Attribute {
		a.ElementType = types.StringType
		a.Validators = []validator.Set{attribute.FilledSet(empty), setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(each)}
		return a
	}
	option := func(description string) schema.Attribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description +
			" Defaults to `false`."}
	}
	decision := fraudevents.DecisionAttributes() // shared with resolutions
	filters := map[string]schema.Attribute{}
	for name, filter := range fraudevents.FilterAttributes() {
		filters[name] = filter
	}
	before := filters["detected_before"]
	filters["detected_before"] = schema.StringAttribute{
		Optional:            true, // for the schema; our own message reports a missing one
		MarkdownDescription: "Required. " + before.GetMarkdownDescription(),
		Validators:          stringValidatorsOf(before),
	}
	return map[string]schema.Attribute{
		"subscription_ids": set(schema.SetAttribute{
			Required: true, MarkdownDescription: "The ids (GUIDs) of the Azure subscriptions of the " +
				"events. The action changes no events of other subscriptions.",
		}, "must not be empty. Name the subscriptions of the events to change", attribute.GUID()),
		"status": schema.StringAttribute{
			Required: true, MarkdownDescription: decision["status"].GetMarkdownDescription(),
			Validators: stringValidatorsOf(decision["status"]),
		},
		"reason": schema.StringAttribute{
			Optional: true, MarkdownDescription: decision["reason"].GetMarkdownDescription(),
			Validators: stringValidatorsOf(decision["reason"]),
		},
		"event_ids": set(schema.SetAttribute{
			Optional: true, MarkdownDescription: "The ids of the events to change. Partner Center must " +
				"list all of them. Null or empty never means all. Conflicts with `filter` and `all_events`.",
		}, "must not be empty: an empty set never means all events. Name the events to change",
			attribute.MemberEventID()),
		"filter": schema.SingleNestedAttribute{
			Optional: true, Attributes: filters,
			MarkdownDescription: "Selects the events that match all of these filters, as in the data " +
				"source `partnercenter_fraud_events`. `detected_before` is required, so that the action does " +
				"not change alerts that nobody has seen. Conflicts with `event_ids` and `all_events`.",
		},
		"all_events": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to select every event of the subscriptions, including those " +
				"that arrive before the action is invoked. Conflicts with `event_ids` and `filter`.",
		},
		"allow_overwrite": option("Whether to change events that are already resolved differently. " +
			"Otherwise the action skips and counts them."),
		"expected_count": schema.Int64Attribute{
			Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
			MarkdownDescription: "The number of events that the action must select, whether they need a " +
				"change or not. If it selects another number, it writes nothing.",
		},
		"dry_run": option("Whether to report everything and write nothing."),
		"annotations": schema.MapAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Evidence for the auditor, such as a ticket, who decided, and why. It " +
				"goes into the audit log (`audit_log_path`) with each event, and is never sent.",
		},
	}
}
