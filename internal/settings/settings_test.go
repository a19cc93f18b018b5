// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const (
	guid1 = "11111111-1111-4111-8111-111111111111"
	guid2 = "22222222-2222-4222-8222-222222222222"
	guid3 = "33333333-3333-4333-8333-333333333333"
)

// block holds the values of a provider block.
func block(values map[string]string) settings.Given {
	given := settings.Given{}
	for name, value := range values {
		given[name] = settings.Setting{Value: value, Origin: name}
	}
	return given
}

// fits is the rule of these tests.
func fits(_, value string) error {
	if value == "wrong" {
		return errors.New("is wrong")
	}
	return nil
}

// settle resolves a provider block against an environment, and expects no problems.
func settle(t *testing.T, values, environment map[string]string) settings.Settings {
	t.Helper()
	s, problems := settings.Resolve(block(values), lookupIn(environment), fits)
	for _, p := range problems {
		t.Errorf("unexpected problem: %v", p)
	}
	return s
}

// expectOrigins compares the origins of the settings that are set.
func expectOrigins(t *testing.T, s settings.Settings, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	for _, name := range settings.Names() {
		if s.Text(name) != "" || s.Origin(name) != "" {
			got[name] = s.Origin(name)
		}
	}
	expect.Equal(t, "origins", want, got)
}

// valid is a possible value of a setting; other is another one.
func valid(setting string) (value, other string) {
	switch setting {
	case "environment":
		return "china", "usgovernment"
	case "tenant_id", "client_id":
		return guid1, guid2
	case "authority_host", "base_url", "graph_base_url":
		return "https://one.example.com", "https://two.example.com"
	case "use_oidc", "use_cli", "new_events_model", "read_only":
		return "true", "1"
	case "max_retries":
		return "0", "9"
	case "api":
		return "graph", "partnercenter"
	case "client_certificate":
		return "MIIA", "MIIB"
	}
	return "one", "two"
}

// contractVariables are the documented variables, in order.
func contractVariables() map[string][]string {
	variables := map[string][]string{
		"environment":                 {"ARM_ENVIRONMENT"},
		"tenant_id":                   {"ARM_TENANT_ID"},
		"client_id":                   {"ARM_CLIENT_ID"},
		"client_id_file_path":         {"ARM_CLIENT_ID_FILE_PATH"},
		"client_secret":               {"ARM_CLIENT_SECRET"},
		"client_secret_file_path":     {"ARM_CLIENT_SECRET_FILE_PATH"},
		"client_certificate":          {"ARM_CLIENT_CERTIFICATE"},
		"client_certificate_path":     {"ARM_CLIENT_CERTIFICATE_PATH"},
		"client_certificate_password": {"ARM_CLIENT_CERTIFICATE_PASSWORD"},
		"use_oidc":                    {"ARM_USE_OIDC"},
		"oidc_token":                  {"ARM_OIDC_TOKEN", "TFC_WORKLOAD_IDENTITY_TOKEN"},
		"oidc_token_file_path":        {"ARM_OIDC_TOKEN_FILE_PATH"},
		"oidc_request_url": {"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL",
			"SYSTEM_OIDCREQUESTURI"},
		"oidc_request_token": {"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
			"SYSTEM_ACCESSTOKEN"},
		"ado_pipeline_service_connection_id": {"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
			"ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"},
	}
	for _, name := range []string{
		"refresh_token", "refresh_token_file_path", "token_cache_path", "access_token", "use_cli",
		"authority_host", "api", "base_url", "graph_base_url",
		"ca_bundle_path", "new_events_model", "max_retries", "read_only", "audit_log_path",
	} {
		variables[name] = nil
	}
	return variables
}

