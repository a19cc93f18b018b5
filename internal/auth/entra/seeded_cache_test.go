// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/cache"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"
	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/public"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// These tests pin the cache format that MSAL expects but does not document. If one fails after an
// upgrade, signing in with a refresh token is broken, even if other tests pass.

const pinnedSeed = `{"RefreshToken":{"seed-login.example:8443-refreshtoken-abcd":{` +
	`"home_account_id":"seed","environment":"login.example:8443","credential_type":"RefreshToken",` +
	`"client_id":"ABCD","secret":"the-token"}},` +
	`"AppMetadata":{"appmetadata-login.example:8443-abcd":{` +
	`"client_id":"ABCD","environment":"login.example:8443"}}}`

func TestSeededCache_ExactJSON(t *testing.T) {
	t.Parallel()
	c := &seededCache{host: "login.example:8443", clientID: "ABCD", refreshToken: "the-token"}
	got, err := c.seed()
	if err != nil || string(got) != pinnedSeed {
		t.Errorf("error %v\n got %s\nwant %s", err, got, pinnedSeed)
	}
}

// fixedCache supplies MSAL with these bytes.
type fixedCache string

func (f fixedCache) Replace(_ context.Context, into cache.Unmarshaler, _ cache.ReplaceHints) error {
	return into.Unmarshal([]byte(f))
}

func (f fixedCache) Export(context.Context, cache.Marshaler, cache.ExportHints) error { return nil }

// roundTripper lets a function replace the network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestSeededCache_WhatMSALNeeds(t *testing.T) {
	t.Parallel()
	errReached := errors.New("the network was reached")
	tests := map[string]struct {
		seed  string
		finds bool
	}{
		"the whole seed":  {pinnedSeed, true},
		"no app metadata": {strings.Replace(pinnedSeed, "AppMetadata", "Other", 1), false},
		"no refresh token": {strings.Replace(pinnedSeed, `"RefreshToken":{"seed`,
			`"Other":{"seed`, 1), false},
		"environment without a port": {strings.ReplaceAll(pinnedSeed, `"login.example:8443"`,
			`"login.example"`), false},
		"client id in another case": {strings.ReplaceAll(pinnedSeed, `"ABCD"`, `"abcd"`), false},
		"account in another case":   {strings.ReplaceAll(pinnedSeed, `"seed"`, `"SEED"`), false},
	}
	for name, test := range tests {
		network := &http.Client{Transport: roundTripper(func(*http.Request) (*http.Response,
			error) {
			return nil, errReached
		})}
		for kind, client := range map[string]msalClient{
			"confidential": confidentialWith(t, fixedCache(test.seed), network),
			"public":       publicWith(t, fixedCache(test.seed), network),
		} {
			_, err := client.redeemSeed(t.Context(), "scope", "")
			expect.Equal(t, name+", "+kind+" client: MSAL found the refresh token", test.finds,
				errors.Is(err, errReached))
		}
	}
}

func confidentialWith(t *testing.T, accessor cache.ExportReplace, network *http.Client) msalClient {
	t.Helper()
	credential := expect.Must(confidential.NewCredFromSecret("secret"))(t)
	client := expect.Must(confidential.New("https://login.example:8443/tenant", "ABCD", credential,
		confidential.WithCache(accessor), confidential.WithInstanceDiscovery(false),
		confidential.WithHTTPClient(network)))(t)
	return confidentialClient{client}
}

func publicWith(t *testing.T, accessor cache.ExportReplace, network *http.Client) msalClient {
	t.Helper()
	client := expect.Must(public.New("ABCD", public.WithAuthority("https://login.example:8443/tenant"),
		public.WithCache(accessor), public.WithInstanceDiscovery(false), public.WithHTTPClient(network)))(
		t)
	return publicClient{client}
}
