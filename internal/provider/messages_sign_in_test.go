// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import "slices"

// signInInputCases are ways to configure a sign-in that cannot be right.
func signInInputCases() []messageCase {
	// The emulator's own client secret would beat an OIDC token from the environment.
	env := func(pairs ...string) map[string]string {
		environment := map[string]string{"PARTNERCENTER_CLIENT_SECRET": ""}
		for pair := range slices.Chunk(pairs, 2) {
			environment[pair[0]] = pair[1]
		}
		return environment
	}
	return []messageCase{
		{name: "two client credentials",
			provider: object{"client_secret": "s", "client_certificate_path": "app.pfx"}},
		{name: "a secret and its file",
			provider: object{"client_secret": "s", "client_secret_file_path": "secret"}},
		{name: "a secret beside OIDC", provider: object{"client_secret": "s", "use_oidc": true}},
		{name: "two OIDC tokens", provider: object{"oidc_token": "a.b.c",
			"oidc_token_file_path": "token"}},
		{name: "two client ids", provider: object{"client_id": "23ec45a3-5127-4185-9eff-c8887839e6ab",
			"client_id_file_path": "id"}},
		{name: "a token cache beside a ready token",
			provider: object{"access_token": "eyJ0eXAi", "token_cache_path": "cache.json"}},
		{name: "the Azure CLI beside a refresh token",
			provider: object{"refresh_token": "0.AXwA", "use_cli": true}},
		{name: "a path of white space", provider: object{"client_certificate_path": " "}},
		{name: "use_oidc that is no boolean", environment: env("PARTNERCENTER_USE_OIDC", "on")},
		{name: "use_oidc of the group that is no boolean",
			environment: env("PARTNERCENTER_CLIENT_ID", "", "ARM_USE_OIDC", "yes")},
		{name: "use_cli that is no boolean", environment: env("PARTNERCENTER_USE_CLI", "2")},
		{name: "read_only that is no boolean", environment: env("PARTNERCENTER_READ_ONLY", "no")},
		{name: "the secret's file is missing",
			provider: object{"client_secret_file_path": "testdata/none"}},
		{name: "the secret's file is missing, by variable",
			environment: env("PARTNERCENTER_CLIENT_SECRET_FILE_PATH", "testdata/none")},
		{name: "the refresh token's file is empty",
			provider: object{"refresh_token_file_path": "/dev/null"}},
		{name: "the client id's file holds something else",
			provider: object{"client_id_file_path": "testdata/messages.golden"}},
		{name: "the certificate is none", provider: object{"client_certificate": "abc"}},
		{name: "the certificate's file is missing",
			provider: object{"client_certificate_path": "testdata/none.pfx"}},
		{name: "the certificate's file is something else, by variable",
			environment: env("PARTNERCENTER_CLIENT_CERTIFICATE_PATH", "testdata/messages.golden")},
		{name: "OIDC without a token", provider: object{"use_oidc": true}},
		{
			name:        "OIDC in an Azure DevOps pipeline without a service connection",
			provider:    object{"use_oidc": true},
			environment: env("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/x", "SYSTEM_ACCESSTOKEN", "t"),
		},
		{name: "a service connection outside of Azure DevOps",
			provider: object{"ado_pipeline_service_connection_id": "c1"}},
		{
			name:        "a service connection without the job's token",
			provider:    object{"ado_pipeline_service_connection_id": "c1"},
			environment: env("SYSTEM_OIDCREQUESTURI", "https://dev.azure.com/x"),
		},
		{
			name: "a GitHub job without its permission", provider: object{"use_oidc": true},
			environment: env("ACTIONS_ID_TOKEN_REQUEST_URL", "https://github.example.com"),
		},
		{name: "a request URL without TLS",
			provider: object{"oidc_request_url": "http://github.example.com", "oidc_request_token": "t"}},
		{name: "a token cache that cannot be written",
			provider: object{"token_cache_path": "/dev/null/cache.json"}},
		{name: "an audit log that cannot be written",
			provider: object{"audit_log_path": "testdata/none/audit.jsonl"}},
		{name: "an audit log that cannot be written, by variable",
			environment: map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": "/dev/null/audit.jsonl"}},
	}
}
