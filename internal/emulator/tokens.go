// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"maps"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// audience of the tokens that the fraud events API accepts.
const partnerCenterResource = "https://api.partnercenter.microsoft.com"

// A TokenOption changes a token that AccessToken or IssueRefreshToken makes.
type TokenOption func(*grant)

// grant is what a token says.
type grant struct {
	tenant   string
	client   *app
	user     *user // nil: the app itself
	role     string
	audience string
	scopes   []string
	mfa      bool
	acrs     bool      // carries the claim that Behaviour.ClaimsChallenge asks for
	notAfter time.Time // zero: the configured life
	appOnly  bool
	clientID string
	revoked  bool
}

// WithAudience sets another audience.
func WithAudience(resource string) TokenOption { return func(g *grant) { g.audience = resource } }

// WithoutMFA leaves MFA out: the user signed in with a password only.
func WithoutMFA() TokenOption { return func(g *grant) { g.mfa = false } }

// AppOnly makes the token of an app without a user, as client credentials give it.
func AppOnly() TokenOption { return func(g *grant) { g.appOnly = true } }

// ExpiredAt sets when the token ends.
func ExpiredAt(t time.Time) TokenOption { return func(g *grant) { g.notAfter = t } }

// Expired makes a token that has ended long ago.
func Expired() TokenOption { return ExpiredAt(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) }

// Revoked makes a refresh token that an administrator has revoked.
func Revoked() TokenOption { return func(g *grant) { g.revoked = true } }

// WithTenant sets the tenant that the token is for, for example a customer's.
func WithTenant(id string) TokenOption { return func(g *grant) { g.tenant = id } }

// WithRole makes the token of a user with another role than RoleAdminAgent; an empty one is a user without a role.
func WithRole(role string) TokenOption { return func(g *grant) { g.role = role } }

// WithClient makes the token one of another app.
func WithClient(clientID string) TokenOption { return func(g *grant) { g.clientID = clientID } }

// AccessToken mints a bearer token for the fraud events API: App+User, with MFA, of an admin agent, unless the
// options say otherwise.
func (s *Server) AccessToken(opts ...TokenOption) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mint(s.grantOf(opts))
}

// IssueRefreshToken issues a refresh token as a sign-in of an admin agent with MFA gives it, unless the options say
// otherwise.
func (s *Server) IssueRefreshToken(opts ...TokenOption) string {
	var token string
	s.noteError(s.changeDirectory(func() {
		g := s.grantOf(opts)
		token = s.newRefreshToken(g)
		s.directory.RefreshTokens[token].Revoked = g.revoked
		if !g.notAfter.IsZero() {
			s.directory.RefreshTokens[token].Expires = g.notAfter
		}
	}))
	return token
}

// RefreshToken issues a fresh refresh token of the ready-made admin agent, signed in with MFA.
func (s *Server) RefreshToken() string { return s.IssueRefreshToken() }

// RevokeRefreshTokens revokes every refresh token issued so far, as an administrator's "revoke sessions" does.
func (s *Server) RevokeRefreshTokens() {
	s.noteError(s.changeDirectory(func() {
		for _, token := range s.directory.RefreshTokens {
			token.Revoked = true
		}
	}))
}

func (s *Server) grantOf(opts []TokenOption) grant {
	g := grant{
		tenant:   defaultTenantID,
		clientID: defaultClientID,
		role:     RoleAdminAgent,
		audience: partnerCenterResource,
		scopes:   []string{partnerCenterResource + "/" + userImpersonation},
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

// mint signs an access token with the claims that the documentation shows.
func (s *Server) mint(g grant) string {
	now := s.opts.Now()
	expires := g.notAfter
	if expires.IsZero() {
		expires = now.Add(s.behaviour.tokenLife())
	}
	begins := now
	if expires.Before(now) {
		begins = expires.Add(-time.Hour)
	}
	claims := jwt.MapClaims{
		"aud":      g.audience,
		"iss":      "https://sts.windows.net/" + g.tenant + "/",
		"iat":      begins.Unix(),
		"nbf":      begins.Unix(),
		"exp":      expires.Unix(),
		"acr":      "1",
		"appid":    g.client.ClientID,
		"appidacr": g.client.authenticationClass(),
		"tid":      g.tenant,
		"uti":      randomText(16),
		"ver":      "1.0",
	}
	if g.user == nil {
		claims["idtyp"] = "app"
		claims["oid"] = servicePrincipalID(g.client)
		claims["sub"] = servicePrincipalID(g.client)
	} else {
		maps.Copy(claims, g.userClaims())
	}
	if g.acrs {
		claims["acrs"] = []string{challengeValue}
	}
	return s.sign(claims)
}

func (g grant) userClaims() jwt.MapClaims {
	amr := []string{"pwd"}
	if g.mfa {
		amr = append(amr, "mfa")
	}
	return jwt.MapClaims{
		"amr":                 amr,
		"family_name":         "Adminagent",
		"given_name":          "CSP",
		"ipaddr":              "127.0.0.1",
		"name":                g.user.Name,
		"oid":                 g.user.ObjectID,
		"sub":                 g.user.ObjectID,
		"scp":                 userImpersonation,
		"tenant_region_scope": "NA",
		"unique_name":         g.user.UPN,
		"upn":                 g.user.UPN,
	}
}

// authenticationClass is the appidacr claim: how the app proved itself.
func (a *app) authenticationClass() string {
	if a.Public {
		return "0"
	}
	return "1"
}

// servicePrincipalID is the object id of an app in the tenant.
func servicePrincipalID(a *app) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("service principal "+a.ClientID)).String()
}

// sign signs claims as a token of this emulator and remembers it.
func (s *Server) sign(claims jwt.MapClaims) string {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = s.directory.KeyID
	token.Header["x5t"] = s.directory.KeyID
	// Signing with a valid RSA key and plain claims cannot fail; if it did, the empty token is refused everywhere.
	text, _ := token.SignedString(s.signingKey)
	return s.remember(text)
}

func (s *Server) newRefreshToken(g grant) string {
	token := s.remember("0.AXwA" + randomText(120))
	s.directory.RefreshTokens[token] = &refreshToken{
		ClientID: g.client.ClientID,
		UserID:   g.user.ObjectID,
		Scopes:   g.scopes,
		MFA:      g.mfa,
		Expires:  s.opts.Now().Add(refreshTokenLife),
	}
	return token
}

// shortestSecret is shorter than any that the emulator makes. A shorter text that a client sends in place of a secret
// could be in any log by chance.
const shortestSecret = 16

// remember notes a secret for IssuedSecrets, and returns it.
func (s *Server) remember(secret string) string {
	if len(secret) >= shortestSecret {
		s.secrets[secret] = true
	}
	return secret
}

// IssuedSecrets returns every client secret, refresh token, access token, id token, code and device code that the
// emulator issued or holds, and every assertion that it was sent: none of them may ever be in a log.
func (s *Server) IssuedSecrets() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.directory.Apps {
		s.remember(a.Secret)
	}
	for token := range s.directory.RefreshTokens {
		s.remember(token)
	}
	return slices.Sorted(maps.Keys(s.secrets))
}

// tokenLife is how long an access token lives.
func (b Behaviour) tokenLife() time.Duration {
	if b.TokenSeconds > 0 {
		return time.Duration(b.TokenSeconds) * time.Second
	}
	return time.Hour
}
