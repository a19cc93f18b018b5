// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const fraudEventsType = "partnercenter_fraud_events"

// protocolClient sends Terraform's requests to the provider, phase by phase. It returns diagnostics
// unchanged, with their attribute paths, and can send requests that a CLI hardly can, such as an
// unknown provider configuration.
type protocolClient struct {
	t       testing.TB
	ctx     context.Context
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func newProtocolClient(t testing.TB,
	factories map[string]func() (tfprotov6.ProviderServer, error)) *protocolClient {
	t.Helper()
	server := must(factories["partnercenter"]())(t)
	schemas := must(server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}))(t)
	return &protocolClient{t: t, ctx: t.Context(), server: server, schemas: schemas}
}

// configuredClient returns a client of a provider whose environment points to the emulator.
func configuredClient(t testing.TB, s *emulator.Server,
	overrides ...map[string]string) *protocolClient {
	t.Helper()
	c := newProtocolClient(t, providersFor(s, overrides...))
	c.configure(object{}).none(t)
	return c
}

func (c *protocolClient) validateProvider(config object) diagnostics {
	c.t.Helper()
	resp := must(c.server.ValidateProviderConfig(c.ctx, &tfprotov6.ValidateProviderConfigRequest{
		Config: c.encode(c.schemas.Provider, config),
	}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

func (c *protocolClient) configure(config object) diagnostics {
	c.t.Helper()
	return c.configureWith(config, false)
}

func (c *protocolClient) configureWith(config object, deferralAllowed bool) diagnostics {
	c.t.Helper()
	resp := must(c.server.ConfigureProvider(c.ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4",
		Config:           c.encode(c.schemas.Provider, config),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{
			DeferralAllowed: deferralAllowed,
		},
	}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

func (c *protocolClient) validateData(typeName string, config object) diagnostics {
	c.t.Helper()
	resp := must(c.server.ValidateDataResourceConfig(c.ctx,
		&tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: typeName, Config: c.encode(c.schemas.DataSourceSchemas[typeName], config),
		}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

// readData returns the state, the reason for a deferral, if any, and the diagnostics.
func (c *protocolClient) readData(typeName string, config object, deferralAllowed bool) (object,
	*tfprotov6.Deferred, diagnostics) {
	c.t.Helper()
	schema := c.schemas.DataSourceSchemas[typeName]
	resp := must(c.server.ReadDataSource(c.ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: typeName, Config: c.encode(schema, config),
		ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: deferralAllowed},
	}))(c.t)
	return c.decode(schema, resp.State), resp.Deferred, diagnosticsOf(resp.Diagnostics)
}

// events lists events with the data source and fails the test if that fails.
func (c *protocolClient) events(config object) []object {
	c.t.Helper()
	state, _, diags := c.readData(fraudEventsType, config, false)
	diags.none(c.t)
	list, ok := state["events"].([]any)
	if !ok {
		c.t.Fatalf("events is %v, want a list", state["events"])
	}
	events := make([]object, len(list))
	for i, e := range list {
		events[i], _ = e.(map[string]any)
	}
	return events
}

// resource starts a session in this process.
func (c *protocolClient) resource(typeName string) *session {
	c.t.Helper()
	return startSession(c.t, typeName, func() *protocolClient { return c })
}

func (c *protocolClient) validateResource(typeName string, config object) diagnostics {
	c.t.Helper()
	return c.resource(typeName).validate(c.server, config)
}

// planCreate plans an object that is not in state.
func (c *protocolClient) planCreate(typeName string, config object) (plan, diagnostics) {
	c.t.Helper()
	p := c.resource(typeName).planWith(c.server, config)
	return p, p.diagnostics
}

// applyCreate applies the plan of planCreate. The state is nil if there is none.
func (c *protocolClient) applyCreate(typeName string, p plan) (object, diagnostics) {
	c.t.Helper()
	s := c.resource(typeName)
	said := s.applyWith(c.server, p)
	return s.state(), said
}

func (c *protocolClient) importState(typeName, id string) diagnostics {
	c.t.Helper()
	resp := must(c.server.ImportResourceState(c.ctx,
		&tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id}))(c.t)
	return diagnosticsOf(resp.Diagnostics)
}

// pathOf formats an attribute path as Terraform's users know it: statuses["x"], timeouts.read.
func pathOf(p *tftypes.AttributePath) string {
	var b strings.Builder
	for _, step := range p.Steps() {
		switch s := step.(type) {
		case tftypes.AttributeName:
			b.WriteString("." + string(s))
		case tftypes.ElementKeyString:
			b.WriteString("[\"" + string(s) + "\"]")
		case tftypes.ElementKeyInt:
			b.WriteString("[" + big.NewInt(int64(s)).String() + "]")
		case tftypes.ElementKeyValue:
			var text string
			_ = tftypes.Value(s).As(&text) // an element that is not a text has no name
			b.WriteString("[\"" + text + "\"]")
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}
