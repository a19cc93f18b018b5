// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package attribute

import (
	"context"

	readtimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

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
