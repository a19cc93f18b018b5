// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// FactsModel has the facts of an event that do not change with decisions about it. A resolution's
// plan shows them.
type FactsModel struct {
	EventType            types.String      `tfsdk:"event_type"`
	Severity             types.String      `tfsdk:"severity"`
	DisplayName          types.String      `tfsdk:"display_name"`
	EventTime            timetypes.RFC3339 `tfsdk:"event_time"`
	CustomerTenantID     types.String      `tfsdk:"customer_tenant_id"`
	CustomerFriendlyName types.String      `tfsdk:"customer_friendly_name"`
	SubscriptionName     types.String      `tfsdk:"subscription_name"`
	PartnerTenantID      types.String      `tfsdk:"partner_tenant_id"`
	IsTest               types.Bool        `tfsdk:"is_test"`
}

// MovementModel has who resolved an event, and when.
type MovementModel struct {
	ResolvedOn timetypes.RFC3339 `tfsdk:"resolved_on"`
	ResolvedBy types.String      `tfsdk:"resolved_by"`
}

// NewFactsModel returns the stable facts of an event.
func NewFactsModel(e fraud.Event) FactsModel { return newModel[FactsModel](e) }

// NewMovementModel returns who resolved an event, and when.
func NewMovementModel(e fraud.Event) MovementModel { return newModel[MovementModel](e) }

// newModel fills a model whose fields are attributes of an event.
func newModel[M any](e fraud.Event) (model M) {
	shown := eventMembers().byName()
	for field, value := range reflect.ValueOf(&model).Elem().Fields() {
		value.Set(reflect.ValueOf(shown[field.Tag.Get("tfsdk")].value(e)))
	}
	return model
}

// FactsAttributes describes the fields of FactsModel and of MovementModel.
func FactsAttributes() map[string]schema.Attribute {
	shown, attributes := eventMembers().byName(), map[string]schema.Attribute{}
	for _, model := range []reflect.Type{reflect.TypeFor[FactsModel](),
		reflect.TypeFor[MovementModel]()} {
		for field := range model.Fields() {
			name := field.Tag.Get("tfsdk")
			attributes[name] = shown[name].schema
		}
	}
	return attributes
}

// TimeText returns a time for a message, or "" for the zero time.
func TimeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
