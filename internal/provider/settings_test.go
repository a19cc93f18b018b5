// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	guid1 = "11111111-1111-4111-8111-111111111111"
	guid2 = "22222222-2222-4222-8222-222222222222"
	guid3 = "33333333-3333-4333-8333-333333333333"
)

// settle resolves a provider block against an environment, and wants no diagnostics.
func settle(t *testing.T, m providerModel, environment map[string]string) settings {
	t.Helper()
	var diags diag.Diagnostics
	s := resolveSettings(m, func(name string) string { return environment[name] }, &diags)
	for _, d := range diags {
		t.Errorf("unexpected diagnostic: %s: %s", d.Summary(), d.Detail())
	}
	return s
}

// from is a value and where it came from.
type from struct{ value, origin string }

// expectTexts compares the settings that are set.
func expectTexts(t *testing.T, s settings, want map[string]from) {
	t.Helper()
	got := map[string]from{}
	for attribute, value := range map[string]string{
		"environment": s.environment, "tenant_id": s.tenantID, "client_id": s.clientID, "client_secret": s.clientSecret,
		"refresh_token": s.refreshToken, "access_token": s.accessToken,
		"authority_host": s.authorityHost, "base_url": s.baseURL, "ca_bundle_path": s.caBundlePath,
	} {
		if origin := s.origins[attribute]; value != "" || origin != "" {
			got[attribute] = from{value, origin}
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(from{})); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
}

func ownEnvironment() map[string]string {
	return map[string]string{
		"PARTNERCENTER_ENVIRONMENT":    "china",
		"PARTNERCENTER_TENANT_ID":      guid1,
		"PARTNERCENTER_CLIENT_ID":      guid2,
		"PARTNERCENTER_CLIENT_SECRET":  "environment-secret",
		"PARTNERCENTER_REFRESH_TOKEN":  "environment-refresh",
		"PARTNERCENTER_AUTHORITY_HOST": "https://environment.example.com",
		"PARTNERCENTER_BASE_URL":       "https://environment.example.com/api",
		"PARTNERCENTER_CA_BUNDLE_PATH": "environment.pem",
	}
}

func TestSettings_EveryAttributeHasItsVariable(t *testing.T) {
	t.Parallel()
	want := map[string]from{}
	for attribute, name := range map[string]string{
		"environment": "PARTNERCENTER_ENVIRONMENT", "tenant_id": "PARTNERCENTER_TENANT_ID", "client_id": "PARTNERCENTER_CLIENT_ID",
		"client_secret": "PARTNERCENTER_CLIENT_SECRET", "refresh_token": "PARTNERCENTER_REFRESH_TOKEN",
		"authority_host": "PARTNERCENTER_AUTHORITY_HOST", "base_url": "PARTNERCENTER_BASE_URL", "ca_bundle_path": "PARTNERCENTER_CA_BUNDLE_PATH",
	} {
		want[attribute] = from{ownEnvironment()[name], name}
	}
	expectTexts(t, settle(t, providerModel{}, ownEnvironment()), want)
	expectTexts(t, settle(t, providerModel{}, map[string]string{"PARTNERCENTER_ACCESS_TOKEN": "a"}),
		map[string]from{"access_token": {"a", "PARTNERCENTER_ACCESS_TOKEN"}})
	s := settle(t, providerModel{}, map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "F", "PARTNERCENTER_MAX_RETRIES": "0"})
	if s.newEventsModel || s.maxRetries != 0 {
		t.Errorf("new_events_model is %t and max_retries %d", s.newEventsModel, s.maxRetries)
	}
	if diff := cmp.Diff(map[string]string{"new_events_model": "PARTNERCENTER_NEW_EVENTS_MODEL", "max_retries": "PARTNERCENTER_MAX_RETRIES"}, s.origins); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
}

