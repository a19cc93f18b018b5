// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto"
	"crypto/x509"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Tenant offers tests and people the view and the actions of the tenant's administrators and users.
// It does not return errors of saving, because callers cannot handle them; closing the data folder
// does.
type Tenant struct{ s *SignIn }

// Tenant returns the partner's tenant.
func (s *SignIn) Tenant() Tenant { return Tenant{s} }

// TenantID returns the partner's tenant.
func (Tenant) TenantID() string { return world.TenantID }

// ClientID returns the app that signs in with a secret, a certificate or a federated token.
func (Tenant) ClientID() string { return defaultClientID }

// PublicClientID returns the app without a credential: it signs in by device code or in a browser.
func (Tenant) PublicClientID() string { return publicClientID }

// ClientSecret returns the secret of ClientID.
func (t Tenant) ClientSecret() string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.s.directory.Apps[defaultClientID].Secret
}

// UserPrincipalName returns the name of the seeded admin agent.
func (t Tenant) UserPrincipalName() string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.s.directory.userWithRole(defaultRoles).UPN
}

// RegisterCertificate adds a certificate to the credentials of ClientID.
func (t Tenant) RegisterCertificate(cert *x509.Certificate) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	a := t.s.directory.Apps[defaultClientID]
	a.certificates = append(a.certificates, cert)
}

// AllowFederated adds a federated identity credential to ClientID: OIDC tokens with that issuer,
// subject and audience sign the app in. With keys, one of them must verify the signature. Without
// keys, the signature is not checked, because the emulator does not fetch an issuer's keys.
func (t Tenant) AllowFederated(issuer, subject, audience string, keys ...crypto.PublicKey) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	a := t.s.directory.Apps[defaultClientID]
	a.federated = append(a.federated,
		federation{issuer: issuer, subject: subject, audience: audience, keys: keys})
}

// AccessToken mints a bearer token for the fraud events API: App+User, with MFA, of an admin agent,
// unless the options say otherwise.
func (t Tenant) AccessToken(opts ...TokenOption) string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.s.mint(t.s.grantOf(opts))
}

// IssueRefreshToken issues the refresh token of an admin agent who signed in with MFA, unless the
// options say otherwise.
func (t Tenant) IssueRefreshToken(opts ...TokenOption) string {
	var token string
	_ = t.s.changeDirectory(func() {
		g := t.s.grantOf(opts)
		token = t.s.newRefreshToken(g)
		t.s.directory.RefreshTokens[token].Revoked = g.revoked
		if !g.notAfter.IsZero() {
			t.s.directory.RefreshTokens[token].Expires = g.notAfter
		}
	})
	return token
}

// RefreshToken issues a fresh refresh token of the seeded admin agent, signed in with MFA.
func (t Tenant) RefreshToken() string { return t.IssueRefreshToken() }

// RevokeRefreshTokens revokes every refresh token issued so far, as an administrator's "revoke
// sessions" does.
func (t Tenant) RevokeRefreshTokens() {
	_ = t.s.changeDirectory(func() {
		for _, token := range t.s.directory.RefreshTokens {
			token.Revoked = true
		}
	})
}

func (s *SignIn) grantOf(opts []TokenOption) grant {
	g := grant{
		tenant:   world.TenantID,
		clientID: defaultClientID,
		role:     defaultRoles,
		audience: world.PartnerCenterResource,
		scopes:   []string{world.PartnerCenterResource + "/" + world.PartnerCenterPermission},
		mfa:      true,
	}
	for _, opt := range opts {
		opt(&g)
	}
	g.client = s.directory.Apps[g.clientID]
	if g.client == nil {
		g.client = &app{ClientID: g.clientID}
	}
	if !g.appOnly {
		g.user = s.directory.userWithRole(g.role)
	}
	return g
}

var errUnknownUserCode = errors.New("no device code with that user code is waiting")

// ApproveDevice signs the seeded admin agent in on the device that shows the user code.
func (t Tenant) ApproveDevice(userCode string) error { return t.decideDevice(userCode, true) }

// DenyDevice refuses the sign-in on the device that shows the user code.
func (t Tenant) DenyDevice(userCode string) error { return t.decideDevice(userCode, false) }

func (t Tenant) decideDevice(userCode string, approved bool) error {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, device := range t.s.devices {
		if strings.EqualFold(device.userCode, strings.TrimSpace(userCode)) && !device.used {
			device.approved, device.denied = approved, !approved
			return nil
		}
	}
	return errUnknownUserCode
}

// IssuedSecrets returns every client secret, refresh token, access token, id token, code and device
// code that the emulator issued or holds, and every assertion that it received. Logs must contain
// none of them.
func (t Tenant) IssuedSecrets() []string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	for _, a := range t.s.directory.Apps {
		t.s.remember(a.Secret)
	}
	for token := range t.s.directory.RefreshTokens {
		t.s.remember(token)
	}
	return slices.Sorted(maps.Keys(t.s.secrets))
}

// A TokenOption changes a token of AccessToken or IssueRefreshToken.
type TokenOption func(*grant)

// WithAudience sets the audience.
func WithAudience(resource string) TokenOption { return func(g *grant) { g.audience = resource } }

// WithoutMFA omits MFA: the user signed in with a password only.
func WithoutMFA() TokenOption { return func(g *grant) { g.mfa = false } }

// AppOnly creates the token of an app without a user, as client credentials do.
func AppOnly() TokenOption { return func(g *grant) { g.appOnly = true } }

// Expired creates a token that expired long ago.
func Expired() TokenOption {
	return func(g *grant) { g.notAfter = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) }
}

// Revoked creates a refresh token that an administrator has revoked.
func Revoked() TokenOption { return func(g *grant) { g.revoked = true } }

// WithTenant sets the tenant of the token, for example a customer's.
func WithTenant(id string) TokenOption { return func(g *grant) { g.tenant = id } }

// WithRole sets other roles than the default ones, separated by blanks; "" means a user without a
// role.
func WithRole(role string) TokenOption { return func(g *grant) { g.role = role } }

// WithClient sets another app.
func WithClient(clientID string) TokenOption { return func(g *grant) { g.clientID = clientID } }
