// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraudevents

import (
	"context"
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

var (
	_ datasource.DataSourceWithConfigure      = (*summaryDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*summaryDataSource)(nil)
)

// NewSummary returns the data source that counts events.
func NewSummary() datasource.DataSource { return &summaryDataSource{} }

// summaryDataSource counts fraud events.
type summaryDataSource struct{ filteredDataSource }

func (d *summaryDataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_fraud_event_summary"
}

func (d *summaryDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	attributes := FilterAttributes()
	maps.Copy(attributes, summaryMembers().attributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Counts the fraud events of the partner's customers. State holds no " +
			"events, and does not grow with their number.",
		Attributes: attributes,
		Blocks:     attribute.ReadTimeouts(ctx),
	}
}

func (d *summaryDataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	d.read(ctx, req, resp, func(ctx context.Context, book *ledger.Ledger, filter fraud.Filter) error {
		summary, err := book.Summarize(ctx, filter, time.Now())
		if err != nil {
			return err
		}
		resp.Diagnostics.Append(summaryMembers().setState(ctx, &resp.State, summary)...)
		return nil
	})
}
