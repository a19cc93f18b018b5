// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package auditrecords is the data source for the partner's activity log.
package auditrecords

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

// dataSource lists audit records.
type dataSource struct{ connection.DataSource }

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_audit_records"
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	resp.Schema = newSchema()
	maps.Copy(resp.Schema.Blocks, attribute.ReadTimeouts(ctx))
}

func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest,
	resp *datasource.ValidateConfigResponse) {
	var in model
	resp.Diagnostics.Append(req.Config.Get(ctx, &in)...)
	if !resp.Diagnostics.HasError() {
		in.validate(time.Now(), &resp.Diagnostics)
		d.DataSource.ValidateConfig(ctx, req, resp)
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in model
	resp.Diagnostics.Append(req.Config.Get(ctx, &in)...)
	now := time.Now()
	// Dates that were unknown, or still good, when the configuration was validated.
	in.validate(now, &resp.Diagnostics)
	query := in.query(ctx, now, &resp.Diagnostics)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, timeout)
	defer end()
	if to == nil {
		return
	}
	if to.Environment == "china" {
		resp.Diagnostics.AddError("Audit records not available",
			"Azure operated by 21Vianet (`environment = \"china\"`) has no audit records. "+
				"Remove this data source, or set its `count` to 0 in this environment.")
		return
	}
	records, err := auditrecords.New(to.PartnerCenter).List(ctx, query)
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	in.Records = recordsValue(records)
	resp.Diagnostics.Append(resp.State.Set(ctx, in)...)
}
