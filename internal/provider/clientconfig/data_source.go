// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package clientconfig is the data source for the signed-in identity.
package clientconfig

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var _ datasource.DataSourceWithConfigure = (*dataSource)(nil)

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

// dataSource reads the provider's identity.
type dataSource struct{ connection.DataSource }

type model struct {
	TenantID             types.String      `tfsdk:"tenant_id"`
	ClientID             types.String      `tfsdk:"client_id"`
	UserPrincipalName    types.String      `tfsdk:"user_principal_name"`
	AuthenticationMethod types.String      `tfsdk:"authentication_method"`
	MFA                  types.Bool        `tfsdk:"mfa"`
	TokenExpiresOn       timetypes.RFC3339 `tfsdk:"token_expires_on"`
	API                  types.String      `tfsdk:"api"`
}

func newModel(i backend.Identity) model {
	return model{
		TenantID:             attribute.Text(i.TenantID),
		ClientID:             attribute.Text(i.ClientID),
		UserPrincipalName:    attribute.Text(i.UserPrincipalName),
		AuthenticationMethod: attribute.Text(i.Method),
		MFA:                  types.BoolPointerValue(i.MFA),
		TokenExpiresOn:       attribute.Timestamp(i.ExpiresOn),
		API:                  types.StringValue(string(i.API)),
	}
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_client_config"
}

func (d *dataSource) Schema(_ context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	text := attribute.ComputedText
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the identity with which the provider signs in.",
		Attributes: map[string]schema.Attribute{
			"tenant_id": text("The tenant of the token or, if the token has none, the configured tenant."),
			"client_id": text("The app to which the token was issued or, if the token " +
				"does not say, the configured app."),
			"user_principal_name": text("The signed-in user. Null if the token does not name one."),
			"authentication_method": text("The setting that provides the user: `access_token`, " +
				"`refresh_token`, `token_cache_path`, or `use_cli`."),
			"mfa": schema.BoolAttribute{
				Computed: true,
				MarkdownDescription: "Whether the user signed in with multi-factor authentication, " +
					"according to the token or, otherwise, to Partner Center. Null if neither says.",
			},
			"token_expires_on": attribute.ComputedTime("The time when the access token expires (RFC " +
				"3339). The provider renews the token before that. Null if unknown."),
			"api": text("The API for everything about fraud events: `partnercenter` or `graph`. The " +
				"token is for this API."),
		},
	}
}

func (d *dataSource) Read(ctx context.Context, _ datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, attribute.DefaultReadTimeout)
	defer end()
	if to == nil {
		return
	}
	identity, err := to.Identify(ctx)
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, newModel(identity))...)
}