func TestSettings_TheProviderBlockBeatsTheEnvironment(t *testing.T) {
	t.Parallel()
	environment := ownEnvironment()
	environment["PARTNERCENTER_NEW_EVENTS_MODEL"], environment["PARTNERCENTER_MAX_RETRIES"] = "true", "9"
	s := settle(t, providerModel{
		Environment:    types.StringValue("global"),
		TenantID:       types.StringValue("contoso.com"),
		ClientID:       types.StringValue(guid3),
		ClientSecret:   types.StringValue("block-secret"),
		RefreshToken:   types.StringValue("block-refresh"),
		AuthorityHost:  types.StringValue("https://block.example.com"),
		BaseURL:        types.StringValue("https://block.example.com/api"),
		CABundlePath:   types.StringValue("block.pem"),
		NewEventsModel: types.BoolValue(false),
		MaxRetries:     types.Int64Value(0),
	}, environment)
	expectTexts(t, s, map[string]from{
		"environment": {"global", "environment"}, "tenant_id": {"contoso.com", "tenant_id"}, "client_id": {guid3, "client_id"},
		"client_secret": {"block-secret", "client_secret"}, "refresh_token": {"block-refresh", "refresh_token"},
		"authority_host": {"https://block.example.com", "authority_host"}, "base_url": {"https://block.example.com/api", "base_url"},
		"ca_bundle_path": {"block.pem", "ca_bundle_path"},
	})
	if s.newEventsModel || s.maxRetries != 0 {
		t.Errorf("new_events_model is %t and max_retries %d, though the block says false and 0", s.newEventsModel, s.maxRetries)
	}
}

func TestSettings_Defaults(t *testing.T) {
	t.Parallel()
	s := settle(t, providerModel{}, nil)
	expectTexts(t, s, map[string]from{})
	if !s.newEventsModel || s.maxRetries != 6 {
		t.Errorf("new_events_model is %t and max_retries %d, want true and 6", s.newEventsModel, s.maxRetries)
	}
}

func TestSettings_EmptyIsUnset(t *testing.T) {
	t.Parallel()
	fromEnvironment := settle(t, providerModel{}, ownEnvironment())
	withEmpty := settle(t, providerModel{
		TenantID: types.StringValue(""), ClientID: types.StringValue(""), RefreshToken: types.StringValue(""), AccessToken: types.StringValue(""),
	}, ownEnvironment())
	if diff := cmp.Diff(fromEnvironment, withEmpty, cmp.AllowUnexported(settings{})); diff != "" {
		t.Errorf("empty strings in the block change something (-without +with):\n%s", diff)
	}
	// An empty variable lets the next one through, and does not count as a client id of our own.
	expectTexts(t, settle(t, providerModel{}, map[string]string{
		"PARTNERCENTER_CLIENT_ID": "", "PARTNERCENTER_TENANT_ID": "", "ARM_CLIENT_ID": guid1, "ARM_TENANT_ID": guid2,
		"PARTNERCENTER_NEW_EVENTS_MODEL": "", "PARTNERCENTER_MAX_RETRIES": "",
	}), map[string]from{"client_id": {guid1, "ARM_CLIENT_ID"}, "tenant_id": {guid2, "ARM_TENANT_ID"}})
}

func armEnvironment() map[string]string {
	return map[string]string{"ARM_ENVIRONMENT": "usgovernment", "ARM_TENANT_ID": guid1, "ARM_CLIENT_ID": guid2, "ARM_CLIENT_SECRET": "arm-secret"}
}

func TestSettings_ARMVariablesAreOneGroup(t *testing.T) {
	t.Parallel()
	with := func(name, value string) map[string]string {
		environment := armEnvironment()
		environment[name] = value
		return environment
	}
	whole := map[string]from{
		"environment": {"usgovernment", "ARM_ENVIRONMENT"}, "tenant_id": {guid1, "ARM_TENANT_ID"},
		"client_id": {guid2, "ARM_CLIENT_ID"}, "client_secret": {"arm-secret", "ARM_CLIENT_SECRET"},
	}
	s := settle(t, providerModel{}, armEnvironment())
	expectTexts(t, s, whole)
	if s.armIgnored {
		t.Error("ARM_TENANT_ID counts, and is said to be ignored")
	}

	// A client id of our own takes the whole group away, whichever way it is given.
	s = settle(t, providerModel{}, with("PARTNERCENTER_CLIENT_ID", guid3))
	expectTexts(t, s, map[string]from{"client_id": {guid3, "PARTNERCENTER_CLIENT_ID"}})
	if !s.armIgnored {
		t.Error("nothing says that ARM_TENANT_ID is ignored")
	}
	s = settle(t, providerModel{ClientID: types.StringValue(guid3)}, armEnvironment())
	expectTexts(t, s, map[string]from{"client_id": {guid3, "client_id"}})
	if !s.armIgnored {
		t.Error("nothing says that ARM_TENANT_ID is ignored")
	}

	// Our own variable comes first; the others of the group still count.
	want := maps.Clone(whole)
	want["tenant_id"] = from{guid3, "PARTNERCENTER_TENANT_ID"}
	expectTexts(t, settle(t, providerModel{}, with("PARTNERCENTER_TENANT_ID", guid3)), want)

	// Nothing but the group has ARM_* names.
	expectTexts(t, settle(t, providerModel{}, with("ARM_REFRESH_TOKEN", "x")), whole)
}

