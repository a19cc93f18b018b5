// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// Tokens is a configured sign-in. All its sources share one user, and one chain of refresh tokens.
type Tokens struct {
	tenantID string
	source   func(auth.Audience) auth.TokenSource
}

// New returns the sign-in that the configuration asks for: by a ready access token, else a refresh
// token, else the chain in the token cache, else the Azure CLI. It does no I/O. Errors are of type
// *anatomy.Mistake.
func New(cfg Config) (Tokens, error) {
	cfg = cfg.normalised()
	source, err := sources(cfg)
	return Tokens{tenantID: cfg.TenantID, source: source}, err
}

// For returns a source of tokens for a service. The source keeps them in memory.
func (t Tokens) For(service auth.Audience) auth.TokenSource {
	return checkingTenant(t.source(service), t.tenantID)
}

func sources(cfg Config) (func(auth.Audience) auth.TokenSource, error) {
	switch {
	case cfg.AccessToken != "":
		return accessTokenSources(cfg)
	case cfg.RefreshToken != "", cfg.TokenCachePath != "":
		return refreshTokenSources(cfg)
	case cfg.UseCLI:
		return cliTokenSources(cfg)
	default:
		return nil, anatomy.Wrong("is missing: fraud events are only for a user who has signed in, "+
			"and no user is configured").
			Do("Run `partnercenter login`, and set %v or %v, together with %v, %v, and the app's client "+
				"credential.", anatomy.TokenCachePath, anatomy.RefreshToken, anatomy.TenantID,
				anatomy.ClientID).
			Do("Or set %v or %v.", anatomy.AccessToken, anatomy.UseCLI).At(anatomy.RefreshToken, "")
	}
}
