// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Config says who signs in, and where. Strings that are secret are marked; they appear in no error
// and no log.
type Config struct {
	Cloud         Cloud  // the zero Cloud is the global one
	AuthorityHost string // overrides the cloud's, "https://host[:port]"

	TenantID   string           // the partner's own tenant, GUID or domain
	ClientID   string           // the app registration, GUID
	Credential ClientCredential // how the app proves who it is; the zero value is a public client

	// NoCredentialNote is added to the advice when Entra ID asks for a client credential and Credential
	// is a public client: where the configuration holds one that does not count. It may be empty.
	NoCredentialNote anatomy.Text

	// The user half of App+User. The first one that is set counts, and if it fails, that is the error.
	AccessToken  string // secret: a ready bearer token
	RefreshToken string // secret
	// a file that keeps the newest refresh token; with RefreshToken too, which then begins the chain
	TokenCachePath string
	UseCLI         bool // the Azure CLI's signed-in user

	// HTTPClient carries the sign-in requests: proxy, roots, time limits and retries are its business.
	// Redirects are never followed and plain HTTP is never spoken, whatever the client allows. Nil is
	// a plain http.Client.
	HTTPClient *http.Client

	// Now is the clock. Nil is time.Now.
	Now func() time.Time

	// Observe is told about each redemption of a refresh token, the failed ones too, and about each
	// token that came from the token cache instead. It must not block. Nil is nobody.
	Observe func(ctx context.Context, e SignIn)

	// Warn is told, in full sentences without secrets, what needs care soon although it works now. Nil
	// is nobody.
	Warn func(ctx context.Context, message string)

	// AzureCLI runs the Azure CLI for UseCLI. Nil runs az from PATH.
	AzureCLI CommandRunner
}

// SignIn tells what happened in one redemption of a refresh token, for a log. It holds no secret.
type SignIn struct {
	Description
	FromCache bool // the access token was in the token cache: nothing was redeemed
	// the refresh token was one that an earlier reply brought, not the configured one
	FromRolled bool
	Rolled     bool      // the reply brought a new refresh token
	ExpiresOn  time.Time // of the access token; zero if there is none
	Err        error     // nil if an access token came
}

// String keeps the secrets out of formatted output.
func (Config) String() string { return "auth.Config{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Config) GoString() string { return c.String() }

// NewTokenSource returns the source that the configuration asks for: a ready access token, else a
// refresh token, else the chain in the token cache, else the Azure CLI. It does no I/O. Its errors
// are of type *anatomy.Mistake.
func NewTokenSource(cfg Config) (TokenSource, error) {
	cfg = cfg.normalised()
	source, err := cfg.tokenSource()
	if err != nil {
		return nil, err
	}
	return checkingTenant(source, cfg.TenantID), nil
}

func (c Config) tokenSource() (TokenSource, error) {
	switch {
	case c.AccessToken != "":
		return newAccessTokenSource(c)
	case c.RefreshToken != "", c.TokenCachePath != "":
		return newRefreshTokenSource(c)
	case c.UseCLI:
		return newCLITokenSource(c)
	default:
		return nil, anatomy.Wrong("is missing: Partner Center serves fraud events only to a user who "+
			"has signed in, and no user is configured").
			Do("Run `partnercenter login`, and set %v or %v, together with %v, %v and the app's client "+
				"credential.", anatomy.TokenCachePath, anatomy.RefreshToken, anatomy.TenantID,
				anatomy.ClientID).
			Do("Or set %v or %v.", anatomy.AccessToken, anatomy.UseCLI).At(anatomy.RefreshToken, "")
	}
}

// chainMethod is the setting that a chain of refresh tokens begins with.
func (c Config) chainMethod() string {
	if c.RefreshToken != "" {
		return "refresh_token"
	}
	return "token_cache_path"
}

// normalised fills in the defaults, and drops what copying a value from a file or a terminal adds
// around it.
func (c Config) normalised() Config {
	if c.Cloud == (Cloud{}) {
		c.Cloud = clouds()[0].Cloud
	}
	if c.AuthorityHost = strings.TrimSpace(c.AuthorityHost); c.AuthorityHost == "" {
		c.AuthorityHost = c.Cloud.AuthorityHost
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Observe == nil {
		c.Observe = func(context.Context, SignIn) {}
	}
	if c.Warn == nil {
		c.Warn = func(context.Context, string) {}
	}
	if c.AzureCLI == nil {
		c.AzureCLI = runAzureCLI
	}
	c.TenantID = strings.TrimSpace(c.TenantID)
	c.ClientID = strings.TrimSpace(c.ClientID)
	c.RefreshToken = strings.TrimSpace(c.RefreshToken)
	c.AccessToken = strings.TrimSpace(c.AccessToken)
	c.TokenCachePath = strings.TrimSpace(c.TokenCachePath)
	return c
}

// trimLineEnd drops the line end that a secret read from a file may have. Spaces may belong to it.
func trimLineEnd(secret string) string { return strings.Trim(secret, "\r\n") }
