// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"
)

// msalResult is the outcome of a sign-in with either kind of client.
type msalResult = public.AuthResult

// msalClient covers the methods used of MSAL's two kinds of clients.
type msalClient interface {
	// redeemSeed redeems the refresh token that a seededCache holds.
	redeemSeed(ctx context.Context, scope, claims string) (msalResult, error)

	// redeemCode redeems an authorization code. verifier is the PKCE verifier.
	redeemCode(ctx context.Context, code, redirectURI, scope, verifier string) (msalResult, error)
}

// msalClient creates a client of the kind that the credential requires.
func (a App) msalClient(cache *seededCache) (msalClient, error) {
	if a.Proof.Public {
		client, err := a.publicClient(cache)
		return publicClient{client}, err
	}
	client, err := confidential.New(a.Authority+"/"+a.TenantID, a.ClientID, a.Proof.MSAL,
		confidential.WithCache(cache),
		confidential.WithHTTPClient(a.Client),
		// The hosts are known. With discovery, MSAL would ask login.microsoftonline.com about any other
		// host.
		confidential.WithInstanceDiscovery(false),
		// Without this, MSAL_FORCE_REGION in the environment would send the secrets to another host.
		confidential.WithAzureRegion("DisableMsalForceRegion"),
	)
	return confidentialClient{client}, err
}

func (a App) publicClient(cache *seededCache) (public.Client, error) {
	return public.New(a.ClientID,
		public.WithAuthority(a.Authority+"/"+a.TenantID),
		public.WithCache(cache),
		public.WithHTTPClient(a.Client),
		public.WithInstanceDiscovery(false),
	)
}

type confidentialClient struct {
	msal confidential.Client
}

func (c confidentialClient) redeemSeed(ctx context.Context, scope, claims string) (msalResult,
	error) {
	return c.msal.AcquireTokenSilent(ctx, []string{scope},
		confidential.WithSilentAccount(confidential.Account{HomeAccountID: seedAccount}),
		// Not WithClaims: MSAL refuses that in a silent call of a confidential client.
		confidential.WithClaimsFromClient(claims))
}

func (c confidentialClient) redeemCode(ctx context.Context, code, redirectURI, scope,
	verifier string) (msalResult, error) {
	return c.msal.AcquireTokenByAuthCode(ctx, code, redirectURI, []string{scope},
		confidential.WithChallenge(verifier))
}

type publicClient struct {
	msal public.Client
}

func (c publicClient) redeemSeed(ctx context.Context, scope, claims string) (msalResult, error) {
	return c.msal.AcquireTokenSilent(ctx, []string{scope},
		public.WithSilentAccount(public.Account{HomeAccountID: seedAccount}),
		public.WithClaims(claims))
}

func (c publicClient) redeemCode(ctx context.Context, code, redirectURI, scope,
	verifier string) (msalResult, error) {
	return c.msal.AcquireTokenByAuthCode(ctx, code, redirectURI, []string{scope},
		public.WithChallenge(verifier))
}
