// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package anatomy

// Key names a setting, or another thing for which each edge has its own word.
type Key string

// The settings.
const (
	Environment                    Key = "environment"
	TenantID                       Key = "tenant_id"
	ClientID                       Key = "client_id"
	ClientSecret                   Key = "client_secret"
	ClientCertificate              Key = "client_certificate"
	ClientCertificatePassword      Key = "client_certificate_password"
	UseOIDC                        Key = "use_oidc"
	OIDCToken                      Key = "oidc_token"
	OIDCTokenFilePath              Key = "oidc_token_file_path"
	OIDCRequestURL                 Key = "oidc_request_url"
	OIDCRequestToken               Key = "oidc_request_token"
	ADOPipelineServiceConnectionID Key = "ado_pipeline_service_connection_id"
	RefreshToken                   Key = "refresh_token"
	TokenCachePath                 Key = "token_cache_path"
	AccessToken                    Key = "access_token"
	UseCLI                         Key = "use_cli"
	AuthorityHost                  Key = "authority_host"
	API                            Key = "api"
	BaseURL                        Key = "base_url"
	GraphBaseURL                   Key = "graph_base_url"
	CABundlePath                   Key = "ca_bundle_path"
	NewEventsModel                 Key = "new_events_model"
	MaxRetries                     Key = "max_retries"
	ReadOnly                       Key = "read_only"
	AuditLogPath                   Key = "audit_log_path"
)

// Everything else.
const (
	Timeout     Key = "timeout"     // how long the operation may take
	DeviceCode  Key = "device code" // how to sign in on another device
	Parallelism Key = "parallelism" // how many calls are made at a time
)
