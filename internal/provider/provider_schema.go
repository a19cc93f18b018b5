// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// providerModel is the provider block.
type providerModel struct {
	Environment    types.String `tfsdk:"environment"`
	TenantID       types.String `tfsdk:"tenant_id"`
	ClientID       types.String `tfsdk:"client_id"`
	ClientSecret   types.String `tfsdk:"client_secret"`
	RefreshToken   types.String `tfsdk:"refresh_token"`
	AccessToken    types.String `tfsdk:"access_token"`
	AuthorityHost  types.String `tfsdk:"authority_host"`
	BaseURL        types.String `tfsdk:"base_url"`
	CABundlePath   types.String `tfsdk:"ca_bundle_path"`
	NewEventsModel types.Bool   `tfsdk:"new_events_model"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
}

// Schema describes the provider block.
func (p *partnerCenterProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	text := func(name, description string) schema.StringAttribute {
		return schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: description + environmentNote(name),
			Validators:          []validator.String{settingValidator{name}},
		}
	}
	secret := func(name, description string) schema.StringAttribute {
		a := text(name, description)
		a.Sensitive = true
		return a
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares decisions about the fraud events of Microsoft Partner Center: security alerts of CSP partners' Azure subscriptions.",
		Attributes: map[string]schema.Attribute{
			"environment":   text("environment", "The cloud: `global` (default; alias `public`), `usgovernment` or `china`."),
			"tenant_id":     text("tenant_id", "The partner's own tenant, as a GUID or a domain name."),
			"client_id":     text("client_id", "The application (client) id of the app registration that the refresh token was issued to."),
			"client_secret": secret("client_secret", "The app registration's client secret: its value, not its id."),
			"refresh_token": secret("refresh_token", "The user half of App+User (Secure Application Model): a refresh token of an Admin agent who signed in with MFA."),
			"access_token": secret("access_token", "A ready bearer token for the Partner Center API, of a user who signed in with MFA. "+
				"Beats every other user source, and is not renewed."),
			"authority_host": text("authority_host", "Overrides the cloud's sign-in host, for example `https://127.0.0.1:8443`. Always `https`."),
			"base_url": text("base_url", "Overrides the cloud's API base. `https`, or `http` on a loopback address only. "+
				"The audience of the token stays the cloud's Partner Center resource."),
			"ca_bundle_path": text("ca_bundle_path", "A file of PEM certificates that are trusted beside the system's roots, for sign-in and API alike."),
			"new_events_model": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Use the new events model (default `true`): all event types and fields. `false` selects the classic model." +
					environmentNote("new_events_model"),
			},
			"max_retries": schema.Int64Attribute{
				Optional:            true,
				MarkdownDescription: "How often a call is tried again, at the most. Default `6`; `0` turns retries off." + environmentNote("max_retries"),
				Validators:          []validator.Int64{int64validator.AtLeast(0)},
			},
		},
	}
}
