// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

func TestRefreshToken_RequestOnTheWire(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	source := newSource(t, server.config(t))
	if got := server.Forms(); len(got) != 0 {
		t.Fatalf("creating a source sent %v", got)
	}
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	want := []url.Values{{
		"grant_type":    {"refresh_token"},
		"client_id":     {clientID},
		"client_secret": {clientSecret},
		"refresh_token": {configuredRT},
		"client_info":   {"1"},
		"scope":         {scope + " openid offline_access profile"},
	}}
	if diff := cmp.Diff(want, server.Forms()); diff != "" {
		t.Errorf("token requests (-want +got):\n%s", diff)
	}
}

func TestRefreshToken_ScopeIsTheCloudsOwn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"global":       "https://api.partnercenter.microsoft.com/user_impersonation",
		"usgovernment": "https://api.partnercenter.microsoft.com/user_impersonation",
		"china":        "https://partner.partnercenterapi.microsoftonline.cn/user_impersonation",
	} {
		server := newSignInServer(t)
		server.Reply = func(n int, _ url.Values) reply { return issue(n, map[string]any{"scope": nil}) }
		cfg := server.config(t)
		cloud, err := auth.LookupCloud(name)
		if err != nil {
			t.Fatal(err)
		}
		cloud.BaseURL = "https://127.0.0.1:1" // the audience does not follow the base URL
		cfg.Cloud = cloud
		mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
		got, _, _ := strings.Cut(server.Forms()[0].Get("scope"), " ")
		if got != want {
			t.Errorf("%s: asked for scope %s, want %s", name, got, want)
		}
	}
}

func TestRefreshToken_AccessTokenServesUntilFiveMinutesAreLeft(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	clock := newClock()
	cfg := server.config(t)
	cfg.Now = clock.Now
	source := newSource(t, cfg)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	clock.Advance(54 * time.Minute)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	clock.Advance(time.Minute + time.Second)
	mustToken(t, source, auth.TokenRequest{}, accessToken(2))
}

func TestRefreshToken_ShortLivedTokenServesHalfItsLife(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, _ url.Values) reply {
		return issue(n,
			map[string]any{"expires_in": 120})
	}
	clock := newClock()
	cfg := server.config(t)
	cfg.Now = clock.Now
	source := newSource(t, cfg)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	clock.Advance(55 * time.Second)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	clock.Advance(6 * time.Second)
	mustToken(t, source, auth.TokenRequest{}, accessToken(2))
}