func TestSettings_AUserInTheProviderBlockRemovesThoseOfTheEnvironment(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"PARTNERCENTER_ACCESS_TOKEN": "environment-access", "PARTNERCENTER_REFRESH_TOKEN": "environment-refresh"}
	expectTexts(t, settle(t, providerModel{RefreshToken: types.StringValue("r")}, environment), map[string]from{"refresh_token": {"r", "refresh_token"}})
	expectTexts(t, settle(t, providerModel{AccessToken: types.StringValue("a")}, environment), map[string]from{"access_token": {"a", "access_token"}})
	expectTexts(t, settle(t, providerModel{}, environment), map[string]from{
		"access_token": {"environment-access", "PARTNERCENTER_ACCESS_TOKEN"}, "refresh_token": {"environment-refresh", "PARTNERCENTER_REFRESH_TOKEN"},
	})
}

// TestSettings_BooleansAreStrict tries what other tools take for a boolean.
func TestSettings_BooleansAreStrict(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{"true": true, "TRUE": true, "1": true, "t": true, "false": false, "False": false, "0": false} {
		if s := settle(t, providerModel{}, map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": value}); s.newEventsModel != want {
			t.Errorf("%q is %t, want %t", value, s.newEventsModel, want)
		}
	}
	for _, value := range []string{"yes", "no", "on", "off", " true", "2", "tRUE", "-1"} {
		refused(t, "PARTNERCENTER_NEW_EVENTS_MODEL", value)
	}
	for _, value := range []string{"six", "6.0", "1e1", " 6", "-1", "0x6", "99999999999999999999"} {
		refused(t, "PARTNERCENTER_MAX_RETRIES", value)
	}
}

// refused wants one error that names the variable.
func refused(t *testing.T, name, value string) {
	t.Helper()
	var diags diag.Diagnostics
	resolveSettings(providerModel{}, func(n string) string { return map[string]string{name: value}[n] }, &diags)
	if len(diags) != 1 || diags[0].Severity() != diag.SeverityError || !contains(diags[0].Detail(), name, value) {
		t.Errorf("%s=%q gives %v, want one error that names the variable and its value", name, value, diags)
	}
}

func contains(text string, words ...string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// TestSettings_UnknownIsNotNull wants every attribute of the block in the list of those that may be unknown: one that
// is missing there would fall back to the environment.
func TestSettings_UnknownIsNotNull(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	(&partnerCenterProvider{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	all := providerModel{
		Environment: types.StringUnknown(), TenantID: types.StringUnknown(), ClientID: types.StringUnknown(), ClientSecret: types.StringUnknown(),
		RefreshToken: types.StringUnknown(), AccessToken: types.StringUnknown(), AuthorityHost: types.StringUnknown(), BaseURL: types.StringUnknown(),
		CABundlePath: types.StringUnknown(), NewEventsModel: types.BoolUnknown(), MaxRetries: types.Int64Unknown(),
	}
	want := slices.Sorted(maps.Keys(resp.Schema.Attributes))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(all.unknowns()))); diff != "" {
		t.Errorf("unknown attributes (-schema +found):\n%s", diff)
	}
	if names := (providerModel{}).unknowns(); len(names) != 0 {
		t.Errorf("null is taken for unknown: %v", names)
	}
}

// TestSettings_EverySecretIsSensitive, and nothing else is: a plan that hides too much cannot be reviewed.
func TestSettings_EverySecretIsSensitive(t *testing.T) {
	t.Parallel()
	var resp provider.SchemaResponse
	(&partnerCenterProvider{}).Schema(t.Context(), provider.SchemaRequest{}, &resp)
	var got []string
	for name, a := range resp.Schema.Attributes {
		if a.IsSensitive() {
			got = append(got, name)
		}
		if want := "`" + ownVariable(name) + "`"; !contains(a.GetMarkdownDescription(), want) {
			t.Errorf("the description of %s does not name %s", name, want)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"access_token", "client_secret", "refresh_token"}, got); diff != "" {
		t.Errorf("sensitive attributes (-want +got):\n%s", diff)
	}
}
