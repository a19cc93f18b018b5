// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// redeemer turns a refresh token into an access token. claims is the JSON of a claims challenge, or
// empty. It makes one attempt and remembers nothing, so that whoever calls it decides which token
// to use, and what to keep.
type redeemer func(ctx context.Context, refreshToken, claims string) (redeemed, *Error)

// redeemed is what a redemption brought.
type redeemed struct {
	accessToken string
	life        time.Duration // from now on
	rolled      string        // the new refresh token; empty if the reply brought none
}

// redeem is the redeemer that goes through MSAL. Client and cache serve one redemption only: MSAL's
// own cache would redeem the first token again and again, and loses new ones when a reply is
// unusual.
func (a app) redeem(ctx context.Context, refreshToken, claims string) (redeemed, *Error) {
	return a.acquire(refreshToken, func(cache *seededCache) (msalResult, error) {
		client, err := a.msalClient(cache)
		if err != nil {
			return msalResult{}, err
		}
		return client.redeemSeed(ctx, a.scope, claims)
	})
}

// acquire signs in by means of MSAL. seed is the refresh token that MSAL finds in its cache, or
// empty. secrets are those of this sign-in, beside the seed and the app's own.
func (a app) acquire(seed string, signIn func(*seededCache) (msalResult, error),
	secrets ...string) (redeemed, *Error) {
	redact := redactor{secrets: slices.Concat(secrets, []string{seed}, a.credential.secrets)}
	cache := &seededCache{host: a.host(), clientID: a.clientID, refreshToken: seed}
	result, err := signIn(cache)
	if err != nil {
		return redeemed{}, a.explain(msalFailure(a.operation(), err, redact))
	}
	return redeemed{accessToken: result.AccessToken, life: time.Until(result.ExpiresOn),
		rolled: cache.rolled}, nil
}

// explain adds what only this program knows about a refusal.
func (a app) explain(failure *Error) *Error {
	end := a.credential.notAfter
	if failure.OAuthCode == "invalid_client" && !end.IsZero() && a.now().After(end) {
		failure.Advice = anatomy.Say("The certificate expired on %s. Create a new one, upload its "+
			"public part to the app registration, and configure it here.", end.UTC().Format(time.DateOnly))
	}
	if a.credential.public && slices.Contains(failure.AADSTS, credentialMissing) {
		failure.Advice = anatomy.Join(failure.Advice, a.noCredential)
	}
	return failure
}