// TestResolve_EverySettingOnItsWay takes each setting from the block, from each of its variables in
// order, and from neither.
func TestResolve_EverySettingOnItsWay(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(contractVariables())),
		slices.Sorted(slices.Values(settings.Names()))); diff != "" {
		t.Fatalf("settings (-documented +there):\n%s", diff)
	}
	for name, others := range contractVariables() {
		value, other := valid(name)
		sources := append([]string{name, "PARTNERCENTER_" + strings.ToUpper(name)}, others...)
		for i, first := range sources {
			// The first has the value, and all later ones have another.
			given, environment := map[string]string{}, map[string]string{}
			for j, source := range sources[i:] {
				v := value
				if j > 0 {
					v = other
				}
				if source == name {
					given[name] = v
				} else {
					environment[source] = v
				}
			}
			for _, earlier := range sources[:i] { // empty is unset
				if earlier == name {
					given[name] = ""
				} else {
					environment[earlier] = ""
				}
			}
			s := settle(t, given, environment)
			if s.Text(name) != value || s.Origin(name) != first {
				t.Errorf("%s: %q from %q, want %q from %q", name, s.Text(name), s.Origin(name), value, first)
			}
		}
		if s := settle(t, nil, nil); s.Text(name) != "" || s.Origin(name) != "" {
			t.Errorf("%s: %q from %q, though nobody set it", name, s.Text(name), s.Origin(name))
		}
		if diff := cmp.Diff(sources[1:], settings.Variables(name)); diff != "" {
			t.Errorf("variables of %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestResolve_Defaults(t *testing.T) {
	t.Parallel()
	s := settle(t, nil, nil)
	if !s.NewEventsModel || s.MaxRetries != 6 || s.ReadOnly || s.UseCLI || s.UseOIDC != nil {
		t.Errorf("defaults are %t, %d, %t, %t, %v", s.NewEventsModel, s.MaxRetries, s.ReadOnly, s.UseCLI,
			s.UseOIDC)
	}
	s = settle(t, map[string]string{"new_events_model": "false", "max_retries": "0", "use_cli": "true",
		"use_oidc": "false"}, map[string]string{
		"PARTNERCENTER_NEW_EVENTS_MODEL": "true", "PARTNERCENTER_MAX_RETRIES": "9",
		"PARTNERCENTER_USE_CLI": "false", "PARTNERCENTER_USE_OIDC": "true",
	})
	if s.NewEventsModel || s.MaxRetries != 0 || !s.UseCLI || s.UseOIDC == nil || *s.UseOIDC {
		t.Errorf("got %t, %d, %t, %v, though the block says otherwise", s.NewEventsModel, s.MaxRetries,
			s.UseCLI, s.UseOIDC)
	}
}

// The package that uses a value explains its mistakes best.
func TestResolve_TheRuleHasItsSayOnEveryValue(t *testing.T) {
	t.Parallel()
	for _, name := range settings.Names() {
		for _, variable := range settings.Variables(name) {
			_, problems := settings.Resolve(nil, lookupIn(map[string]string{variable: "wrong"}), fits)
			if len(problems) != 1 || problems[0].Error() != variable+" is wrong." {
				t.Errorf("%s: %v", variable, problems)
			}
		}
		problems := settings.Check(block(map[string]string{name: "wrong"}), fits)
		if len(problems) != 1 || problems[0].Error() != "`"+name+"` is wrong." {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestResolve_AByteOrderMarkIsNotPartOfAValue(t *testing.T) {
	t.Parallel()
	s := settle(t, map[string]string{"client_secret": "\ufeffs3cret"},
		map[string]string{"PARTNERCENTER_CLIENT_ID": "\ufeff" + guid2})
	if s.Text("client_secret") != "s3cret" || s.Text("client_id") != guid2 {
		t.Errorf("%q, %q", s.Text("client_secret"), s.Text("client_id"))
	}
}

// TestResolve_AValueAndAFile covers pairs in the environment: ours before the group, and then the
// value before the file.
func TestResolve_AValueAndAFile(t *testing.T) {
	t.Parallel()
	for value, file := range map[string]string{"client_secret": "client_secret_file_path",
		"client_certificate": "client_certificate_path"} {
		v, _ := valid(value)
		ownValue, ownFile := "PARTNERCENTER_"+strings.ToUpper(value),
			"PARTNERCENTER_"+strings.ToUpper(file)
		armValue, armFile := "ARM_"+strings.ToUpper(value), "ARM_"+strings.ToUpper(file)
		expectOrigins(t, settle(t, nil, map[string]string{ownValue: v, ownFile: "f"}),
			map[string]string{value: ownValue})
		expectOrigins(t, settle(t, nil, map[string]string{armValue: v, ownFile: "f"}),
			map[string]string{file: ownFile})
		expectOrigins(t, settle(t, nil, map[string]string{ownValue: v, armFile: "f"}),
			map[string]string{value: ownValue})
		expectOrigins(t, settle(t, nil, map[string]string{armValue: v, armFile: "f"}),
			map[string]string{value: armValue})
	}
	for _, value := range []string{"client_id", "refresh_token"} {
		v, _ := valid(value)
		variable := "PARTNERCENTER_" + strings.ToUpper(value)
		expectOrigins(t, settle(t, nil, map[string]string{variable: v, variable + "_FILE_PATH": "f"}),
			map[string]string{value: variable})
	}
}

// TestResolve_BooleansAreStrict tries values that other tools accept as booleans.
func TestResolve_BooleansAreStrict(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"true": true, "TRUE": true, "1": true, "t": true,
		"false": false, "False": false, "0": false} {
		s := settle(t, nil, map[string]string{
			"PARTNERCENTER_NEW_EVENTS_MODEL": value, "PARTNERCENTER_READ_ONLY": value,
			"PARTNERCENTER_USE_CLI": value, "ARM_USE_OIDC": value,
		})
		if s.NewEventsModel != want || s.ReadOnly != want || s.UseCLI != want || *s.UseOIDC != want {
			t.Errorf("%q is %t, %t, %t and %t, want %t", value, s.NewEventsModel, s.ReadOnly, s.UseCLI,
				*s.UseOIDC, want)
		}
	}
	for _, value := range []string{"yes", "no", "on", "off", " true", "2", "tRUE", "-1"} {
		for _, name := range []string{"PARTNERCENTER_NEW_EVENTS_MODEL", "PARTNERCENTER_READ_ONLY",
			"PARTNERCENTER_USE_CLI", "PARTNERCENTER_USE_OIDC", "ARM_USE_OIDC"} {
			refused(t, nil, name, value)
		}
		refused(t, map[string]string{"read_only": "true"}, "PARTNERCENTER_READ_ONLY", value)
	}
	for _, value := range []string{"six", "6.0", "1e1", " 6", "-1", "0x6", "99999999999999999999"} {
		refused(t, nil, "PARTNERCENTER_MAX_RETRIES", value)
	}
}

// refused expects one problem that names the variable.
func refused(t *testing.T, given map[string]string, name, value string) {
	t.Helper()
	_, problems := settings.Resolve(block(given), lookupIn(map[string]string{name: value}), fits)
	if len(problems) != 1 || problems[0].Origin != name ||
		!strings.Contains(problems[0].Error(), name) {
		t.Errorf("%s=%q gives %v, want one problem that names the variable", name, value, problems)
	}
}

func TestSettings_FormattedOutputHoldsNoSecret(t *testing.T) {
	t.Parallel()
	s := settle(t, map[string]string{"client_secret": "top~secret", "refresh_token": "top~secret"},
		nil)
	secret := s.Value("client_secret")
	for _, out := range []string{s.String(), s.GoString(), secret.String(), secret.GoString()} {
		if strings.Contains(out, "top~secret") {
			t.Errorf("%q holds a secret", out)
		}
	}
}

func TestWithoutSecrets(t *testing.T) {
	t.Parallel()
	var all, want []string
	for _, setting := range settings.Names() {
		for _, variable := range settings.Variables(setting) {
			all = append(all, variable+"=x=y")
			if !settings.IsSecret(setting) {
				want = append(want, variable+"=x=y")
			}
		}
	}
	all, want = append(all, "PATH=/bin", "=C:=C:\\"), append(want, "PATH=/bin", "=C:=C:\\")
	expect.Equal(t, "variables", want, settings.WithoutSecrets(all))
	expect.Equal(t, "another case", 0, len(settings.WithoutSecrets([]string{"Arm_Client_Secret=x"})))
}
