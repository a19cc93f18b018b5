// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ action.ActionWithConfigure      = (*updateAction)(nil)
	_ action.ActionWithValidateConfig = (*updateAction)(nil)
	_ action.ActionWithModifyPlan     = (*updateAction)(nil)
)

// NewAction makes the action.
func NewAction() action.Action { return &updateAction{} }

// updateAction makes one decision about many events at once, for the one-off clean-up.
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
				" What is not reached in time is not tried.",
		})},
	}
}

// ValidateConfig checks what single attributes cannot show; their validators have run.
func (a *updateAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest,
	resp *action.ValidateConfigResponse) {
	var m updateModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.check(ctx, &resp.Diagnostics)
	}
}

// ModifyPlan checks again what has become known, and previews what invoking would change: the plan
// is the review. Terraform (1.16) calls it while planning, and not again at apply.
func (a *updateAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest,
	resp *action.ModifyPlanResponse) {
	m, ok := readUpdate(ctx, req.Config, &resp.Diagnostics)
	if !ok || !previewable(req.Config) || !a.Connection.Ready() {
		return
	}
	ctx, book, end := a.Connection.Begin(ctx, &resp.Diagnostics, m.timeout(ctx, &resp.Diagnostics))
	defer end()
	if book != nil {
		m.preview(ctx, book, &resp.Diagnostics)
	}
}

// Invoke carries the decision out. Terraform has asked for approval of the plan before.
func (a *updateAction) Invoke(ctx context.Context, req action.InvokeRequest,
	resp *action.InvokeResponse) {
	m, ok := readUpdate(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if !req.Config.Raw.IsFullyKnown() {
		resp.Diagnostics.AddError(summaryNotKnown,
			"A value of this action is not known. What is not known never means all: nothing was written. "+
				"Apply what the value depends on first.")
		return
	}
	ctx, book, end := a.Connection.Begin(ctx, &resp.Diagnostics, m.timeout(ctx, &resp.Diagnostics))
	defer end()
	if book == nil {
		return
	}
	i := invocation{model: m, ledger: book, diags: &resp.Diagnostics}
	i.interrupted = func() bool { return errors.Is(ctx.Err(), context.Canceled) }
	i.send = func(message string) {
		resp.SendProgress(action.InvokeProgressEvent{Message: message})
	}
	i.run(ctx)
}

// readUpdate reads the configuration and checks all of it again: what was unknown when Terraform
// validated it has been checked by nobody.
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

// previewable reports whether everything is known that says which events change, and how. Evidence
// that is not known yet, such as a ticket that the same apply opens, changes nothing about that.
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

// timeout bounds everything: an action never runs without one.
func (m updateModel) timeout(ctx context.Context, diags *diag.Diagnostics) time.Duration {
	return attribute.Timeout(ctx, m.Timeouts.Invoke, attribute.DefaultInvokeTimeout, diags)
}
