// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	readtimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The timeouts of operations without a `timeouts` block.
const (
	DefaultReadTimeout   = 5 * time.Minute
	DefaultWriteTimeout  = 5 * time.Minute
	DefaultInvokeTimeout = 30 * time.Minute
)

// Timeout is the result of a timeouts block's method: the configured duration, or the default.
func Timeout(
	ctx context.Context, method func(context.Context, time.Duration) (time.Duration, diag.Diagnostics),
	byDefault time.Duration, diags *diag.Diagnostics,
) time.Duration {
	timeout, found := method(ctx, byDefault)
	diags.Append(found...)
	return timeout
}

// DescribeTimeout describes an operation's timeout and its default.
func DescribeTimeout(operation string, byDefault time.Duration) string {
	return fmt.Sprintf("Time limit for %s, such as `90s` or `10m`. Defaults to `%gm`.", operation,
		byDefault.Minutes())
}

// CheckTimeouts rejects timeouts that are not positive, which would let nothing succeed. The
// attribute itself rejects values that are not durations.
func CheckTimeouts(block types.Object, diags *diag.Diagnostics) {
	values := block.Attributes()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value, ok := values[name].(types.String)
		if !ok || value.IsNull() || value.IsUnknown() {
			continue
		}
		if d, err := time.ParseDuration(value.ValueString()); err == nil && d <= 0 {
			diags.AddAttributeError(path.Root("timeouts").AtName(name), InvalidValue, fmt.Sprintf(
				"`timeouts.%s` must be positive, got %q. Use a duration such as \"5m\", or omit it for "+
					"the default.", name, value.ValueString()))
		}
	}
}

// ReadTimeouts returns the blocks of a data source, which are its timeouts.
func ReadTimeouts(ctx context.Context) map[string]schema.Block {
	return map[string]schema.Block{"timeouts": readtimeouts.BlockWithOpts(ctx, readtimeouts.Opts{
		ReadDescription: DescribeTimeout("reading", DefaultReadTimeout),
	})}
}

// NoTimeouts is the value of a resource's timeouts block that is omitted.
func NoTimeouts(block resourceschema.Block) timeouts.Value {
	none := timeouts.Value{Object: types.ObjectNull(nil)}
	if t, ok := block.Type().(timeouts.Type); ok {
		none.Object = types.ObjectNull(t.AttrTypes)
	}
	return none
}
