// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// From returns the connection in the provider's data, or nil before the provider is configured, as
// in `terraform validate`.
func From(data any, diags *diag.Diagnostics) *Connection {
	if data == nil {
		return nil
	}
	c, ok := data.(*Connection)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf(
			"Got %T. This is a bug in the provider. Please report it.", data))
	}
	return c
}

// DataSource is the common part of data sources, to which Terraform gives the connection.
type DataSource struct{ Connection *Connection }

// Configure stores the connection.
func (d *DataSource) Configure(
	_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse,
) {
	d.Connection = From(req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig checks the timeouts, if the data source has any.
func (d *DataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	if req.Config.Schema.GetBlocks()["timeouts"] == nil {
		return
	}
	var block timeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &block)...)
	attribute.CheckTimeouts(block.Object, &resp.Diagnostics)
}

// Resource is the same for resources and lists of them.
type Resource struct{ Connection *Connection }

// Configure stores the connection.
func (r *Resource) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	r.Connection = From(req.ProviderData, &resp.Diagnostics)
}

// Action is the same for actions.
type Action struct{ Connection *Connection }

// Configure stores the connection.
func (a *Action) Configure(
	_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse,
) {
	a.Connection = From(req.ProviderData, &resp.Diagnostics)
}
