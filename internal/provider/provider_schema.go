// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Schema describes the provider block. ValidateConfig checks its values.
func (p *partnerCenterProvider) Schema(_ context.Context, _ provider.SchemaRequest,
	resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"use_oidc": boolAttribute("use_oidc",
			"Client credential: use the OIDC token of the build platform (workload identity federation), "+
				"such as GitHub Actions or HCP Terraform. Not required if an `oidc_…` attribute or a "+
				"`PARTNERCENTER_OIDC_…` variable is set. `false` disables these."),
		"use_cli": boolAttribute("use_cli",
			"User: use the user who is signed in to the Azure CLI. For development."),
		"new_events_model": boolAttribute("new_events_model",
			"Use the new events model, which has all event types and fields. Defaults to `true`. `false` "+
				"selects the classic model."),
		"read_only": boolAttribute("read_only",
			"If `true`, here or in the environment, every write fails before it is sent. Use it in jobs "+
				"that only plan. Defaults to `false`. A variable that is set but empty is an error."),
		"max_retries": schema.Int64Attribute{
			Optional: true,
			MarkdownDescription: "The maximum number of retries of a call. Defaults to `6`. `0` disables " +
				"retries." + environmentNote("max_retries"),
		},
	}
	for name, description := range textSettings() {
		attributes[name] = schema.StringAttribute{
			Optional:            true,
			Sensitive:           settings.IsSecret(name),
			MarkdownDescription: description + environmentNote(name),
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares decisions about the fraud events of Microsoft Partner Center: " +
			"security alerts of CSP partners' Azure subscriptions.",
		Attributes: attributes,
	}
}

func boolAttribute(name, description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: description +
		environmentNote(name)}
}

// textSettings lists the string attributes with their descriptions.
func textSettings() map[string]string {
	return map[string]string{
		"environment": "The cloud: `global` (or its alias `public`), `usgovernment`, or `china`. " +
			"Defaults to `global`.",
		"tenant_id": "The partner's own tenant, as a GUID or a domain name.",
		"client_id": "The application (client) id of the app registration to which the refresh " +
			"token was issued.",
		"client_id_file_path": "A file that holds `client_id`.",

		"client_secret": "Client credential: the client secret of the app registration (its value, " +
			"not its id).",
		"client_secret_file_path": "A file that holds `client_secret`.",
		"client_certificate": "Client credential: a certificate and its RSA key, as a PFX in base64 or " +
			"as PEM. PEM keys must not be encrypted. PEM with lost or escaped line breaks is accepted.",
		"client_certificate_path": "A file that holds `client_certificate`. A PFX can be in " +
			"binary form.",
		"client_certificate_password": "The password of the PFX.",
		"oidc_token": "Client credential: an OIDC token that the app registration trusts. From a " +
			"variable, it is read again for every sign-in.",
		"oidc_token_file_path": "Client credential: a file that holds an OIDC token. The file " +
			"is read again for every sign-in.",
		"oidc_request_url": "Client credential: the URL at which a GitHub Actions job or, with " +
			"`ado_pipeline_service_connection_id`, an Azure DevOps pipeline requests its OIDC token.",
		"oidc_request_token": "The bearer token for `oidc_request_url`.",
		"ado_pipeline_service_connection_id": "Client credential: the id of an Azure DevOps service " +
			"connection with workload identity federation. The step needs `SYSTEM_ACCESSTOKEN: " +
			"$(System.AccessToken)` in its environment.",

		"access_token": "User: an existing bearer token for the Partner Center API, of a user who " +
			"signed in with MFA. Takes precedence over every other user source, and is not renewed.",
		"refresh_token": "User: the refresh token of an Admin agent who signed in with MFA (Secure " +
			"Application Model). To get one, run `partnercenter login`.",
		"refresh_token_file_path": "A file that holds `refresh_token`.",
		"token_cache_path": "A file, accessible only by its owner, that stores the newest refresh " +
			"token and that processes can share. `partnercenter login` and every renewal write it. " +
			"Without `refresh_token`, the file provides the user. With `refresh_token`, it stores the " +
			"tokens that " +
			"replace the configured one. If not set, tokens are kept only in memory. In this and every " +
			"other path, a leading `~/` stands for the home folder.",

		"authority_host": "Overrides the cloud's sign-in host, for example `https://127.0.0.1:8443`. " +
			"Must be `https`.",
		"api": "The API for everything about fraud events: `partnercenter`, which is Partner Center's " +
			"own, or `graph`, which is Microsoft Graph and in preview. Defaults to `partnercenter`. " +
			"Event ids differ between them, and state remembers which one an event was recorded with: " +
			"see [Microsoft Graph](guides/microsoft-graph.md).",
		"base_url": "Overrides the cloud's API base URL, without `/v1`. Must be `https`, or `http` on " +
			"a loopback address. The token's audience remains the cloud's Partner Center resource.",
		"graph_base_url": "Overrides the cloud's base URL of Microsoft Graph, without `/beta`. Must be " +
			"`https`, or `http` on a loopback address. Only `partnercenter_security_score` uses Graph, " +
			"unless `api` is `graph`.",
		"ca_bundle_path": "A file of PEM certificates to trust in addition to the system's root " +
			"certificates, for both the sign-in and the API.",
		"audit_log_path": "A file to which the provider appends a line of JSON for every event, " +
			"webhook registration, budget, and Azure subscription that it writes, adopts, or refuses to " +
			"write. A line has the time, the user, the object, its state before and after, the " +
			"annotations of a decision, and the request and correlation ids. The folder must exist. A " +
			"new file is accessible only by its owner.",
	}
}
