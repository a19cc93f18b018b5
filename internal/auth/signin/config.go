// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
)

// Config says who signs in, and where. Comments mark secret strings; those appear in no error and
// no log.
type Config struct {
	Cloud         auth.Cloud // the zero Cloud means the global one
	AuthorityHost string     // overrides the cloud's, "https://host[:port]"

	TenantID   string                // the partner's own tenant, GUID or domain
	ClientID   string                // the app registration, GUID
	Credential credential.Credential // proof of the app's identity; the zero value is a public client

	// NoCredentialNote is added to the advice if Entra ID requires a client credential and Credential
	// is a public client. It names a configured credential that does not count. May be empty.
	NoCredentialNote anatomy.Text

	// The user half of App+User. The first one that is set counts; if it fails, the sign-in fails.
	AccessToken  string // secret: a ready bearer token
	RefreshToken string // secret
	// a file that keeps the newest refresh token; RefreshToken, if also set, begins the chain
	TokenCachePath string
	UseCLI         bool // the Azure CLI's signed-in user

	// HTTPClient sends the sign-in requests; it handles proxy, root certificates, time limits and
	// retries. The sign-in never follows redirects or uses plain HTTP, even if the client allows it.
	// Nil means a plain http.Client.
	HTTPClient *http.Client

	// Now is the clock. Nil means time.Now.
	Now func() time.Time

	// Observe receives each redemption of a refresh token, including failed ones, and each token that
	// came from the token cache instead. It must not block. May be nil.
	Observe func(ctx context.Context, r Redemption)

	// Warn receives problems that do not matter yet but will soon, in full sentences without secrets.
	// May be nil.
	Warn func(ctx context.Context, message string)

	// AzureCLI runs the Azure CLI for UseCLI. Nil means az from PATH.
	AzureCLI CommandRunner
}

// Redemption describes one redemption of a refresh token, for a log. It holds no secret.
type Redemption struct {
	auth.Description
	FromCache bool // the access token was in the token cache: nothing was redeemed
	// the refresh token came from an earlier reply, not from the configuration
	FromRolled bool
	Rolled     bool      // the reply has a new refresh token
	ExpiresOn  time.Time // of the access token; zero if there is none
	Err        error     // nil if the redemption succeeded
}

// String keeps the secrets out of formatted output.
func (Config) String() string { return "signin.Config{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Config) GoString() string { return c.String() }

// normalised fills in the defaults, and removes blanks and line ends that copying from a file or a
// terminal adds around a value.
func (c Config) normalised() Config {
	if c.Cloud == (auth.Cloud{}) {
		c.Cloud, _ = auth.LookupCloud("") // the empty name is valid
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
		c.Observe = func(context.Context, Redemption) {}
	}
	if c.Warn == nil {
		c.Warn = func(context.Context, string) {}
	}
	if c.AzureCLI == nil {
		c.AzureCLI = runAzureCLI
	}
	for _, field := range []*string{&c.TenantID, &c.ClientID, &c.RefreshToken, &c.AccessToken,
		&c.TokenCachePath} {
		*field = strings.TrimSpace(*field)
	}
	return c
}

// app checks the settings that every sign-in needs. method names the source of the user's half.
func (c Config) app(method string) (entra.App, error) {
	for _, err := range []error{
		auth.CheckTenantID(c.TenantID),
		auth.CheckClientID(c.ClientID),
		auth.CheckAuthorityHost(c.AuthorityHost),
	} {
		if err != nil {
			return entra.App{}, err
		}
	}
	client := entra.Guarded(c.HTTPClient)
	return entra.App{
		Method:           method,
		Authority:        strings.TrimRight(c.AuthorityHost, "/"),
		TenantID:         c.TenantID,
		ClientID:         c.ClientID,
		Proof:            c.Credential.Proof(client),
		CredentialKind:   c.Credential.Description(),
		NoCredentialNote: c.NoCredentialNote,
		Client:           client,
		Now:              c.Now,
	}, nil
}

// CheckSetting checks one value by itself, with the same rules as New, for callers that want to
// know early. setting is the name that users write; a setting without a rule here always passes.
// Errors are [anatomy.Mistake]s.
func CheckSetting(setting, value string) error {
	value = strings.TrimSpace(value)
	switch setting {
	case "environment":
		_, err := auth.LookupCloud(value)
		return err
	case "tenant_id":
		return auth.CheckTenantID(value)
	case "client_id":
		return auth.CheckClientID(value)
	case "authority_host":
		return auth.CheckAuthorityHost(value)
	case "refresh_token", "access_token", "oidc_token", "oidc_request_token":
		if mistake := auth.CheckToken(value); mistake != nil {
			return mistake.At(anatomy.Key(setting), "")
		}
	case "client_certificate":
		return credential.CheckCertificate(value)
	}
	return nil
}
