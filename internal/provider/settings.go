// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// readProviderBlock returns the attributes that the provider block sets, and the names of the
// unknown attributes. Unknown is not null: such an attribute never falls back to the environment.
// The function reads the block as a whole, so that no attribute can be forgotten.
func readProviderBlock(config tfsdk.Config, diags *diag.Diagnostics) (given settings.Given,
	unknown []string) {
	attributes := map[string]tftypes.Value{}
	if err := config.Raw.As(&attributes); err != nil {
		explain.Of(err).AddTo(diags)
		return nil, nil
	}
	given = settings.Given{}
	for name, value := range attributes {
		switch text, err := textOf(value); {
		case err != nil:
			explain.Of(err).AddTo(diags)
		case !value.IsKnown():
			unknown = append(unknown, name)
		case text != "":
			given[name] = settings.Setting{Value: text, Origin: name}
		}
	}
	slices.Sort(unknown)
	return given, unknown
}

// textOf converts a string, a boolean, or a whole number to text; null and unknown values become
// "".
func textOf(value tftypes.Value) (string, error) {
	if value.IsNull() || !value.IsKnown() {
		return "", nil
	}
	switch {
	case value.Type().Is(tftypes.Bool):
		var b bool
		err := value.As(&b)
		return strconv.FormatBool(b), err
	case value.Type().Is(tftypes.Number):
		n := new(big.Float)
		err := value.As(&n)
		return n.Text('f', -1), err
	default:
		var s string
		err := value.As(&s)
		return s, err
	}
}

// addProblems puts each problem on its attribute.
func addMistakes(diags *diag.Diagnostics, mistakes []*anatomy.Mistake) {
	for _, m := range mistakes {
		explain.Of(m).AddTo(diags)
	}
}

// environmentNote describes the variables of an attribute.
func environmentNote(attribute string) string {
	variables := settings.Variables(attribute)
	if len(variables) == 1 {
		return " Can also be set with the `" + variables[0] + "` environment variable."
	}
	return " Can also be set with the environment variables `" + strings.Join(variables, "`, `") + "`."
}
