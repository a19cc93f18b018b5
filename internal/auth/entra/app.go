// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package entra makes one exchange with Entra ID at a time, through MSAL: it redeems a refresh
// token, or signs a user in with the browser or a device code. It keeps no state. An *auth.Error
// explains a refusal and gives advice.
//
//	App.Redeem ------------------------------> token endpoint -> Redeemed
//	App.SignInWithBrowser -> page -> redirect -> token endpoint -> Redeemed
//	App.SignInWithDeviceCode -> code -> polls -> token endpoint -> Redeemed
package entra

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// App is the registered application that signs in for the user.
type App struct {
	Method         string // the source of the user's half, for example "refresh_token"
	Authority      string // "https://host[:port]", without a trailing slash
	TenantID       string
	ClientID       string
	Proof          Proof
	CredentialKind string // the kind of the client credential behind Proof
	// added to the advice if Entra ID requires a client credential and there is none; may be empty
	NoCredentialNote anatomy.Text
	Client           *http.Client // see Guarded
	Now              func() time.Time
}

// Proof proves that a request comes from the app.
type Proof struct {
	Public   bool // there is nothing to prove
	MSAL     confidential.Credential
	Secrets  []string  // texts that must not appear in an error
	NotAfter time.Time // the expiry of a certificate; zero for other kinds
}

// Redeemed is the outcome of an exchange.
type Redeemed struct {
	AccessToken string
	Life        time.Duration // counted from now
	Rolled      string        // the new refresh token; empty if the reply has none
}

// Host returns the authority's host as MSAL stores it: in lower case, with the port if there is
// one.
func (a App) Host() string {
	u, err := url.Parse(strings.ToLower(a.Authority))
	if err != nil {
		return "" // cannot happen: the caller has checked the authority
	}
	return u.Host
}

// Operation describes the attempt without secrets.
func (a App) Operation() string {
	return "sign in with " + a.Method + " (tenant " + a.TenantID + ", client " + a.ClientID + ")"
}

// Redeem turns a refresh token into an access token. claims is the JSON of a claims challenge, or
// empty. It makes one attempt. Client and cache serve one redemption only, because MSAL's own cache
// would redeem the first token again and again, and loses new tokens if a reply is unusual.
func (a App) Redeem(ctx context.Context, scope, refreshToken, claims string) (Redeemed,
	*auth.Error) {
	return a.exchange(refreshToken, func(cache *seededCache) (msalResult, error) {
		client, err := a.msalClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		return client.redeemSeed(ctx, scope, claims)
	})
}

// exchange signs in through MSAL. seed is the refresh token that MSAL finds in its cache, or empty.
// secrets are those of this sign-in, in addition to the seed and the app's own.
func (a App) exchange(seed string, signIn func(*seededCache) (msalResult, error),
	secrets ...string) (Redeemed, *auth.Error) {
	redact := auth.Redactor{Secrets: slices.Concat(secrets, []string{seed}, a.Proof.Secrets)}
	cache := &seededCache{host: a.Host(), clientID: a.ClientID, refreshToken: seed}
	result, err := signIn(cache)
	if err != nil {
		return Redeemed{}, a.explain(msalFailure(a.Operation(), err, redact))
	}
	return Redeemed{AccessToken: result.AccessToken, Life: time.Until(result.ExpiresOn),
		Rolled: cache.rolled}, nil
}

// explain adds details about a refusal that only this program knows.
func (a App) explain(failure *auth.Error) *auth.Error {
	end := a.Proof.NotAfter
	if failure.OAuthCode == "invalid_client" && !end.IsZero() && a.Now().After(end) {
		failure.Advice = anatomy.Say("Create a new certificate, upload its public part to the app "+
			"registration, and configure it here. The certificate expired on %s.",
			end.UTC().Format(time.DateOnly))
	}
	if a.Proof.Public && slices.Contains(failure.AADSTS, credentialMissing) {
		failure.Advice = anatomy.Join(failure.Advice, a.NoCredentialNote)
	}
	return failure
}
