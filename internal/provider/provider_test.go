// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
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

// TestProvider_EverySecretIsSensitive, and nothing else: a plan that hides too much cannot be
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

// TestTimeouts_LeaveSomeTime covers everything with a timeouts block, so that none can be
// forgotten.
func TestTimeouts_LeaveSomeTime(t *testing.T) {
	t.Parallel()
	c := newProtocolClient(t, providersIn(nil))
	var checked []string
	check := func(name string, schema *tfprotov6.Schema, validate func(config object) diagnostics) {
		for _, block := range schema.Block.BlockTypes {
			for _, attribute := range block.Block.Attributes {
				at := block.TypeName + "." + attribute.Name
				checked = append(checked, name+": "+at)
				for value, refused := range map[string]bool{"-5s": true, "0s": true, "0": true, "1ms": false,
					"5m": false} {
					// Other tests cover the other missing values.
					found := slices.DeleteFunc(validate(object{"timeouts": object{attribute.Name: value}}),
						func(d diagnostic) bool { return d.Path != at })
					if refused {
						found.mustSay(t, at, "Invalid value", "`"+at+"`", `"`+value+`"`, "must be positive")
					} else {
						found.none(t)
					}
				}
				unknownYet := validate(object{"timeouts": object{attribute.Name: unknownYet}})
				if slices.ContainsFunc(unknownYet, func(d diagnostic) bool { return d.Path == at }) {
					t.Errorf("%s: %s: refused before it is known", name, at)
				}
			}
		}
	}
	for name, schema := range c.schemas.ResourceSchemas {
		check("resource "+name, schema,
			func(config object) diagnostics { return c.validateResource(name, config) })
	}
	for name, schema := range c.schemas.DataSourceSchemas {
		check("data source "+name, schema,
			func(config object) diagnostics { return c.validateData(name, config) })
	}
	for name, schema := range c.schemas.ListResourceSchemas {
		check("list "+name, schema, c.validateList)
	}
	for name, action := range c.schemas.ActionSchemas {
		check("action "+name, action.Schema,
			func(config object) diagnostics { return c.validateActionOf(name, config) })
	}
	if want := 4*4 + 12 + 2 + 4; len(checked) != want {
		t.Errorf("%d timeouts, want %d: %q", len(checked), want, checked)
	}
}

// rewrites is a text that would hide the lines above it if Terraform printed it unchanged, as it
// does with texts of several lines.
const rewrites = "Name\r\n\x1b[9A\x1b[J\u202e\x07\r"

func hostileEvent() emulator.Event {
	return event("e1", func(e *emulator.Event) {
		e.EventType, e.Severity, e.DisplayName = rewrites, rewrites, rewrites
		e.Description = rewrites
		e.CustomerFriendlyName, e.SubscriptionName, e.PartnerFriendlyName = rewrites, rewrites, rewrites
		e.CustomerTenantID, e.Country, e.EntityName, e.ServiceName = rewrites, rewrites, rewrites,
			rewrites
		e.AdditionalDetails = map[string]string{rewrites: "a\nb\x1b[J"}
	})
}

// expectVisible fails for a text that can control a terminal. Some may have several lines.
func expectVisible(t *testing.T, where string, value any, lines ...string) {
	t.Helper()
	switch v := value.(type) {
	case string:
		for _, allowed := range lines {
			if strings.HasSuffix(where, allowed) {
				v = strings.NewReplacer("\r\n", "", "\n", "").Replace(v)
			}
		}
		if strings.ContainsFunc(v, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%s is %q", where, v)
		}
	case []any:
		for _, element := range v {
			expectVisible(t, where, element, lines...)
		}
	case map[string]any:
		for name, element := range v {
			expectVisible(t, where+" (a key)", name)
			expectVisible(t, where+"."+name, element, lines...)
		}
	}
}

func TestHostileTexts_DoNotRewriteThePlan(t *testing.T) {
	t.Parallel()
	forEachForm(t, "", func(t *testing.T, f form) {
		s := startEmulator(t, hostileEvent())
		session := f.start(t, s)
		planned := session.plan(f.decide(isFraud))
		expectVisible(t, "plan", map[string]any(session.plain(planned.state)))
		session.apply(planned)
		moveEvent(t, s, "e1", isIgnored, rewrites)
		session.refresh()
		expectVisible(t, "state", map[string]any(session.state()))
	})
}

func TestHostileTexts_DoNotActInOutputs(t *testing.T) {
	t.Parallel()
	hostile := hostileEvent()
	hostile.EventStatus, hostile.ResolvedReason = rewrites, rewrites
	got := configuredClient(t, startEmulator(t, hostile)).events(object{})[0]
	expectVisible(t, "event", map[string]any(got), ".description",
		"additional_details.Name \uFFFD[9A\uFFFD[J\uFFFD\uFFFD ")
	expectEqual(t, "the lines of the description", any("Name\r\n\uFFFD[9A\uFFFD[J\uFFFD\uFFFD\uFFFD"),
		got["description"])
}
