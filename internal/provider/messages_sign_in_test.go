// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// signInInputCases are invalid configurations of a sign-in.
func signInInputCases() []messageCase {
	// The emulator's own client secret would take precedence over an OIDC token from the environment.
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
		{name: "a secret together with OIDC", provider: object{"client_secret": "s", "use_oidc": true}},
		{name: "two OIDC tokens", provider: object{"oidc_token": "a.b.c",
			"oidc_token_file_path": "token"}},
		{name: "two client ids", provider: object{"client_id": "23ec45a3-5127-4185-9eff-c8887839e6ab",
			"client_id_file_path": "id"}},
		{name: "a token cache together with a ready token",
			provider: object{"access_token": "eyJ0eXAi", "token_cache_path": "cache.json"}},
		{name: "the Azure CLI together with a refresh token",
			provider: object{"refresh_token": "0.AXwA", "use_cli": true}},
		{name: "a path of white space", provider: object{"client_certificate_path": " "}},
		{name: "use_oidc that is not a boolean", environment: env("PARTNERCENTER_USE_OIDC", "on")},
		{name: "use_oidc of the group that is not a boolean",
			environment: env("PARTNERCENTER_CLIENT_ID", "", "ARM_USE_OIDC", "yes")},
		{name: "use_cli that is not a boolean", environment: env("PARTNERCENTER_USE_CLI", "2")},
		{name: "read_only that is not a boolean", environment: env("PARTNERCENTER_READ_ONLY", "no")},
		{name: "the secret's file is missing",
			provider: object{"client_secret_file_path": "testdata/none"}},
		{name: "the secret's file is missing, by variable",
			environment: env("PARTNERCENTER_CLIENT_SECRET_FILE_PATH", "testdata/none")},
		{name: "the refresh token's file is empty",
			provider: object{"refresh_token_file_path": "/dev/null"}},
		{name: "the client id's file contains something else",
			provider: object{"client_id_file_path": "testdata/messages.golden"}},
		{name: "the certificate is something else", provider: object{"client_certificate": "abc"}},
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
		{name: "an unwritable token cache",
			provider: object{"token_cache_path": "/dev/null/cache.json"}},
		{name: "an unwritable audit log",
			provider: object{"audit_log_path": "testdata/none/audit.jsonl"}},
		{name: "an unwritable audit log, by variable",
			environment: map[string]string{"PARTNERCENTER_AUDIT_LOG_PATH": "/dev/null/audit.jsonl"}},
	}
}

func missingCredentialCases() []messageCase {
	without := func(names ...string) map[string]string {
		environment := map[string]string{}
		for _, n := range names {
			environment["PARTNERCENTER_"+n] = ""
		}
		return environment
	}
	with := func(environment map[string]string, name, value string) map[string]string {
		environment[name] = value
		return environment
	}
	all := []string{"TENANT_ID", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN"}
	return []messageCase{
		{name: "nothing at all", environment: without(all...)},
		{name: "no user", environment: without("REFRESH_TOKEN")},
		{name: "no tenant", environment: without("TENANT_ID")},
		{
			name:        "no tenant but the one of ARM_TENANT_ID, with a client id of our own",
			environment: with(without("TENANT_ID"), "ARM_TENANT_ID", "df845f1a-7b35-40a2-ba78-6481de91f8ae"),
		},
		{
			name: "no tenant except ARM_TENANT_ID, with a client id in the provider block",
			environment: with(without("TENANT_ID", "CLIENT_ID"), "ARM_TENANT_ID",
				"df845f1a-7b35-40a2-ba78-6481de91f8ae"),
			provider: object{"client_id": "23ec45a3-5127-4185-9eff-c8887839e6ab"},
		},
		{name: "no client", environment: without("CLIENT_ID")},
		{name: "no client secret", environment: without("CLIENT_SECRET")},
		{name: "no client secret except ARM_CLIENT_SECRET",
			environment: with(without("CLIENT_SECRET"), "ARM_CLIENT_SECRET", "s3cret")},
	}
}

func refusedCredentialCases() []messageCase {
	refresh := func(opts ...emulator.TokenOption) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_REFRESH_TOKEN": s.IssueRefreshToken(opts...)}
		}
	}
	access := func(opts ...emulator.TokenOption) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string {
			return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken(opts...)}
		}
	}
	env := func(name, value string) map[string]string {
		return map[string]string{"PARTNERCENTER_" + name: value}
	}
	aadsts := func(number int) func(*emulator.Server) map[string]string {
		return func(s *emulator.Server) map[string]string { s.FailNextToken(number); return nil }
	}
	return []messageCase{
		{name: "expired refresh token", arrange: refresh(emulator.Expired())},
		{name: "revoked refresh token", arrange: refresh(emulator.Revoked())},
		{name: "refresh token in an invalid form", environment: env("REFRESH_TOKEN", "0.AXwA")},
		{name: "refresh token of another app",
			arrange: refresh(emulator.WithClient("6d0b3a4c-2f1e-4b7d-9a58-0c1f6e2d7b90"))},
		{name: "wrong client secret", environment: env("CLIENT_SECRET", "wrong")},
		{name: "unknown app", environment: env("CLIENT_ID", "00000000-0000-0000-0000-000000000001")},
		{name: "unknown tenant", environment: env("TENANT_ID", "00000000-0000-0000-0000-000000000002")},
		{name: "no consent", arrange: aadsts(65001)},
		{name: "Conditional Access", arrange: aadsts(53003)},
		{name: "MFA required by a policy", arrange: aadsts(50076)},
		{name: "an unknown error", arrange: aadsts(999999)},
		{name: "no MFA", arrange: refresh(emulator.WithoutMFA())},
		{name: "no Admin agent", arrange: refresh(emulator.WithRole("HelpdeskAgent"))},
		{name: "expired access token", arrange: access(emulator.Expired())},
		{name: "access token for Graph",
			arrange: access(emulator.WithAudience("https://graph.microsoft.com"))},
		{name: "access token for an unknown service",
			arrange: access(emulator.WithAudience("https://other.example.com"))},
		{name: "access token without MFA", arrange: access(emulator.WithoutMFA())},
		{name: "access token of an app", arrange: access(emulator.AppOnly())},
		{name: "access token of a customer's tenant",
			arrange: access(emulator.WithTenant("a248da34-6840-4c67-82d7-7f55ccd50d03"))},
		{name: "access token in an invalid form", environment: env("ACCESS_TOKEN", "abc")},
	}
}

// readyToken avoids a sign-in within a short timeout.
func readyToken(s *emulator.Server) map[string]string {
	return map[string]string{"PARTNERCENTER_ACCESS_TOKEN": s.AccessToken()}
}
