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

// Config says who signs in, and where. Strings that are secret are marked; they appear in no error
// and no log.
type Config struct {
	Cloud         auth.Cloud // the zero Cloud is the global one
	AuthorityHost string     // overrides the cloud's, "https://host[:port]"

	TenantID   string                // the partner's own tenant, GUID or domain
	ClientID   string                // the app registration, GUID
	Credential credential.Credential // how the app proves who it is; the zero value is a public client

	// NoCredentialNote is added to the advice when Entra ID asks for a client credential and
	// Credential is a public client: where the configuration holds one that does not count. It may be
	// empty.
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
	Observe func(ctx context.Context, r Redemption)

	// Warn is told, in full sentences without secrets, what needs care soon although it works now. Nil
	// is nobody.
	Warn func(ctx context.Context, message string)

	// AzureCLI runs the Azure CLI for UseCLI. Nil runs az from PATH.
	AzureCLI CommandRunner
}

// Redemption tells what happened in one redemption of a refresh token, for a log. It holds no
// secret.
type Redemption struct {
	auth.Description
	FromCache bool // the access token was in the token cache: nothing was redeemed
	// the refresh token was one that an earlier reply brought, not the configured one
	FromRolled bool
	Rolled     bool      // the reply brought a new refresh token
	ExpiresOn  time.Time // of the access token; zero if there is none
	Err        error     // nil if an access token came
}

// String keeps the secrets out of formatted output.
func (Config) String() string { return "signin.Config{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Config) GoString() string { return c.String() }

// normalised fills in the defaults, and drops what copying a value from a file or a terminal adds
// around it.
func (c Config) normalised() Config {
	if c.Cloud == (auth.Cloud{}) {
		c.Cloud, _ = auth.LookupCloud("") // the empty name is known
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

// app checks what every sign-in needs. method says where the user's half comes from.
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
