// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// lookupIn reads an environment from a map.
func lookupIn(environment map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, isSet := environment[name]
		return value, isSet
	}
}

func armEnvironment(changes ...string) map[string]string {
	environment := map[string]string{"ARM_ENVIRONMENT": "usgovernment", "ARM_TENANT_ID": guid1,
		"ARM_CLIENT_ID": guid2, "ARM_CLIENT_SECRET": "arm"}
	for change := range slices.Chunk(changes, 2) {
		environment[change[0]] = change[1]
	}
	return environment
}

func TestResolve_ARMVariablesAreOneGroup(t *testing.T) {
	t.Parallel()
	whole := map[string]string{"environment": "ARM_ENVIRONMENT", "tenant_id": "ARM_TENANT_ID",
		"client_id": "ARM_CLIENT_ID", "client_secret": "ARM_CLIENT_SECRET"}
	expectOrigins(t, settle(t, nil, armEnvironment()), whole)

	// A client id of our own removes the whole group, however it is given.
	for _, name := range []string{"client_id", "client_id_file_path"} {
		variable := "PARTNERCENTER_" + strings.ToUpper(name)
		expectOrigins(t, settle(t, nil, armEnvironment(variable, guid3)),
			map[string]string{name: variable})
		expectOrigins(t, settle(t, map[string]string{name: guid3}, armEnvironment()),
			map[string]string{name: name})
	}
	// So does every client credential, but it keeps the platform's variables.
	environment := map[string]string{"PARTNERCENTER_CLIENT_ID": guid3}
	platform := map[string]string{"client_id": "PARTNERCENTER_CLIENT_ID"}
	for name, variables := range contractVariables() {
		for _, variable := range variables {
			if environment[variable], _ = valid(name); !strings.HasPrefix(variable, "ARM_") &&
				platform[name] == "" {
				platform[name] = variable
			}
		}
	}
	expectOrigins(t, settle(t, nil, environment), platform)

	// An empty client id does not count.
	expectOrigins(t, settle(t, map[string]string{"client_id": ""},
		armEnvironment("PARTNERCENTER_CLIENT_ID", "")), whole)

	// Our own variable comes first; the others of the group still count.
	want := maps.Clone(whole)
	want["tenant_id"] = "PARTNERCENTER_TENANT_ID"
	expectOrigins(t, settle(t, nil, armEnvironment("PARTNERCENTER_TENANT_ID", guid3)), want)

	// Only the group has ARM_* names.
	expectOrigins(t, settle(t, nil,
		armEnvironment("ARM_REFRESH_TOKEN", "x", "ARM_USE_CLI", "true", "ARM_ACCESS_TOKEN", "x")), whole)
}

// environmentOf sets the setting's own variable.
func environmentOf(names ...string) map[string]string {
	environment := map[string]string{}
	for _, name := range names {
		environment["PARTNERCENTER_"+strings.ToUpper(name)], _ = valid(name)
	}
	return environment
}

func TestResolve_AGivenValueRemovesItsKindFromTheEnvironment(t *testing.T) {
	t.Parallel()
	oidc := []string{"oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token",
		"ado_pipeline_service_connection_id"}
	credentials := append([]string{
		"client_certificate", "client_certificate_password", "client_secret", "use_oidc",
	}, oidc...)
	users := []string{"access_token", "refresh_token", "token_cache_path", "use_cli"}
	for name, test := range map[string]struct {
		environment []string
		given       map[string]string
		kept        []string // of its kind, from the environment
	}{
		"secret":      {credentials, map[string]string{"client_secret": "s"}, nil},
		"secret file": {credentials, map[string]string{"client_secret_file_path": "f"}, nil},
		"certificate": {credentials, map[string]string{"client_certificate": "MIIA"},
			[]string{"client_certificate_password"}},
		"certificate path": {credentials, map[string]string{"client_certificate_path": "f"},
			[]string{"client_certificate_password"}},
		"certificate and password": {credentials,
			map[string]string{"client_certificate_path": "f", "client_certificate_password": "p"}, nil},
		"OIDC token":      {credentials, map[string]string{"oidc_token": "t"}, nil},
		"OIDC token file": {credentials, map[string]string{"oidc_token_file_path": "f"}, nil},
		"service connection": {credentials,
			map[string]string{"ado_pipeline_service_connection_id": "i"},
			[]string{"oidc_request_url", "oidc_request_token"}},
		"request URL": {credentials, map[string]string{"oidc_request_url": "https://x"},
			[]string{"oidc_request_token"}},
		"whole request": {credentials,
			map[string]string{"oidc_request_url": "https://x", "oidc_request_token": "t",
				"use_oidc": "true"}, nil},
		"OIDC as such": {credentials, map[string]string{"use_oidc": "true"}, oidc},
		"OIDC turned off": {credentials, map[string]string{"use_oidc": "false"},
			slices.DeleteFunc(slices.Clone(credentials), func(s string) bool { return s == "use_oidc" })},
		"a password alone": {[]string{"client_secret"},
			map[string]string{"client_certificate_password": "p"}, []string{"client_secret"}},
		"access token":  {users, map[string]string{"access_token": "a"}, nil},
		"refresh token": {users, map[string]string{"refresh_token": "r"}, []string{"token_cache_path"}},
		"refresh token file": {users, map[string]string{"refresh_token_file_path": "f"},
			[]string{"token_cache_path"}},
		"token cache": {users, map[string]string{"token_cache_path": "f"}, []string{"refresh_token"}},
		"Azure CLI":   {users, map[string]string{"use_cli": "true"}, nil},
		"Azure CLI turned off": {users, map[string]string{"use_cli": "false"},
			[]string{"access_token", "refresh_token", "token_cache_path"}},
		"another client id": {[]string{"client_id_file_path"},
			map[string]string{"client_id": guid1}, nil},
		"a client id file": {[]string{"client_id"},
			map[string]string{"client_id_file_path": "f"}, nil},
		"nothing, of a credential":  {credentials, nil, credentials},
		"a user for the credential": {credentials, map[string]string{"refresh_token": "r"}, credentials},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := map[string]string{}
			for _, kept := range test.kept {
				want[kept] = "PARTNERCENTER_" + strings.ToUpper(kept)
			}
			for given := range test.given {
				want[given] = given
			}
			expectOrigins(t, settle(t, test.given, environmentOf(test.environment...)), want)
		})
	}
}

// A removed variable is not even checked.
func TestResolve_RemovedVariablesMayBeWrong(t *testing.T) {
	t.Parallel()
	settle(t, map[string]string{"client_secret": "s", "refresh_token": "r"},
		map[string]string{"PARTNERCENTER_USE_OIDC": "yes", "PARTNERCENTER_USE_CLI": "perhaps",
			"PARTNERCENTER_ACCESS_TOKEN": "wrong"})
}
