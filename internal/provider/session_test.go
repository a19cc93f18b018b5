// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	resolutionTypeName  = "partnercenter_fraud_event_resolution"
	resolutionsTypeName = "partnercenter_fraud_event_resolutions"
)

// inconsistent is the summary of Terraform's own error if the plan at apply breaks a promise of the
// plan before.
const inconsistent = "Provider produced inconsistent final plan"

// session drives one resource through the protocol as Terraform does, so that a test can act
// between two phases and see data that Terraform does not show. As with Terraform, every phase has
// its own provider server.
type session struct {
	t        testing.TB
	typeName string
	start    func() *protocolClient
	server   atomic.Value // of the current phase

	// ignoring says that the configurations are as Terraform makes them for `ignore_changes`: they
	// contain values from state, which no validation has seen.
	ignoring bool

	overdue func() bool // when the time of an apply is up; nil: never

	resource *tfprotov6.Schema
	identity tftypes.Type

	held held
}

// held is Terraform's knowledge of a resource between two runs. A missing state is null.
type held struct {
	state    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// plan is a planned change. A destroy has neither configuration nor state.
type plan struct {
	prior       held // as refreshed
	config      object
	state       tftypes.Value
	private     []byte
	identity    *tfprotov6.ResourceIdentityData
	replaces    []string
	diagnostics diagnostics
}

func newSession(t testing.TB, s *emulator.Server, overrides ...map[string]string) *session {
	t.Helper()
	return newSessionOf(t, s, resolutionTypeName, overrides...)
}

func newSessionOf(t testing.TB, s *emulator.Server, typeName string,
	overrides ...map[string]string) *session {
	t.Helper()
	providers := providersFor(s, overrides...)
	return startSession(t, typeName, func() *protocolClient { return newProtocolClient(t, providers) })
}

func startSession(t testing.TB, typeName string, start func() *protocolClient) *session {
	t.Helper()
	s := &session{t: t, typeName: typeName, start: start}
	client := start()
	identities := must(client.server.GetResourceIdentitySchemas(t.Context(),
		&tfprotov6.GetResourceIdentitySchemasRequest{}))(t)
	s.resource = client.schemas.ResourceSchemas[typeName]
	if identity := identities.IdentitySchemas[typeName]; identity != nil {
		s.identity = identity.ValueType()
	}
	s.held.state = s.null()
	return s
}

// phase restarts the provider, and configures it from the environment.
func (s *session) phase() tfprotov6.ProviderServer {
	s.t.Helper()
	client := s.start()
	client.configure(object{}).none(s.t)
	s.server.Store(&client.server)
	return client.server
}

// interrupt acts like Ctrl-C on the current phase.
func (s *session) interrupt() {
	server, _ := s.server.Load().(*tfprotov6.ProviderServer)
	must((*server).StopProvider(context.Background(), &tfprotov6.StopProviderRequest{}))(s.t)
}

// plan refreshes and plans.
func (s *session) plan(config object) plan {
	s.t.Helper()
	server := s.phase()
	var refreshed diagnostics
	if !s.held.state.IsNull() {
		if refreshed = s.read(server); hasError(refreshed) {
			return plan{config: config, diagnostics: refreshed}
		}
	}
	p := s.planWith(server, config)
	p.diagnostics = append(refreshed, p.diagnostics...)
	return p
}

// planWithoutRefresh plans as with -refresh=false.
func (s *session) planWithoutRefresh(config object) plan {
	s.t.Helper()
	return s.planWith(s.phase(), config)
}

// planDestroy refreshes and plans a destroy.
func (s *session) planDestroy() plan {
	s.t.Helper()
	return s.plan(nil)
}

// refresh brings the state up to date.
func (s *session) refresh() diagnostics {
	s.t.Helper()
	return s.read(s.phase())
}

func (s *session) read(server tfprotov6.ProviderServer) diagnostics {
	s.t.Helper()
	resp := must(server.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: s.typeName, CurrentState: pack(s.t, s.held.state), Private: s.held.private,
		CurrentIdentity: s.held.identity,
	}))(s.t)
	found := diagnosticsOf(resp.Diagnostics)
	if !hasError(found) {
		s.held = held{state: s.unpack(resp.NewState), private: resp.Private, identity: resp.NewIdentity}
	}
	return found
}

func (s *session) validate(server tfprotov6.ProviderServer, config object) diagnostics {
	s.t.Helper()
	resp := must(server.ValidateResourceConfig(s.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: s.typeName, Config: pack(s.t, encodeValue(s.t, s.resource.ValueType(), config)),
	}))(s.t)
	return diagnosticsOf(resp.Diagnostics)
}

