// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

type model struct {
	StartDate            types.String   `tfsdk:"start_date"`
	EndDate              types.String   `tfsdk:"end_date"`
	LastDays             types.Int64    `tfsdk:"last_days"`
	CustomerTenantID     types.String   `tfsdk:"customer_tenant_id"`
	CustomerNameContains types.String   `tfsdk:"customer_name_contains"`
	ResourceType         types.String   `tfsdk:"resource_type"`
	OperationTypes       types.Set      `tfsdk:"operation_types"`
	OperationStatuses    types.Set      `tfsdk:"operation_statuses"`
	UserPrincipalNames   types.Set      `tfsdk:"user_principal_names"`
	IncludeValues        types.Bool     `tfsdk:"include_values"`
	Records              types.List     `tfsdk:"records"`
	Timeouts             timeouts.Value `tfsdk:"timeouts"`
}

// validate checks the known dates. Validators have already reported texts that are no dates.
func (m model) validate(now time.Time, diags *diag.Diagnostics) {
	wrong := func(name, format string, values ...any) {
		diags.AddAttributeError(path.Root(name), attribute.InvalidValue,
			fmt.Sprintf("`"+name+"` "+format, values...))
	}
	switch days := m.LastDays; {
	case days.IsUnknown(), days.IsNull():
	case days.ValueInt64() < 1 || days.ValueInt64() > auditrecords.Days:
		wrong("last_days", "must be between 1 and %d, got %d. The earliest day with records is %s.",
			auditrecords.Days, days.ValueInt64(), earliest(now))
	case isKnown(m.StartDate):
		wrong("last_days", "conflicts with `start_date`. Use one of them.")
	case isKnown(m.EndDate):
		wrong("last_days", "conflicts with `end_date`. Use `start_date` and `end_date`.")
	}
	if m.StartDate.IsNull() && m.LastDays.IsNull() {
		wrong("start_date", "or `last_days` is required.")
	}
	m.validateDates(now, wrong)
}

func (m model) validateDates(now time.Time, wrong func(name, format string, values ...any)) {
	start, hasStart := day(m.StartDate)
	end, hasEnd := day(m.EndDate)
	today := auditrecords.Today(now)
	switch {
	case hasEnd && end.Before(auditrecords.Earliest(now)):
		wrong("end_date", "must be %s or later, got %s. Partner Center keeps records for %d days (UTC).",
			earliest(now), m.EndDate.ValueString(), auditrecords.Days)
	case hasStart && start.Before(auditrecords.Earliest(now)):
		wrong("start_date", "must be %s or later, got %s. Partner Center keeps records for %d days "+
			"(UTC).", earliest(now), m.StartDate.ValueString(), auditrecords.Days)
	case hasStart && start.After(today):
		wrong("start_date", "must not be after today (%s UTC), got %s.",
			today.Format(time.DateOnly), m.StartDate.ValueString())
	case hasStart && hasEnd && end.Before(start):
		wrong("end_date", "must not be before `start_date` (%s), got %s.",
			m.StartDate.ValueString(), m.EndDate.ValueString())
	}
}

// isKnown reports whether a value is set. An unknown one may turn out to be null.
func isKnown(value types.String) bool { return !value.IsNull() && !value.IsUnknown() }

func earliest(now time.Time) string { return auditrecords.Earliest(now).Format(time.DateOnly) }

// day returns false for a value that is null, unknown, or no date.
func day(value types.String) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, value.ValueString())
	return t, err == nil
}

// query converts the arguments. They must be known and valid. The service has no records of days
// after today, and refuses them.
func (m model) query(ctx context.Context, now time.Time,
	diags *diag.Diagnostics) auditrecords.Query {
	today := auditrecords.Today(now)
	q := auditrecords.Query{
		Start: today.AddDate(0, 0, 1-int(m.LastDays.ValueInt64())), End: today,
		CustomerTenantID:     m.CustomerTenantID.ValueString(),
		CustomerNameContains: m.CustomerNameContains.ValueString(),
		ResourceType:         m.ResourceType.ValueString(),
		Values:               m.IncludeValues.ValueBool(),
	}
	if start, ok := day(m.StartDate); ok {
		q.Start = start
	}
	if end, ok := day(m.EndDate); ok && end.Before(today) {
		q.End = end
	}
	diags.Append(m.OperationTypes.ElementsAs(ctx, &q.OperationTypes, false)...)
	diags.Append(m.OperationStatuses.ElementsAs(ctx, &q.OperationStatuses, false)...)
	diags.Append(m.UserPrincipalNames.ElementsAs(ctx, &q.UserPrincipalNames, false)...)
	return q
}

// recordsValue returns the value of `records`.
func recordsValue(records []auditrecords.Record) types.List {
	attributes := map[string]attr.Type{}
	for name, described := range recordAttributes() {
		attributes[name] = described.GetType()
	}
	elements := make([]attr.Value, len(records))
	for i, r := range records {
		elements[i] = types.ObjectValueMust(attributes, map[string]attr.Value{
			"record_id":               attribute.Text(r.ID),
			"operation_type":          attribute.Text(r.OperationType),
			"operation_date":          attribute.Timestamp(r.OperationDate),
			"operation_status":        attribute.Text(r.OperationStatus),
			"customer_tenant_id":      attribute.Text(r.CustomerTenantID),
			"customer_name":           attribute.Text(r.CustomerName),
			"user_principal_name":     attribute.Text(r.UserPrincipalName),
			"application_id":          attribute.Text(r.ApplicationID),
			"resource_type":           attribute.Text(r.ResourceType),
			"resource_old_value":      printable(r.ResourceOldValue),
			"resource_new_value":      printable(r.ResourceNewValue),
			"customized_data":         details(r.CustomizedData),
			"original_correlation_id": attribute.Text(r.OriginalCorrelationID),
		})
	}
	return types.ListValueMust(types.ObjectType{AttrTypes: attributes}, elements)
}

// printable keeps the lines of a text, and no control characters.
func printable(s string) types.String { return attribute.Exactly(attribute.WithoutControls(s)) }

func details(data map[string]*string) types.Map {
	if data == nil {
		return types.MapNull(types.StringType)
	}
	values := map[string]attr.Value{}
	for key, value := range data {
		text := types.StringNull()
		if value != nil {
			text = types.StringValue(printable(*value).ValueString())
		}
		values[attribute.OneLine(key)] = text
	}
	return types.MapValueMust(types.StringType, values)
}
