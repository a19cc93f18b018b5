// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// definition is one setting: an attribute of the provider block, and a flag of the companion
// command.
type definition struct {
	name   string
	secret bool
	others []string // its variables in addition to PARTNERCENTER_…, in order
}

// definitions lists every setting, in documented order. The ARM_* names come from HashiCorp's and
// Microsoft's providers for Azure, the others from build platforms.
func definitions() []definition {
	return []definition{
		{name: "environment", others: []string{"ARM_ENVIRONMENT"}},
		{name: "tenant_id", others: []string{"ARM_TENANT_ID"}},
		{name: "client_id", others: []string{"ARM_CLIENT_ID"}},
		{name: "client_id_file_path", others: []string{"ARM_CLIENT_ID_FILE_PATH"}},
		{name: "client_secret", secret: true, others: []string{"ARM_CLIENT_SECRET"}},
		{name: "client_secret_file_path", others: []string{"ARM_CLIENT_SECRET_FILE_PATH"}},
		{name: "client_certificate", secret: true, others: []string{"ARM_CLIENT_CERTIFICATE"}},
		{name: "client_certificate_path", others: []string{"ARM_CLIENT_CERTIFICATE_PATH"}},
		{name: "client_certificate_password", secret: true,
			others: []string{"ARM_CLIENT_CERTIFICATE_PASSWORD"}},
		{name: "use_oidc", others: []string{"ARM_USE_OIDC"}},
		{name: "oidc_token", secret: true,
			others: []string{"ARM_OIDC_TOKEN", "TFC_WORKLOAD_IDENTITY_TOKEN"}},
		{name: "oidc_token_file_path", others: []string{"ARM_OIDC_TOKEN_FILE_PATH"}},
		{name: "oidc_request_url", others: []string{"ARM_OIDC_REQUEST_URL",
			"ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"}},
		{name: "oidc_request_token", secret: true,
			others: []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
				"SYSTEM_ACCESSTOKEN"}},
		{name: "ado_pipeline_service_connection_id", others: []string{
			"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
		}},
		{name: "refresh_token", secret: true},
		{name: "refresh_token_file_path"},
		{name: "token_cache_path"},
		{name: "access_token", secret: true},
		{name: "use_cli"},
		{name: "authority_host"},
		{name: "api"},
		{name: "base_url"},
		{name: "graph_base_url"},
		{name: "ca_bundle_path"},
		{name: "new_events_model"},
		{name: "max_retries"},
		{name: "read_only"},
		{name: "audit_log_path"},
	}
}

// Names returns all settings, in documented order.
func Names() []string {
	var names []string
	for _, d := range definitions() {
		names = append(names, d.name)
	}
	return names
}

// Variables returns the environment variables of a setting, in order of precedence; none for an
// unknown setting.
func Variables(setting string) []string {
	for _, d := range definitions() {
		if d.name == setting {
			return append([]string{ownVariable(setting)}, d.others...)
		}
	}
	return nil
}

// IsSecret reports whether the value of a setting must not be shown.
func IsSecret(setting string) bool {
	return slices.ContainsFunc(definitions(),
		func(d definition) bool { return d.name == setting && d.secret })
}

// WithoutSecrets returns an environment, in the form of os.Environ, without the variables that hold
// a secret.
func WithoutSecrets(environ []string) []string {
	secret := map[string]bool{}
	for _, d := range definitions() {
		if d.secret {
			for _, name := range Variables(d.name) {
				secret[name] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(environ), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return secret[strings.ToUpper(name)]
	})
}

// shortestSecret is the length of the shortest value that is hidden wherever it occurs. A shorter
// one could be a word.
const shortestSecret = 8

// Secrets returns all values of secret settings, whether they are used or not: a secret that
// somebody has also written in another place must not be shown there.
func Secrets(given Given, lookup func(name string) (string, bool)) anatomy.Secrets {
	var values []string
	add := func(value string) {
		if value = strings.TrimSpace(value); len(value) >= shortestSecret {
			values = append(values, value)
		}
	}
	for _, d := range definitions() {
		if !d.secret {
			continue
		}
		add(given[d.name].Value)
		for _, variable := range Variables(d.name) {
			value, _ := lookup(variable)
			add(value)
		}
	}
	return anatomy.Known(values...)
}

func ownVariable(setting string) string { return "PARTNERCENTER_" + strings.ToUpper(setting) }

// isARM reports whether a variable counts only as part of its group.
func isARM(variable string) bool { return strings.HasPrefix(variable, "ARM_") }
