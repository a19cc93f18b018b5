// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// filterModel picks events. All given filters must match.
type filterModel struct {
	SubscriptionID             types.String      `tfsdk:"subscription_id"`
	Statuses                   types.Set         `tfsdk:"statuses"`
	EventTypes                 types.Set         `tfsdk:"event_types"`
	Severities                 types.Set         `tfsdk:"severities"`
	CustomerTenantID           types.String      `tfsdk:"customer_tenant_id"`
	ValueAddedResellerTenantID types.String      `tfsdk:"value_added_reseller_tenant_id"`
	DetectedAfter              timetypes.RFC3339 `tfsdk:"detected_after"`
	DetectedBefore             timetypes.RFC3339 `tfsdk:"detected_before"`
	IsTest                     types.Bool        `tfsdk:"is_test"`
}

func filterAttributes() map[string]schema.Attribute {
	guid := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: []validator.String{guidValidator{}}}
	}
	set := func(description string, each ...validator.String) schema.Attribute {
		return schema.SetAttribute{
			Optional:            true,
			ElementType:         types.StringType,
			MarkdownDescription: description,
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(each...)},
		}
	}
	timestamp := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, CustomType: timetypes.RFC3339Type{}, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"subscription_id": guid("Only events of this Azure subscription, a GUID."),
		"statuses": set("Only events with one of these statuses: "+oneOf(fraud.Statuses(), "and")+", in any case.",
			stringvalidator.OneOfCaseInsensitive(fraud.Statuses()...)),
		"event_types": set("Only events of one of these kinds, in any case. Known kinds are "+oneOf(fraud.EventTypes(), "and")+
			"; others are accepted.", stringvalidator.LengthAtLeast(1)),
		"severities": set("Only events with one of these severities: "+oneOf(fraud.Severities(), "and")+", in any case.",
			stringvalidator.OneOfCaseInsensitive(fraud.Severities()...)),
		"customer_tenant_id":             guid("Only events of this customer, by the tenant's GUID."),
		"value_added_reseller_tenant_id": guid("Only events of this indirect reseller, by the tenant's GUID."),
		"detected_after":                 timestamp("Only events detected at this time or later (RFC 3339)."),
		"detected_before":                timestamp("Only events detected before this time (RFC 3339)."),
		"is_test":                        schema.BoolAttribute{Optional: true, MarkdownDescription: "Only test events (`true`) or only real ones (`false`). Both by default."},
	}
}

// validate checks what single attributes cannot show.
func (m filterModel) validate(diags *diag.Diagnostics) {
	after, before := m.DetectedAfter, m.DetectedBefore
	if after.IsNull() || after.IsUnknown() || before.IsNull() || before.IsUnknown() {
		return
	}
	from, d := after.ValueRFC3339Time()
	diags.Append(d...)
	to, d := before.ValueRFC3339Time()
	diags.Append(d...)
	if !diags.HasError() && !from.Before(to) {
		diags.AddAttributeError(path.Root("detected_after"), "Invalid time range",
			"`detected_after` ("+after.ValueString()+") must be earlier than `detected_before` ("+before.ValueString()+"): no event could match.")
	}
}

func (m filterModel) filter(ctx context.Context, diags *diag.Diagnostics) fraud.Filter {
	f := fraud.Filter{
		SubscriptionID:             m.SubscriptionID.ValueString(),
		CustomerTenantID:           m.CustomerTenantID.ValueString(),
		ValueAddedResellerTenantID: m.ValueAddedResellerTenantID.ValueString(),
		DetectedAfter:              timeOf(m.DetectedAfter, diags),
		DetectedBefore:             timeOf(m.DetectedBefore, diags),
		IsTest:                     m.IsTest.ValueBoolPointer(),
	}
	diags.Append(m.Statuses.ElementsAs(ctx, &f.Statuses, false)...)
	diags.Append(m.EventTypes.ElementsAs(ctx, &f.EventTypes, false)...)
	diags.Append(m.Severities.ElementsAs(ctx, &f.Severities, false)...)
	return f
}

func timeOf(v timetypes.RFC3339, diags *diag.Diagnostics) time.Time {
	if v.IsNull() {
		return time.Time{}
	}
	t, d := v.ValueRFC3339Time()
	diags.Append(d...)
	return t
}
