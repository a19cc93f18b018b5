// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestPublicClient_RequestOnTheWire(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	cfg := server.config(t)
	cfg.Credential = auth.ClientCredential{}
	source := newSource(t, cfg)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	mustToken(t, source, auth.TokenRequest{Rejected: accessToken(1), Claims: `{"access_token":{}}`},
		accessToken(2))
	form := func(refreshToken string) url.Values {
		return url.Values{
			"grant_type":    {"refresh_token"},
			"client_id":     {clientID},
			"refresh_token": {refreshToken},
			"client_info":   {"1"},
			"scope":         {scope + " openid offline_access profile"},
		}
	}
	second := form(rolledToken(1))
	second.Set("claims", `{"access_token":{}}`)
	if diff := cmp.Diff([]url.Values{form(configuredRT), second}, server.Forms()); diff != "" {
		t.Errorf("token requests (-want +got):\n%s", diff)
	}
}

func TestPublicClient_SignsInAndRolls(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	source := newSource(t, publicConfig(t, server))
	first := signedIn(t, source, server, auth.TokenRequest{})
	signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
	want := auth.Description{Method: "refresh_token", TenantID: server.TenantID(),
		ClientID: server.PublicClientID(), Credential: "none (public client)"}
	if diff := cmp.Diff(want, source.Description()); diff != "" {
		t.Errorf("description (-want +got):\n%s", diff)
	}
}

func TestPublicClient_WrongKindOfClientIsExplained(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	without := emulatorConfig(t, server)
	without.Credential = auth.ClientCredential{}
	assertContains(t, tokenError(t, newSource(t, without), auth.TokenRequest{}).Error(),
		"AADSTS7000218", "`client_secret`", "public client flows")
	with := publicConfig(t, server)
	with.Credential = emulatorConfig(t, server).Credential
	failure := tokenError(t, newSource(t, with), auth.TokenRequest{})
	assertContains(t, failure.Error(), "AADSTS700025", "Configure none")
	assertNothingIssued(t, server, nil, failure)
}

func TestPublicClient_MSALForceRegionIsHarmless(t *testing.T) {
	t.Setenv("MSAL_FORCE_REGION", "westus")
	server := startEmulator(t)
	signedIn(t, newSource(t, publicConfig(t, server)), server, auth.TokenRequest{})
}
