// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package mfastatus is the data source that says which users and apps sign in with MFA.
package mfastatus

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/mfa"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

var (
	_ datasource.DataSourceWithConfigure      = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*dataSource)(nil)
)

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &dataSource{} }

// dataSource reads what Partner Center knows about MFA.
type dataSource struct{ connection.DataSource }

type model struct {
	PrincipalsWithoutMFA []principal            `tfsdk:"principals_without_mfa"`
	Applications         map[string]application `tfsdk:"applications"`
	Timeouts             timeouts.Value         `tfsdk:"timeouts"`
}

type principal struct {
	ObjectID            types.String      `tfsdk:"object_id"`
	TenantID            types.String      `tfsdk:"tenant_id"`
	UserPrincipalName   types.String      `tfsdk:"user_principal_name"`
	LastRequestDateTime timetypes.RFC3339 `tfsdk:"last_request_date_time"`
}

type application struct {
	Name        types.String  `tfsdk:"name"`
	MFARequests types.Int64   `tfsdk:"mfa_requests"`
	AllRequests types.Int64   `tfsdk:"all_requests"`
	MFARatio    types.Float64 `tfsdk:"mfa_ratio"`
}

func (d *dataSource) Metadata(_ context.Context, req datasource.MetadataRequest,
	resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_mfa_status"
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest,
	resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads which users of the partner's tenant called Partner Center without " +
			"multi-factor authentication (MFA), and how often the users of each app called it with MFA.",
		Attributes: map[string]schema.Attribute{
			"principals_without_mfa": schema.ListNestedAttribute{Computed: true,
				MarkdownDescription: "The users who made a request without MFA.",
				NestedObject:        schema.NestedAttributeObject{Attributes: principalAttributes()}},
			"applications": schema.MapNestedAttribute{Computed: true,
				MarkdownDescription: "How often MFA was used, by application id in lower case.",
				NestedObject:        schema.NestedAttributeObject{Attributes: applicationAttributes()}},
		},
		Blocks: attribute.ReadTimeouts(ctx),
	}
}

func principalAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"object_id":           attribute.ComputedText("The object id of the user."),
		"tenant_id":           attribute.ComputedText("The tenant id of the user."),
		"user_principal_name": attribute.ComputedText("The user's sign-in name."),
		"last_request_date_time": attribute.ComputedTime("The time of the user's last request " +
			"without MFA (RFC 3339)."),
	}
}

func applicationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": attribute.ComputedText("The name of the app. Often null, because Partner Center " +
			"does not return it."),
		"mfa_requests": schema.Int64Attribute{Computed: true,
			MarkdownDescription: "The number of requests by users who signed in with MFA, on all " +
				"days that Partner Center lists."},
		"all_requests": schema.Int64Attribute{Computed: true,
			MarkdownDescription: "The number of all requests on these days."},
		"mfa_ratio": schema.Float64Attribute{Computed: true,
			MarkdownDescription: "`mfa_requests` divided by `all_requests`: 1 if every request was made " +
				"with MFA. Null if there were no requests."},
	}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest,
	resp *datasource.ReadResponse) {
	var in model
	resp.Diagnostics.Append(req.Config.Get(ctx, &in)...)
	timeout := attribute.Timeout(ctx, in.Timeouts.Read, attribute.DefaultReadTimeout,
		&resp.Diagnostics)
	ctx, to, end := d.Connection.Open(ctx, &resp.Diagnostics, timeout)
	defer end()
	if to == nil {
		return
	}
	known := mfa.New(to.PartnerCenter)
	principals, err := known.Principals(ctx)
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	applications, err := known.Applications(ctx)
	if err != nil {
		d.Connection.AddError(&resp.Diagnostics, err)
		return
	}
	in.PrincipalsWithoutMFA, in.Applications = principalModels(principals),
		applicationModels(applications)
	resp.Diagnostics.Append(resp.State.Set(ctx, in)...)
}

func principalModels(all []mfa.Principal) []principal {
	models := make([]principal, len(all))
	for i, p := range all {
		models[i] = principal{ObjectID: attribute.Text(p.ObjectID), TenantID: attribute.Text(p.TenantID),
			UserPrincipalName:   attribute.Text(p.UserPrincipalName),
			LastRequestDateTime: attribute.Timestamp(p.LastRequest)}
	}
	return models
}

func applicationModels(all []mfa.Application) map[string]application {
	models := map[string]application{}
	for _, app := range all {
		ratio := types.Float64Null()
		if app.AllRequests > 0 {
			ratio = types.Float64Value(float64(app.MFARequests) / float64(app.AllRequests))
		}
		models[attribute.OneLine(strings.ToLower(app.ID))] = application{Name: attribute.Text(app.Name),
			MFARequests: types.Int64Value(app.MFARequests),
			AllRequests: types.Int64Value(app.AllRequests), MFARatio: ratio}
	}
	return models
}
