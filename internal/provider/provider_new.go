// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// New returns a provider factory for a server. The version appears in the user agent.
func New(version string) func() provider.Provider {
	return NewWithEnvironment(version, settings.ProcessEnvironment())
}

// NewWithEnvironment is New with its own environment instead of the process's, so that several
// providers can be served at once.
func NewWithEnvironment(version string, environment settings.Environment) func() provider.Provider {
	return func() provider.Provider {
		return &partnerCenterProvider{version: version, environment: environment}
	}
}
