// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Schema describes the provider block. Its values are checked by ValidateConfig.
func (p *partnerCenterProvider) Schema(_ context.Context, _ provider.SchemaRequest,
	resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"use_oidc": boolAttribute("use_oidc",
			"Client credential: use an OIDC token (workload identity federation), where the build "+
				"platform offers one: "+
				"GitHub Actions, HCP Terraform. Not needed with an `oidc_…` attribute or variable of our "+
				"own; `false` turns them off."),
		"use_cli": boolAttribute("use_cli",
			"User: the one who is signed in to the Azure CLI. For development."),
		"new_events_model": boolAttribute("new_events_model",
			"Use the new events model (default `true`): all event types and fields. `false` selects the "+
				"classic model."),
		"read_only": boolAttribute("read_only",
			"Default `false`. `true`, here or in the environment, makes every write an error before the "+
				"network: "+
				"a seat belt for jobs that only plan. A variable that is set but empty is an error."),
		"max_retries": schema.Int64Attribute{
			Optional: true,
			MarkdownDescription: "How often a call is tried again, at the most. Default `6`; `0` turns " +
				"retries off." + environmentNote("max_retries"),
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

// textSettings are the attributes that are strings, with what they mean.
func textSettings() map[string]string {
	return map[string]string{
		"environment": "The cloud: `global` (default; alias `public`), `usgovernment` or `china`.",
		"tenant_id":   "The partner's own tenant, as a GUID or a domain name.",
		"client_id": "The application (client) id of the app registration that the refresh " +
			"token was issued to.",
		"client_id_file_path": "A file that holds `client_id`.",

		"client_secret": "Client credential: the app registration's client secret, its " +
			"value and not its id.",
		"client_secret_file_path": "A file that holds `client_secret`.",
		"client_certificate": "Client credential: a certificate and its RSA key, as a PFX in base64 or " +
			"as PEM. PEM keys must not be encrypted. PEM whose line breaks were lost or escaped is " +
			"accepted.",
		"client_certificate_path": "A file that holds `client_certificate`; a PFX may be there " +
			"as it is.",
		"client_certificate_password": "The password of the PFX.",
		"oidc_token": "Client credential: an OIDC token that the app registration " +
			"trusts. From a variable it is read again for every sign-in.",
		"oidc_token_file_path": "Client credential: a file that holds an OIDC token. It is " +
			"read again for every sign-in.",
		"oidc_request_url": "Client credential: where a GitHub Actions job asks for its OIDC token; " +
			"with `ado_pipeline_service_connection_id`, where an Azure DevOps pipeline does.",
		"oidc_request_token": "The token that goes with `oidc_request_url`.",
		"ado_pipeline_service_connection_id": "Client credential: the id of an Azure DevOps service " +
			"connection with workload identity federation. The step needs `SYSTEM_ACCESSTOKEN: " +
			"$(System.AccessToken)` in its environment.",

		"access_token": "User: a ready bearer token for the Partner Center API, of a user who signed " +
			"in with MFA. Beats every other user source, and is not renewed.",
		"refresh_token": "User: the user half of App+User (Secure Application Model), a refresh token " +
			"of an Admin agent who signed in with MFA. `partnercenter login` gets one.",
		"refresh_token_file_path": "A file that holds `refresh_token`.",
		"token_cache_path": "A file, readable by its owner only, that keeps the newest refresh token " +
			"and is shared by processes; written by `partnercenter login` and by every renewal. Alone it " +
			"is the user; with `refresh_token` it keeps what that token becomes. Without it, tokens are " +
			"kept in memory only. Here as in every path, a leading `~/` stands for the home folder.",

		"authority_host": "Overrides the cloud's sign-in host, for example `https://127.0.0.1:8443`. " +
			"Always `https`.",
		"base_url": "Overrides the cloud's API base, without `/v1`. `https`, or `http` on a loopback " +
			"address only. The audience of the token stays the cloud's Partner Center resource.",
		"ca_bundle_path": "A file of PEM certificates that are trusted beside the system's roots, " +
			"for sign-in and API alike.",
		"audit_log_path": "A file to which one line of JSON is appended for every event that is " +
			"written, adopted or refused: when, who, which event, from what to what, " +
			"the annotations, and the request and correlation id. It is made with access for its owner " +
			"only, in a folder that must exist.",
	}
}
