// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package usagebudget

import (
	"context"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// checkedNumber requires what check accepts. Its error follows the attribute's name in the message.
type checkedNumber struct {
	name, description string
	check             func(*big.Float) error
}

func (v checkedNumber) Description(context.Context) string         { return v.description }
func (v checkedNumber) MarkdownDescription(context.Context) string { return v.description }

func (v checkedNumber) ValidateNumber(_ context.Context, req validator.NumberRequest,
	resp *validator.NumberResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueBigFloat()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, attribute.InvalidValue,
			explain.Invalid("`"+v.name+"`", err))
	}
}
