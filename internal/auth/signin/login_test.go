// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestSaveLogin_ProviderContinuesFromTheTokenCache(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(
		b *emulator.Behaviour) {
		b.DeviceAutoApprove = 1
		b.OneTimeRefreshTokens = true
	})
	cfg, _ := cached(t, publicConfig(t, server))
	cfg.RefreshToken = ""
	result := expect.Must(signin.LoginWithDeviceCode(t.Context(), cfg, func(string) {}))(t)
	expect.NoError(t, signin.SaveLogin(t.Context(), cfg, result))
	first := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: first.Value})
}

func TestSaveLogin_ReplacesAnEarlierSignIn(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, publicConfig(t, server))
	before := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	cfg.RefreshToken = ""
	token := server.IssueRefreshToken(emulator.WithClient(server.PublicClientID()))
	expect.NoError(t, signin.SaveLogin(t.Context(), cfg,
		signin.LoginResult{RefreshToken: token, ObtainedAt: time.Now()}))
	if got := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}); got.Value == before.Value {
		t.Error("an access token of the earlier sign-in is used")
	}
}

func TestSaveLogin_FailureIsAnError(t *testing.T) {
	t.Parallel()
	cfg := publicConfig(t, startEmulator(t))
	result := signin.LoginResult{RefreshToken: cfg.RefreshToken}
	wantMistake(t, signin.SaveLogin(t.Context(), cfg, result), "token_cache_path", "is missing")
	cfg.TokenCachePath = t.TempDir()
	_ = failureIn(t, signin.SaveLogin(t.Context(), cfg, result),
		"use the token cache "+cfg.TokenCachePath)
	cfg.TenantID = "common"
	wantMistake(t, signin.SaveLogin(t.Context(), cfg, result), "tenant_id")
}

func TestRotate_ReturnsTheReplacement(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	cfg := emulatorConfig(t, server)
	cfg.AccessToken = "of no interest"
	got := expect.Must(signin.Rotate(t.Context(), cfg))(t)
	if got.RefreshToken == cfg.RefreshToken {
		t.Error("the old token was handed out")
	}
	cfg.AccessToken = ""
	checkLogin(t, server, cfg, got, true)
}

func TestRotate_RedeemsThoughAnAccessTokenIsInTheCache(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	cfg.RefreshToken = "" // the weekly job has only the cache
	got := expect.Must(signin.Rotate(t.Context(), cfg))(t)
	if tokens := redemptions(server); len(tokens) != 2 || tokens[0] == tokens[1] {
		t.Errorf("redeemed %v, want the rolled token the second time", tokens)
	}
	content, err := os.ReadFile(cfg.TokenCachePath)
	if err != nil || !strings.Contains(string(content), got.RefreshToken) {
		t.Errorf("the new token is not in the cache: %v", err)
	}
}

func TestRotate_WithoutRotationTheOldTokenStays(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.NoRotation = true })
	cfg := emulatorConfig(t, server)
	got, err := signin.Rotate(t.Context(), cfg)
	if err != nil || got.RefreshToken != cfg.RefreshToken || !got.ObtainedAt.IsZero() {
		t.Errorf("got %s of %s, error %v", got, got.ObtainedAt, err)
	}
}

func TestRotate_Failures(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := emulatorConfig(t, server)
	rotate := func(cfg signin.Config) error {
		_, err := signin.Rotate(t.Context(), cfg)
		return err
	}
	server.FailNextToken(700082)
	_ = failureIn(t, rotate(cfg), "`partnercenter login`")
	cfg.RefreshToken = ""
	wantMistake(t, rotate(cfg), "refresh_token", "nothing to rotate")
	cfg.TokenCachePath = t.TempDir() + "/cache.json"
	_ = failureIn(t, rotate(cfg), "contains no sign-in")

	foreign := replying(t, func(n int, _ url.Values) reply {
		return issue(n, map[string]any{"access_token": unsignedJWT(map[string]any{"tid": otherTenant})})
	})
	_ = failureIn(t, rotate(foreign.config(t)), otherTenant)
}

func TestLogin_UnusableReplies(t *testing.T) {
	t.Parallel()
	foreign := unsignedJWT(map[string]any{"tid": otherTenant, "upn": "agent@fabrikam.com"})
	for want, change := range map[string]map[string]any{
		"returned no refresh token":                       {"refresh_token": nil},
		"agent@fabrikam.com in the tenant " + otherTenant: {"access_token": foreign},
	} {
		server := replying(t, func(n int, _ url.Values) reply { return issue(n, change) })
		_, err := signin.LoginWithBrowser(t.Context(), server.config(t),
			answering(t, http.MethodGet, "/?code=x&state=STATE", 200))
		_ = failureIn(t, err, want)
	}
}