func (s *session) planWith(server tfprotov6.ProviderServer, config object) plan {
	s.t.Helper()
	configured := s.null()
	if config != nil {
		configured = encodeValue(s.t, s.resource.ValueType(), config)
	}
	if config != nil && !s.ignoring {
		if found := s.validate(server, config); hasError(found) {
			return plan{config: config, diagnostics: found}
		}
	}
	resp := must(server.PlanResourceChange(s.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: s.typeName, PriorState: pack(s.t, s.held.state), Config: pack(s.t, configured),
		ProposedNewState: pack(s.t, s.proposed(configured)),
		PriorPrivate:     s.held.private, PriorIdentity: s.held.identity,
	}))(s.t)
	p := plan{
		prior: s.held, config: config, private: resp.PlannedPrivate, identity: resp.PlannedIdentity,
		diagnostics: diagnosticsOf(resp.Diagnostics),
	}
	for _, path := range resp.RequiresReplace {
		p.replaces = append(p.replaces, path.String())
	}
	if !hasError(p.diagnostics) {
		p.state = s.unpack(resp.PlannedState)
	}
	return p
}

// apply plans again with the values that have become known, as Terraform does, and applies. If the
// final plan breaks a promise of the first, Terraform ends with its own error.
func (s *session) apply(p plan, learned ...object) diagnostics {
	s.t.Helper()
	server := s.phase()
	if p.config == nil {
		return s.applyWith(server, p)
	}
	final := s.planWith(server, p.config.with(learned...))
	if hasError(final.diagnostics) {
		return final.diagnostics
	}
	if moved := broken(s.t, p.state, final.state); len(moved) > 0 {
		return append(final.diagnostics, diagnostic{"ERROR", inconsistent, "", strings.Join(moved, ", ")})
	}
	return append(final.diagnostics, s.applyWith(server, final)...)
}

// applyAsPlanned applies without planning again, as if everything since the plan had happened after
// the second plan.
func (s *session) applyAsPlanned(p plan) diagnostics {
	s.t.Helper()
	return s.applyWith(s.phase(), p)
}

func (s *session) applyWith(server tfprotov6.ProviderServer, p plan) diagnostics {
	s.t.Helper()
	configured, planned := s.null(), s.null()
	if p.config != nil {
		configured, planned = encodeValue(s.t, s.resource.ValueType(), p.config), p.state
	}
	ctx := s.t.Context()
	if s.overdue != nil {
		ctx = expect.Overdue(s.t, s.overdue)
	}
	resp := must(server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: s.typeName, PriorState: pack(s.t, s.held.state), PlannedState: pack(s.t, planned),
		Config:         pack(s.t, configured),
		PlannedPrivate: p.private, PlannedIdentity: p.identity,
	}))(s.t)
	found := diagnosticsOf(resp.Diagnostics)
	s.held = held{state: s.unpack(resp.NewState), private: resp.Private, identity: resp.NewIdentity}
	if !hasError(found) && p.config != nil {
		if moved := broken(s.t, planned, s.held.state); len(moved) > 0 {
			s.t.Errorf("Terraform would report an inconsistent result after apply: %v", moved)
		}
	}
	return found
}

// create plans and applies, and accepts no diagnostics.
func (s *session) create(config object) {
	s.t.Helper()
	p := s.plan(config)
	expectDiagnostics(s.t, p.diagnostics)
	expectDiagnostics(s.t, s.apply(p))
}

// importByID imports like the command and an import block with an id.
func (s *session) importByID(id string) diagnostics {
	s.t.Helper()
	return s.imports(&tfprotov6.ImportResourceStateRequest{TypeName: s.typeName, ID: id})
}

// importByIdentity imports like an import block with an identity.
func (s *session) importByIdentity(identity object) diagnostics {
	s.t.Helper()
	data := &tfprotov6.ResourceIdentityData{IdentityData: pack(s.t,
		encodeValue(s.t, s.identity, identity))}
	return s.imports(&tfprotov6.ImportResourceStateRequest{TypeName: s.typeName, Identity: data})
}

func (s *session) imports(req *tfprotov6.ImportResourceStateRequest) diagnostics {
	s.t.Helper()
	server := s.phase()
	resp := must(server.ImportResourceState(s.t.Context(), req))(s.t)
	found := diagnosticsOf(resp.Diagnostics)
	if hasError(found) {
		return found
	}
	imported := resp.ImportedResources[0]
	s.held = held{state: s.unpack(imported.State), private: imported.Private,
		identity: imported.Identity}
	return append(found, s.read(server)...)
}
