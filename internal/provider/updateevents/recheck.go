// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package updateevents

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// recheck runs the validators of a schema. terraform-plugin-framework (1.19) runs them only when
// Terraform validates, and a value that is unknown then passes all of them.
func recheck(ctx context.Context, config tfsdk.Config, attributes map[string]schema.Attribute,
	values map[string]attr.Value, diags *diag.Diagnostics) {
	recheckBelow(ctx, path.Empty(), config, attributes, values, diags)
}

func recheckBelow(
	ctx context.Context, below path.Path, config tfsdk.Config, attributes map[string]schema.Attribute,
	values map[string]attr.Value, diags *diag.Diagnostics,
) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		described, value, at := attributes[name], values[name], below.AtName(name)
		if described.IsRequired() && value.IsNull() {
			diags.AddAttributeError(at, attribute.InvalidValue,
				"`"+at.String()+"` is required, and it is null.")
			continue
		}
		expression := at.Expression()
		switch value := value.(type) {
		case types.String:
			for _, v := range stringValidatorsOf(described) {
				resp := &validator.StringResponse{}
				v.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: expression,
					Config: config, ConfigValue: value}, resp)
				diags.Append(resp.Diagnostics...)
			}
		case types.Set:
			a, _ := described.(interface{ SetValidators() []validator.Set })
			for _, v := range a.SetValidators() {
				resp := &validator.SetResponse{}
				v.ValidateSet(ctx, validator.SetRequest{Path: at, PathExpression: expression, Config: config,
					ConfigValue: value}, resp)
				diags.Append(resp.Diagnostics...)
			}
		case types.Int64:
			a, _ := described.(interface{ Int64Validators() []validator.Int64 })
			for _, v := range a.Int64Validators() {
				resp := &validator.Int64Response{}
				v.ValidateInt64(ctx, validator.Int64Request{Path: at, PathExpression: expression,
					Config: config, ConfigValue: value}, resp)
				diags.Append(resp.Diagnostics...)
			}
		case types.Object:
			if nested, ok := described.(schema.SingleNestedAttribute); ok && !value.IsNull() &&
				!value.IsUnknown() {
				recheckBelow(ctx, at, config, nested.Attributes, value.Attributes(), diags)
			}
		}
	}
}
