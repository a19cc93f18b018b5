// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// checkTimeouts refuses timeouts that leave no time at all: nothing could succeed with them. What is no duration is
// refused by the attribute itself.
func checkTimeouts(block types.Object, diags *diag.Diagnostics) {
	values := block.Attributes()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value, ok := values[name].(types.String)
		if !ok || value.IsNull() || value.IsUnknown() {
			continue
		}
		if d, err := time.ParseDuration(value.ValueString()); err == nil && d <= 0 {
			diags.AddAttributeError(path.Root("timeouts").AtName(name), summaryInvalidValue, fmt.Sprintf(
				"`timeouts.%s` is %q, which leaves no time at all. Give a duration above zero, such as \"5m\", or leave it out for the default.", name, value.ValueString()))
		}
	}
}
