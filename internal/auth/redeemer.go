// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
)

// redeemer turns a refresh token into an access token. claims is the JSON of a claims challenge, or empty. It makes one
// attempt and remembers nothing, so that whoever calls it decides which token to use, and what to keep.
type redeemer func(ctx context.Context, refreshToken, claims string) (redeemed, *Error)

// redeemed is what a redemption brought.
type redeemed struct {
	accessToken string
	life        time.Duration // from now on
	rolled      string        // the new refresh token; empty if the reply brought none
}

// app is the registered application that signs in for the user.
type app struct {
	authority  string // "https://host[:port]"
	tenantID   string
	clientID   string
	scope      string
	credential clientCredential
	client     *http.Client
}

// clientCredential proves that a request comes from the app. It has nothing to do with how the user signed in.
type clientCredential struct {
	msal   confidential.Credential
	secret string // what must not appear in an error; empty if there is nothing
}

func secretCredential(secret string) (clientCredential, error) {
	if secret == "" {
		return clientCredential{}, &ConfigError{
			Setting: "client_secret",
			Message: "it is missing, and the app has to prove who it is when it redeems a refresh token. " +
				"Set `client_secret` (PARTNERCENTER_CLIENT_SECRET).",
		}
	}
	credential, err := confidential.NewCredFromSecret(secret)
	if err != nil {
		return clientCredential{}, &ConfigError{Setting: "client_secret", Message: "it cannot be used as a client secret."}
	}
	return clientCredential{msal: credential, secret: secret}, nil
}

// redeem is the redeemer that goes through MSAL. Client and cache serve one redemption only: MSAL's own cache would
// redeem the first token again and again, and loses new ones when a reply is unusual.
func (a app) redeem(ctx context.Context, refreshToken, claims string) (redeemed, *Error) {
	redact := redactor{secrets: []string{refreshToken, a.credential.secret}}
	fail := func(err error) (redeemed, *Error) {
		return redeemed{}, msalFailure(a.operation(), err, redact)
	}
	host, err := authorityKey(a.authority)
	if err != nil {
		return fail(err)
	}
	cache := &seededCache{host: host, clientID: a.clientID, refreshToken: refreshToken}
	client, err := confidential.New(a.authority+"/"+a.tenantID, a.clientID, a.credential.msal,
		confidential.WithCache(cache),
		confidential.WithHTTPClient(a.client),
		// The hosts are known. With discovery, MSAL would ask login.microsoftonline.com about any other one.
		confidential.WithInstanceDiscovery(false),
		// Otherwise MSAL_FORCE_REGION in the environment would send the secrets to another host.
		confidential.WithAzureRegion("DisableMsalForceRegion"),
	)
	if err != nil {
		return fail(err)
	}
	result, err := client.AcquireTokenSilent(ctx, []string{a.scope},
		confidential.WithSilentAccount(confidential.Account{HomeAccountID: seedAccount}),
		// Not WithClaims: MSAL refuses that in a silent call of a confidential client.
		confidential.WithClaimsFromClient(claims))
	if err != nil {
		return fail(err)
	}
	return redeemed{accessToken: result.AccessToken, life: time.Until(result.ExpiresOn), rolled: cache.rolled}, nil
}

// authorityKey is the authority's host as MSAL files it: lower case, with the port if there is one.
func authorityKey(authority string) (string, error) {
	u, err := url.Parse(strings.ToLower(authority))
	if err != nil {
		return "", err
	}
	return u.Host, nil
}

// operation says in public terms what is tried.
func (a app) operation() string {
	return "sign in with refresh_token (tenant " + a.tenantID + ", client " + a.clientID + ")"
}
