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

// validate runs the validators of a schema's attributes below a path. terraform-plugin-framework
// (1.19) runs them only when Terraform validates, and a value that is unknown then passes all of
// them.
func validate(
	ctx context.Context, below path.Path, config tfsdk.Config, attributes map[string]schema.Attribute,
	values map[string]attr.Value, diags *diag.Diagnostics,
) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		described, at := attributes[name], below.AtName(name)
		if described.IsRequired() && values[name].IsNull() {
			diags.AddAttributeError(at, attribute.InvalidValue,
				"`"+at.String()+"` is required, and it is null.")
			continue
		}
		var found validator.StringResponse
		switch value := values[name].(type) {
		case types.String:
			for _, v := range stringValidatorsOf(described) {
				v.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, &found)
			}
		case types.Set:
			a, _ := described.(interface{ SetValidators() []validator.Set })
			for _, v := range a.SetValidators() {
				v.ValidateSet(ctx, validator.SetRequest{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, (*validator.SetResponse)(&found))
			}
		case types.Int64:
			a, _ := described.(interface{ Int64Validators() []validator.Int64 })
			for _, v := range a.Int64Validators() {
				v.ValidateInt64(ctx, validator.Int64Request{Path: at, PathExpression: at.Expression(),
					Config: config, ConfigValue: value}, (*validator.Int64Response)(&found))
			}
		case types.Object:
			if nested, ok := described.(schema.SingleNestedAttribute); ok && !value.IsNull() &&
				!value.IsUnknown() {
				validate(ctx, at, config, nested.Attributes, value.Attributes(), diags)
			}
		}
		diags.Append(found.Diagnostics...)
	}
}
