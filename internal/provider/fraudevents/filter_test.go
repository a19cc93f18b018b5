// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// TestFilterModel_SetsEveryFilterOfTheDomain gives every argument a value. A filter that the
// schema, the model, or the domain lacks stays empty or cannot be set.
func TestFilterModel_SetsEveryFilterOfTheDomain(t *testing.T) {
	t.Parallel()
	attributes := FilterAttributes()
	var m FilterModel
	for field, value := range reflect.ValueOf(&m).Elem().Fields() {
		name := field.Tag.Get("tfsdk")
		if attributes[name] == nil {
			t.Fatalf("the schema lacks %s", name)
		}
		value.Set(reflect.ValueOf(givenValue(attributes[name].GetType())))
		delete(attributes, name)
	}
	if len(attributes) > 0 {
		t.Errorf("the model lacks %v", attributes)
	}
	var diags diag.Diagnostics
	filter := m.Filter(t.Context(), &diags)
	if diags.HasError() {
		t.Error(diags)
	}
	wantNoZero(t, filter)
}

// givenValue returns a value of the type, which also works as a time.
func givenValue(of attr.Type) attr.Value {
	const moment = "2026-01-02T03:04:05Z"
	switch of.(type) {
	case types.SetType:
		return types.SetValueMust(types.StringType, []attr.Value{types.StringValue(moment)})
	default:
		if of.Equal(types.BoolType) {
			return types.BoolValue(true)
		}
		return types.StringValue(moment)
	}
}

func wantNoZero(t *testing.T, f fraud.Filter) {
	t.Helper()
	for field, value := range reflect.ValueOf(f).Fields() {
		if value.IsZero() {
			t.Errorf("no argument sets %s", field.Name)
		}
	}
}