func TestRefreshToken_ExpiryIsTold(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	clock := newClock()
	cfg := server.config(t)
	cfg.Now = clock.Now
	token, err := newSource(t, cfg).Token(t.Context(), auth.TokenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	want := clock.Now().Add(time.Hour)
	if off := token.ExpiresOn.Sub(want).Abs(); off > 10*time.Second {
		t.Errorf("token expires on %s, want about %s", token.ExpiresOn, want)
	}
}

func TestRefreshToken_RolledTokenIsUsedNext(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	source := newSource(t, server.config(t))
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	mustToken(t, source, auth.TokenRequest{Rejected: accessToken(1)}, accessToken(2))
	mustToken(t, source, auth.TokenRequest{Rejected: accessToken(2)}, accessToken(3))
	want := []string{configuredRT, rolledToken(1), rolledToken(2)}
	if diff := cmp.Diff(want, server.RefreshTokens()); diff != "" {
		t.Errorf("refresh tokens redeemed (-want +got):\n%s", diff)
	}
}

// Entra ID's replies are not always complete. None of these forms may cost the access token or the
// newest refresh token.
func TestRefreshToken_UnusualReplies(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change map[string]any
		second string // the refresh token of the second redemption
	}{
		"no rotation":                  {map[string]any{"refresh_token": nil}, configuredRT},
		"the same refresh token again": {map[string]any{"refresh_token": configuredRT}, configuredRT},
		"no id token":                  {map[string]any{"id_token": nil}, rolledToken(1)},
		"no client info":               {map[string]any{"client_info": nil}, rolledToken(1)},
		"neither id token nor client": {map[string]any{"id_token": nil, "client_info": nil},
			rolledToken(1)},
		"no scope": {map[string]any{"scope": nil}, rolledToken(1)},
		"scope in capitals, and another": {map[string]any{"scope": strings.ToUpper(scope) + " openid"},
			rolledToken(1)},
		"numbers as strings": {map[string]any{"expires_in": "3599", "ext_expires_in": "3599"},
			rolledToken(1)},
		"refresh_in in the past": {map[string]any{"refresh_in": 0}, rolledToken(1)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newSignInServer(t)
			server.Reply = func(n int, _ url.Values) reply { return issue(n, test.change) }
			source := newSource(t, server.config(t))
			mustToken(t, source, auth.TokenRequest{}, accessToken(1))
			mustToken(t, source, auth.TokenRequest{}, accessToken(1))
			mustToken(t, source, auth.TokenRequest{Rejected: accessToken(1)}, accessToken(2))
			if diff := cmp.Diff([]string{configuredRT, test.second}, server.RefreshTokens()); diff != "" {
				t.Errorf("refresh tokens redeemed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefreshToken_NoRotationKeepsTheRolledToken(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, _ url.Values) reply {
		if n == 1 {
			return issue(n)
		}
		return issue(n, map[string]any{"refresh_token": nil})
	}
	source := newSource(t, server.config(t))
	for n := range 3 {
		mustToken(t, source, auth.TokenRequest{Rejected: accessToken(n)}, accessToken(n+1))
	}
	want := []string{configuredRT, rolledToken(1), rolledToken(1)}
	if diff := cmp.Diff(want, server.RefreshTokens()); diff != "" {
		t.Errorf("refresh tokens redeemed (-want +got):\n%s", diff)
	}
}

func TestRefreshToken_FallsBackToTheConfiguredTokenOnInvalidGrant(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, form url.Values) reply {
		if form.Get("refresh_token") == rolledToken(1) {
			return refuse(http.StatusBadRequest, "invalid_grant", 70008, "The refresh token has expired.")
		}
		return issue(n, map[string]any{"refresh_token": map[int]any{1: rolledToken(1)}[n]})
	}
	source := newSource(t, server.config(t))
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	mustToken(t, source, auth.TokenRequest{Rejected: accessToken(1)}, accessToken(3))
	// the refused one is not tried again
	mustToken(t, source, auth.TokenRequest{Rejected: accessToken(3)}, accessToken(4))
	want := []string{configuredRT, rolledToken(1), configuredRT, configuredRT}
	if diff := cmp.Diff(want, server.RefreshTokens()); diff != "" {
		t.Errorf("refresh tokens redeemed (-want +got):\n%s", diff)
	}
}

func TestRefreshToken_FallsBackOnInvalidGrantOnly(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, _ url.Values) reply {
		if n == 2 {
			return refuse(http.StatusUnauthorized, "invalid_client", 7000222, "The secret has expired.")
		}
		return issue(n)
	}
	source := newSource(t, server.config(t))
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	if _, err := source.Token(t.Context(), auth.TokenRequest{Rejected: accessToken(1)}); err == nil {
		t.Fatal("the refused client credential went unnoticed")
	}
	if diff := cmp.Diff([]string{configuredRT, rolledToken(1)}, server.RefreshTokens()); diff != "" {
		t.Errorf("refresh tokens redeemed (-want +got):\n%s", diff)
	}
}

func TestRefreshToken_ClaimsChallengeIsSent(t *testing.T) {
	t.Parallel()
	const claims = `{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}`
	server := newSignInServer(t)
	source := newSource(t, server.config(t))
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	challenged := auth.TokenRequest{Rejected: accessToken(1), Claims: claims}
	mustToken(t, source, challenged, accessToken(2))
	// a second caller with the same challenge
	mustToken(t, source, challenged, accessToken(2))
	// and the callers after it, without claims
	mustToken(t, source, auth.TokenRequest{}, accessToken(2))
	forms := server.Forms()
	if len(forms) != 2 || forms[0].Has("claims") || forms[1].Get("claims") != claims {
		t.Errorf("token requests: %v", forms)
	}
	// another challenge
	mustToken(t, source, auth.TokenRequest{Claims: `{"access_token":{}}`}, accessToken(3))
}

func TestRefreshToken_MSALForceRegionIsHarmless(t *testing.T) {
	t.Setenv("MSAL_FORCE_REGION", "westus")
	server := newSignInServer(t)
	mustToken(t, newSource(t, server.config(t)), auth.TokenRequest{}, accessToken(1))
}

func TestRefreshToken_ObserverSeesEveryRedemption(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, _ url.Values) reply {
		if n == 2 {
			return refuse(http.StatusBadRequest, "invalid_grant", 50173, "Revoked.")
		}
		return issue(n)
	}
	type key struct{}
	var seen []auth.SignIn
	cfg := server.config(t)
	cfg.Observe = func(ctx context.Context, e auth.SignIn) {
		if ctx.Value(key{}) != "logger" {
			t.Error("the observer's context lost the caller's values")
		}
		seen = append(seen, e)
	}
	source := newSource(t, cfg)
	ctx := context.WithValue(t.Context(), key{}, "logger")
	for _, rejected := range []string{"", accessToken(1)} {
		if _, err := source.Token(ctx, auth.TokenRequest{Rejected: rejected}); err != nil {
			t.Fatal(err)
		}
	}
	who := auth.Description{Method: "refresh_token", TenantID: tenantID, ClientID: clientID,
		Credential: "client secret"}
	type summary struct {
		Who                        auth.Description
		FromRolled, Rolled, Failed bool
		Expires                    bool
	}
	var got []summary
	for _, e := range seen {
		got = append(got, summary{e.Description, e.FromRolled, e.Rolled, e.Err != nil,
			!e.ExpiresOn.IsZero()})
	}
	want := []summary{
		{Who: who, Rolled: true, Expires: true},
		{Who: who, FromRolled: true, Failed: true},
		{Who: who, Rolled: true, Expires: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("observed (-want +got):\n%s", diff)
	}
}
