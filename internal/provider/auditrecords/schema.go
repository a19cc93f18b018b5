// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auditrecords

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

func newSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Lists records of the partner's activity log: what users, apps, and " +
			"Microsoft did in Partner Center. An empty list is not an error.",
		Blocks: map[string]schema.Block{},
		Attributes: map[string]schema.Attribute{
			"start_date": schema.StringAttribute{Optional: true,
				Validators: []validator.String{attribute.Date()},
				MarkdownDescription: fmt.Sprintf("The first day (`yyyy-mm-dd`, UTC). Partner Center keeps "+
					"records for %d days, including today. Conflicts with `last_days`. One of the two is "+
					"required.", auditrecords.Days)},
			"end_date": schema.StringAttribute{Optional: true,
				Validators: []validator.String{attribute.Date()},
				MarkdownDescription: "The last day (`yyyy-mm-dd`, UTC), inclusive. Defaults to " +
					"today. Conflicts with `last_days`."},
			"last_days": schema.Int64Attribute{Optional: true,
				MarkdownDescription: fmt.Sprintf("The number of days up to and including today (UTC), from 1 "+
					"to %d. Conflicts with `start_date` and `end_date`.", auditrecords.Days)},
			"customer_tenant_id": filter("Only records about this customer, by tenant id (GUID).",
				attribute.GUID()),
			"customer_name_contains": filter("Only records about customers whose name contains this "+
				"text. Not case-sensitive.", attribute.FilledFilter()),
			"resource_type": filter("Only records about this type of resource, such as `subscription` "+
				"or `customer_user`. Not case-sensitive. Any value is accepted.",
				attribute.FilledFilter()),
			"operation_types": filterSet("Only records of one of these operations, such as " +
				"`azure_fraud_event_detected` or `update_customer_spending_budget`."),
			"operation_statuses": filterSet("Only records with one of these statuses, such as " +
				"`succeeded`, `failed`, `progress`, or `decline`."),
			"user_principal_names": filterSet("Only records of operations by one of these users."),
			"include_values": schema.BoolAttribute{Optional: true,
				MarkdownDescription: "Whether `records` have `resource_old_value` and " +
					"`resource_new_value`, which may hold personal data, such as addresses. Defaults to " +
					"`false`, which keeps them out of state."},
			"records": schema.ListNestedAttribute{Computed: true,
				MarkdownDescription: "The matching records, newest first, each once.",
				NestedObject:        schema.NestedAttributeObject{Attributes: recordAttributes()}},
		},
	}
}

func filter(description string, check validator.String) schema.Attribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description,
		Validators: []validator.String{check}}
}

func filterSet(description string) schema.Attribute {
	return schema.SetAttribute{Optional: true, ElementType: types.StringType,
		MarkdownDescription: description + " Not case-sensitive. Any value is accepted.",
		Validators: []validator.Set{attribute.FilterSet(), setvalidator.NoNullValues(),
			setvalidator.ValueStringsAre(attribute.FilledFilter())}}
}

func recordAttributes() map[string]schema.Attribute {
	text := attribute.ComputedText
	return map[string]schema.Attribute{
		"record_id":        text("The id of the record. Null in older records."),
		"operation_type":   text("The operation, such as `update_subscription`."),
		"operation_date":   attribute.ComputedTime("The time of the operation (RFC 3339)."),
		"operation_status": text("The result of the operation, such as `succeeded`."),
		"customer_tenant_id": text("The tenant id of the customer. Null if the record is about " +
			"none."),
		"customer_name": text("The name of the customer. Many records lack it."),
		"user_principal_name": text("The user who did it. Null if Microsoft or an app without a user " +
			"did it."),
		"application_id": text("The app that did it: its id, or a name such as " +
			"`Partner Center Native App`."),
		"resource_type": text("The type of the resource, such as `subscription`."),
		"resource_old_value": text("The resource before the operation, as JSON text. Null unless " +
			"`include_values` is `true`."),
		"resource_new_value": text("The resource after the operation, as JSON text. Null unless " +
			"`include_values` is `true`."),
		"customized_data": schema.MapAttribute{Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Details of the operation. The keys depend on the operation type."},
		"original_correlation_id": text("The `MS-CorrelationId` of the call that did it."),
	}
}
