// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

func TestProvider_SchemasAreValid(t *testing.T) {
	t.Parallel()
	server := must(providerserver.NewProtocol6WithError(provider.New("test")())())(t)
	resp := must(server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}))(t)
	for _, d := range resp.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	if len(resp.ResourceSchemas) == 0 || len(resp.DataSourceSchemas) == 0 {
		t.Error("the provider serves no resources or no data sources")
	}
}

// TestProvider_EverySecretIsSensitive, and nothing else is: a plan that hides too much cannot be
// reviewed.
func TestProvider_EverySecretIsSensitive(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	var sensitive []string
	for _, a := range c.schemas.Provider.Block.Attributes {
		if a.Sensitive {
			sensitive = append(sensitive, a.Name)
		}
		if !a.Optional || a.Required {
			t.Errorf("%s is not optional", a.Name)
		}
		for _, variable := range settings.Variables(a.Name) {
			expect.Contains(t, a.Description, "`"+variable+"`")
		}
	}
	want := []string{"access_token", "client_certificate", "client_certificate_password",
		"client_secret", "oidc_request_token", "oidc_token", "refresh_token"}
	slices.Sort(sensitive)
	expectEqual(t, "sensitive attributes", want, sensitive)
}

func TestProvider_HasAnAttributeForEverySetting(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	var attributes []string
	for _, a := range c.schemas.Provider.Block.Attributes {
		attributes = append(attributes, a.Name)
	}
	slices.Sort(attributes)
	expectEqual(t, "attributes", slices.Sorted(slices.Values(settings.Names())), attributes)
}
