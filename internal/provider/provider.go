// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform side: the provider block, Configure, and the server. Its
// features, and the code that they share, are in the packages below (DESIGN.md).
package provider

import (
	"context"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/auditrecords"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/clientconfig"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/entitlement"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/fraudevents"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/mfastatus"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/resolution"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/securityscore"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/updateevents"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/usagebudget"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/webhook"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

var (
	_ provider.Provider                   = (*partnerCenterProvider)(nil)
	_ provider.ProviderWithListResources  = (*partnerCenterProvider)(nil)
	_ provider.ProviderWithValidateConfig = (*partnerCenterProvider)(nil)
	_ provider.ProviderWithActions        = (*partnerCenterProvider)(nil)
	_ withSecrets                         = (*partnerCenterProvider)(nil)
)

type partnerCenterProvider struct {
	version     string
	environment settings.Environment
	ledger      []ledger.Option
	secrets     atomic.Pointer[anatomy.Secrets]
}

// Metadata names the provider.
func (p *partnerCenterProvider) Metadata(_ context.Context, _ provider.MetadataRequest,
	resp *provider.MetadataResponse) {
	resp.TypeName = "partnercenter"
	resp.Version = p.version
}

// DataSources lists the data sources.
func (p *partnerCenterProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		clientconfig.NewDataSource, fraudevents.NewEvent, fraudevents.NewSummary, fraudevents.NewEvents,
		entitlement.NewDataSource, entitlement.NewListDataSource,
		webhook.NewRegistrationData, webhook.NewEventNames,
		auditrecords.NewDataSource, mfastatus.NewDataSource,
		usagebudget.NewRecords, usagebudget.NewSummary,
		securityscore.NewDataSource,
	}
}

// Resources lists the managed resources.
func (p *partnerCenterProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{resolution.NewResolution, resolution.NewResolutions,
		webhook.NewRegistration, usagebudget.NewResource}
}

// Actions lists the actions.
func (p *partnerCenterProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		updateevents.NewAction, webhook.NewTest, entitlement.NewCancel, entitlement.NewReactivate,
	}
}

// ListResources lists the list resources for `terraform query`.
func (p *partnerCenterProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{resolution.NewList, usagebudget.NewList}
}

// New returns a provider factory for a server. The version appears in the user agent.
func New(version string) func() provider.Provider {
	return NewWithEnvironment(version, settings.ProcessEnvironment())
}

// NewWithEnvironment is New with its own environment instead of the process's, so that several
// providers can be served at once. Tests also change its Ledger.
func NewWithEnvironment(version string, environment settings.Environment,
	changes ...ledger.Option) func() provider.Provider {
	return func() provider.Provider {
		p := &partnerCenterProvider{version: version, environment: environment, ledger: changes}
		p.learn(nil)
		return p
	}
}
