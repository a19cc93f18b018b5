// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"crypto"
	"crypto/x509"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// TenantID returns the partner's tenant.
func (s *Server) TenantID() string { return world.TenantID }

// ClientID returns the app that signs in with a secret, a certificate or a federated token.
func (s *Server) ClientID() string { return s.signIn.ClientID() }

// PublicClientID returns the app that has no credential: it signs in by device code or in a
// browser.
func (s *Server) PublicClientID() string { return s.signIn.PublicClientID() }

// ClientSecret returns the secret of ClientID.
func (s *Server) ClientSecret() string { return s.signIn.ClientSecret() }

// UserPrincipalName returns the name of the ready-made admin agent.
func (s *Server) UserPrincipalName() string { return s.signIn.UserPrincipalName() }

// RegisterCertificate adds a certificate to the credentials of ClientID.
func (s *Server) RegisterCertificate(cert *x509.Certificate) { s.signIn.RegisterCertificate(cert) }

// AllowFederated adds a federated identity credential to ClientID: OIDC tokens with that issuer,
// subject and audience sign the app in. With keys the signature must be by one of them; without, it
// is not checked, because the emulator asks no issuer for its keys.
func (s *Server) AllowFederated(issuer, subject, audience string, keys ...crypto.PublicKey) {
	s.signIn.AllowFederated(issuer, subject, audience, keys...)
}

// AccessToken mints a bearer token for the fraud events API: App+User, with MFA, of an admin agent,
// unless the options say otherwise.
func (s *Server) AccessToken(opts ...TokenOption) string { return s.signIn.AccessToken(opts...) }

// IssueRefreshToken issues a refresh token as a sign-in of an admin agent with MFA gives it, unless
// the options say otherwise.
func (s *Server) IssueRefreshToken(opts ...TokenOption) string {
	token, _ := s.signIn.IssueRefreshToken(opts...) // Close tells of an error
	return token
}

// RefreshToken issues a fresh refresh token of the ready-made admin agent, signed in with MFA.
func (s *Server) RefreshToken() string { return s.IssueRefreshToken() }

// RevokeRefreshTokens revokes every refresh token issued so far, as an administrator's "revoke
// sessions" does.
func (s *Server) RevokeRefreshTokens() { _ = s.signIn.RevokeRefreshTokens() }

// ApproveDevice signs the ready-made admin agent in for the device that shows the user code.
func (s *Server) ApproveDevice(userCode string) error { return s.signIn.ApproveDevice(userCode) }

// DenyDevice refuses the sign-in of the device that shows the user code.
func (s *Server) DenyDevice(userCode string) error { return s.signIn.DenyDevice(userCode) }

// IssuedSecrets returns every client secret, refresh token, access token, id token, code and device
// code that the emulator issued or holds, and every assertion that it was sent: none of them may
// ever be in a log.
func (s *Server) IssuedSecrets() []string { return s.signIn.IssuedSecrets() }
