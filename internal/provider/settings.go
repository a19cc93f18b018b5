// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const defaultMaxRetries = 6

// settings is the provider's configuration once HCL and environment are settled, apart from what stayed unknown. An
// empty text is unset.
type settings struct {
	environment, tenantID, clientID, clientSecret, refreshToken, accessToken string
	authorityHost, baseURL, caBundlePath                                     string
	newEventsModel                                                           bool
	maxRetries                                                               int

	// origins says where each value that is set came from: the attribute's or the variable's name, by attribute.
	origins map[string]string

	// armIgnored says that ARM_TENANT_ID is set, and does not count because a client id of our own is given.
	armIgnored bool
}

// name names a setting in a message, by where its value came from.
func (s settings) name(attribute string) string { return nameFrom(attribute, s.origins[attribute]) }

func nameFrom(attribute, origin string) string {
	if origin == "" || origin == attribute {
		return "`" + attribute + "`"
	}
	return "The environment variable " + origin
}

// ownVariable is the variable that stands for an attribute.
func ownVariable(attribute string) string { return "PARTNERCENTER_" + strings.ToUpper(attribute) }

// armVariable is the variable that stands for an attribute in the ARM_* group, or empty.
func armVariable(attribute string) string {
	switch attribute {
	case "environment", "tenant_id", "client_id", "client_secret":
		return "ARM_" + strings.ToUpper(attribute)
	}
	return ""
}

func environmentNote(attribute string) string {
	note := " Environment: `" + ownVariable(attribute) + "`"
	if arm := armVariable(attribute); arm != "" {
		note += ", `" + arm + "`"
	}
	return note + "."
}

// resolver settles attributes one by one.
type resolver struct {
	environment func(string) string
	useARM      bool
	origins     map[string]string
	diags       *diag.Diagnostics
}

// resolveSettings merges the provider block with the environment: HCL beats environment, the first variable that is
// set wins, an empty value is unset, and the ARM_* variables count only as a group.
func resolveSettings(m providerModel, environment func(string) string, diags *diag.Diagnostics) settings {
	r := resolver{environment: environment, origins: map[string]string{}, diags: diags}
	ownClient := m.ClientID.ValueString() != "" || environment(ownVariable("client_id")) != ""
	r.useARM = !ownClient

	s := settings{
		environment:    r.text("environment", m.Environment),
		tenantID:       r.text("tenant_id", m.TenantID),
		clientID:       r.text("client_id", m.ClientID),
		clientSecret:   r.text("client_secret", m.ClientSecret),
		authorityHost:  r.text("authority_host", m.AuthorityHost),
		baseURL:        r.text("base_url", m.BaseURL),
		caBundlePath:   r.text("ca_bundle_path", m.CABundlePath),
		newEventsModel: r.boolean("new_events_model", m.NewEventsModel, true),
		maxRetries:     r.count("max_retries", m.MaxRetries, defaultMaxRetries),
		origins:        r.origins,
		armIgnored:     ownClient && environment("ARM_TENANT_ID") != "",
	}
	// A user source in HCL removes every one from the environment.
	if m.AccessToken.ValueString() != "" || m.RefreshToken.ValueString() != "" {
		r.environment = func(string) string { return "" }
	}
	s.accessToken = r.text("access_token", m.AccessToken)
	s.refreshToken = r.text("refresh_token", m.RefreshToken)
	return s
}

func (r resolver) text(attribute string, v types.String) string {
	if s := v.ValueString(); s != "" {
		r.origins[attribute] = attribute
		return s
	}
	s := r.fromEnvironment(attribute)
	if s == "" {
		return ""
	}
	if err := checkSetting(attribute, s); err != nil {
		r.invalid(attribute, err.Error())
	}
	return s
}

// fromEnvironment returns the first variable that is set, or an empty text.
func (r resolver) fromEnvironment(attribute string) string {
	names := []string{ownVariable(attribute)}
	if arm := armVariable(attribute); arm != "" && r.useARM {
		names = append(names, arm)
	}
	for _, name := range names {
		if v := r.environment(name); v != "" {
			r.origins[attribute] = name
			return v
		}
	}
	return ""
}

func (r resolver) boolean(attribute string, v types.Bool, otherwise bool) bool {
	if !v.IsNull() && !v.IsUnknown() {
		r.origins[attribute] = attribute
		return v.ValueBool()
	}
	s := r.fromEnvironment(attribute)
	if s == "" {
		return otherwise
	}
	b, err := strconv.ParseBool(s)
	if err != nil {
		r.invalid(attribute, fmt.Sprintf("%q is not a boolean. Use true or false.", s))
	}
	return b
}

func (r resolver) count(attribute string, v types.Int64, otherwise int) int {
	if !v.IsNull() && !v.IsUnknown() {
		r.origins[attribute] = attribute
		return int(v.ValueInt64())
	}
	s := r.fromEnvironment(attribute)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		r.invalid(attribute, fmt.Sprintf("%q is not a count. Use a whole number, 0 or more.", s))
	}
	return n
}

func (r resolver) invalid(attribute, problem string) {
	r.diags.AddAttributeError(path.Root(attribute), summaryInvalidProvider, about(nameFrom(attribute, r.origins[attribute]), problem))
}

// unknowns names the attributes of the provider block that are not known yet. Unknown is not null: such an attribute
// never falls back to the environment.
func (m providerModel) unknowns() []string {
	var names []string
	for _, a := range []struct {
		name  string
		value attr.Value
	}{
		{"environment", m.Environment},
		{"tenant_id", m.TenantID},
		{"client_id", m.ClientID},
		{"client_secret", m.ClientSecret},
		{"refresh_token", m.RefreshToken},
		{"access_token", m.AccessToken},
		{"authority_host", m.AuthorityHost},
		{"base_url", m.BaseURL},
		{"ca_bundle_path", m.CABundlePath},
		{"new_events_model", m.NewEventsModel},
		{"max_retries", m.MaxRetries},
	} {
		if a.value.IsUnknown() {
			names = append(names, a.name)
		}
	}
	return names
}

// caBundle reads the file of extra roots.
func (s settings) caBundle() ([]byte, error) {
	if s.caBundlePath == "" {
		return nil, nil
	}
	return os.ReadFile(s.caBundlePath)
}
