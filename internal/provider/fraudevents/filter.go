// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// FilterModel selects events. An event must match all filters.
type FilterModel struct {
	SubscriptionID             types.String `tfsdk:"subscription_id"`
	Statuses                   types.Set    `tfsdk:"statuses"`
	EventTypes                 types.Set    `tfsdk:"event_types"`
	Severities                 types.Set    `tfsdk:"severities"`
	CustomerTenantID           types.String `tfsdk:"customer_tenant_id"`
	ValueAddedResellerTenantID types.String `tfsdk:"value_added_reseller_tenant_id"`
	DetectedAfter              types.String `tfsdk:"detected_after"`
	DetectedBefore             types.String `tfsdk:"detected_before"`
	IsTest                     types.Bool   `tfsdk:"is_test"`
}

// FilterAttributes returns the same attributes for data sources, the list resource, and the action:
// all kinds of schema accept each other's attributes.
func FilterAttributes() map[string]schema.Attribute {
	text := func(description string, check validator.String) schema.Attribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description,
			Validators: []validator.String{check}}
	}
	set := func(description string, each validator.String) schema.Attribute {
		return schema.SetAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: description,
			Validators: []validator.Set{attribute.FilterSet(), setvalidator.NoNullValues(),
				setvalidator.ValueStringsAre(each)},
		}
	}
	return map[string]schema.Attribute{
		"subscription_id": text("Only events of this Azure subscription, by its GUID.", attribute.GUID()),
		"statuses": set("Only events with one of these statuses: "+fraud.OneOf(fraud.Statuses(), "and")+
			". Not case-sensitive.",
			attribute.OneOfAnyCase(fraud.Statuses()...)),
		"event_types": set("Only events of one of these types. Not case-sensitive. Known types are "+
			fraud.OneOf(fraud.EventTypes(), "and")+
			"; other values are accepted.", attribute.EventType()),
		"severities": set("Only events with one of these severities: "+
			fraud.OneOf(fraud.Severities(), "and")+". Not case-sensitive.",
			attribute.OneOfAnyCase(fraud.Severities()...)),
		"customer_tenant_id": text("Only events of this customer, by the GUID of its tenant.",
			attribute.GUID()),
		"value_added_reseller_tenant_id": text("Only events of this indirect reseller, by the "+
			"GUID of its tenant.", attribute.GUID()),
		"detected_after": text("Only events detected at this time or later (RFC 3339).",
			attribute.Time()),
		"detected_before": text("Only events detected before this time (RFC 3339).", attribute.Time()),
		"is_test": schema.BoolAttribute{Optional: true,
			MarkdownDescription: "Only test events (`true`) or real events (`false`). Defaults to both."},
	}
}

// Validate checks combinations of the filters at a path, which is empty for the top level.
// Validators have already reported invalid times.
func (m FilterModel) Validate(at path.Path, diags *diag.Diagnostics) {
	if (fraud.Filter{DetectedAfter: timeOf(m.DetectedAfter),
		DetectedBefore: timeOf(m.DetectedBefore)}).HasEmptyRange() {
		diags.AddAttributeError(at.AtName("detected_after"), "Invalid time range",
			"`detected_after` ("+m.DetectedAfter.ValueString()+") must be earlier than `detected_before` ("+
				m.DetectedBefore.ValueString()+"): no event could match.")
	}
}

// Filter converts the filters. They must be known.
func (m FilterModel) Filter(ctx context.Context, diags *diag.Diagnostics) fraud.Filter {
	f := fraud.Filter{
		SubscriptionID:             m.SubscriptionID.ValueString(),
		CustomerTenantID:           m.CustomerTenantID.ValueString(),
		ValueAddedResellerTenantID: m.ValueAddedResellerTenantID.ValueString(),
		DetectedAfter:              timeOf(m.DetectedAfter),
		DetectedBefore:             timeOf(m.DetectedBefore),
		IsTest:                     m.IsTest.ValueBoolPointer(),
	}
	diags.Append(m.Statuses.ElementsAs(ctx, &f.Statuses, false)...)
	diags.Append(m.EventTypes.ElementsAs(ctx, &f.EventTypes, false)...)
	diags.Append(m.Severities.ElementsAs(ctx, &f.Severities, false)...)
	return f
}

// timeOf returns the zero time for a null, unknown, or invalid value.
func timeOf(v types.String) time.Time {
	t, err := time.Parse(time.RFC3339, v.ValueString())
	if err != nil {
		return time.Time{}
	}
	return t
}

// WarnClassic warns about filters at the path that match nothing in the classic events model,
// because an empty result must not read as "nothing is open".
func WarnClassic(book *ledger.Ledger, f fraud.Filter, at path.Path, diags *diag.Diagnostics) {
	if book.Limits().AllFields {
		return
	}
	attributes := map[fraud.Field]string{fraud.EventType: "event_types", fraud.Severity: "severities",
		fraud.ValueAddedReseller: "value_added_reseller_tenant_id", fraud.IsTest: "is_test"}
	for _, field := range f.BeyondClassic() {
		name := attributes[field]
		diags.AddAttributeWarning(at.AtName(name), "Filter matches nothing in the classic events model",
			"`"+name+"` filters on a field that only the new events model has, so no event passes. "+
				"Remove it, or set `new_events_model = true`.")
	}
}

// filteredDataSource is the common part of the data sources with filters.
type filteredDataSource struct{ connection.DataSource }

// ValidateConfig also checks combinations of the filters.
func (d *filteredDataSource) ValidateConfig(ctx context.Context,
	req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var in FilterModel
	resp.Diagnostics.Append(readArguments(ctx, req.Config, &in)...)
	if !resp.Diagnostics.HasError() {
		in.Validate(path.Empty(), &resp.Diagnostics)
		d.DataSource.ValidateConfig(ctx, req, resp)
	}
}

// read calls use with the filters, unless there is already an error, and reports its error.
func (d *filteredDataSource) read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse, use func(context.Context, *ledger.Ledger, fraud.Filter) error) {
	var in struct {
		FilterModel

		Timeouts timeouts.Value `tfsdk:"timeouts"`
	}
	diags := &resp.Diagnostics
	diags.Append(readArguments(ctx, req.Config, &in)...)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout, diags)
	filter := in.Filter(ctx, diags)
	ctx, to, end := d.Connection.Open(ctx, diags, timeout)
	defer end()
	if to == nil {
		return
	}
	WarnClassic(to.Ledger, filter, path.Empty(), diags)
	if err := use(ctx, to.Ledger, filter); err != nil {
		d.Connection.AddError(diags, err)
	}
}
