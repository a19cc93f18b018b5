// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// Config says who signs in, and where. Strings that are secret are marked; they appear in no error and no log.
type Config struct {
	Cloud         Cloud  // the zero Cloud is the global one
	AuthorityHost string // overrides the cloud's, "https://host[:port]"

	TenantID     string // the partner's own tenant, GUID or domain
	ClientID     string // the app registration, GUID
	ClientSecret string // secret: the client credential
	RefreshToken string // secret: the user half of App+User
	AccessToken  string // secret: a ready bearer token; beats RefreshToken

	// HTTPClient carries the sign-in requests: proxy, roots, time limits and retries are its business. Redirects are
	// never followed and plain HTTP is never spoken, whatever the client allows. Nil is a plain http.Client.
	HTTPClient *http.Client

	// Now is the clock. Nil is time.Now.
	Now func() time.Time

	// Observe is told about each redemption of a refresh token, the failed ones too. It must not block. Nil is nobody.
	Observe func(ctx context.Context, e SignIn)
}

// SignIn tells what happened in one redemption of a refresh token, for a log. It holds no secret.
type SignIn struct {
	Description
	FromRolled bool      // the refresh token was one that an earlier reply brought, not the configured one
	Rolled     bool      // the reply brought a new refresh token
	ExpiresOn  time.Time // of the access token; zero if there is none
	Err        error     // nil if an access token came
}

// ConfigError is a mistake in the configuration that shows without asking anybody.
type ConfigError struct {
	Setting string // the setting at fault, as users write it: "client_id", "tenant_id", "refresh_token", …
	Message string // what is wrong, and the way out. It never holds a secret value
}

// Error returns the setting and the message.
func (e *ConfigError) Error() string { return e.Setting + ": " + e.Message }

// String keeps the secrets out of formatted output.
func (Config) String() string { return "auth.Config{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Config) GoString() string { return c.String() }

// NewTokenSource returns the source that the configuration asks for: a ready access token, else a refresh token.
// It does no network I/O. Its errors are of type *ConfigError.
func NewTokenSource(cfg Config) (TokenSource, error) {
	cfg = cfg.normalised()
	switch {
	case cfg.AccessToken != "":
		return newAccessTokenSource(cfg)
	case cfg.RefreshToken != "":
		return newRefreshTokenSource(cfg)
	default:
		return nil, &ConfigError{
			Setting: "refresh_token",
			Message: "Partner Center serves fraud events to a signed-in user only, and none is configured. " +
				"Set `refresh_token` (PARTNERCENTER_REFRESH_TOKEN) together with `tenant_id`, `client_id` and `client_secret`, " +
				"or set `access_token` (PARTNERCENTER_ACCESS_TOKEN).",
		}
	}
}

// normalised fills in the defaults, and drops what copying a value from a file or a terminal adds around it.
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
	c.TenantID = strings.TrimSpace(c.TenantID)
	c.ClientID = strings.TrimSpace(c.ClientID)
	c.RefreshToken = strings.TrimSpace(c.RefreshToken)
	c.AccessToken = strings.TrimSpace(c.AccessToken)
	c.ClientSecret = strings.Trim(c.ClientSecret, "\r\n")
	return c
}
