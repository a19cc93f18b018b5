// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestSaveLogin_ProviderGoesOnFromTheTokenCache(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(
		b *emulator.Behaviour) {
		b.DeviceAutoApprove = 1
		b.OneTimeRefreshTokens = true
	})
	cfg, _ := cached(t, publicConfig(t, server))
	cfg.RefreshToken = ""
	result, err := auth.LoginWithDeviceCode(t.Context(), cfg, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := auth.SaveLogin(t.Context(), cfg, result); err != nil {
		t.Fatal(err)
	}
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
	if err := auth.SaveLogin(t.Context(), cfg,
		auth.LoginResult{RefreshToken: token, ObtainedAt: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if got := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}); got.Value == before.Value {
		t.Error("an access token of the earlier sign-in is used")
	}
}

func TestSaveLogin_FailureIsAnError(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	result := auth.LoginResult{RefreshToken: cfg.RefreshToken}
	var mistake *anatomy.Mistake
	if err := auth.SaveLogin(t.Context(), cfg, result); !errors.As(err, &mistake) ||
		mistake.Setting != "token_cache_path" {
		t.Errorf("without a path: %v", err)
	}
	cfg.TokenCachePath = t.TempDir()
	var failure *auth.Error
	if err := auth.SaveLogin(t.Context(), cfg, result); !errors.As(err, &failure) {
		t.Errorf("a folder as the file: %v", err)
	}
	cfg.TenantID = "common"
	if err := auth.SaveLogin(t.Context(), cfg, result); !errors.As(err, &mistake) ||
		mistake.Setting != "tenant_id" {
		t.Errorf("no tenant: %v", err)
	}
}

func TestRotate_HandsOutTheTokenThatTakesThePlace(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	cfg := emulatorConfig(t, server)
	cfg.AccessToken = "of no interest"
	got, err := auth.Rotate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
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
	cfg.RefreshToken = "" // the weekly job knows only the cache
	got, err := auth.Rotate(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
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
	got, err := auth.Rotate(t.Context(), cfg)
	if err != nil || got.RefreshToken != cfg.RefreshToken || !got.ObtainedAt.IsZero() {
		t.Errorf("got %s of %s, error %v", got, got.ObtainedAt, err)
	}
}

func TestRotate_Failures(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := emulatorConfig(t, server)
	server.FailNextToken(700082)
	_, err := auth.Rotate(t.Context(), cfg)
	var failure *auth.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Error(), "`partnercenter login`") {
		t.Errorf("refused: %v", err)
	}
	cfg.RefreshToken = ""
	var mistake *anatomy.Mistake
	if _, err := auth.Rotate(t.Context(), cfg); !errors.As(err, &mistake) ||
		mistake.Setting != "refresh_token" {
		t.Errorf("nothing to rotate: %v", err)
	}
	cfg.TokenCachePath = t.TempDir() + "/cache.json"
	if _, err := auth.Rotate(t.Context(), cfg); !errors.As(err, &failure) ||
		!strings.Contains(failure.Error(), "holds no sign-in") {
		t.Errorf("an empty cache: %v", err)
	}
}

func TestRotate_TokenOfAnotherTenantIsAnError(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Reply = func(n int, _ url.Values) reply {
		return issue(n, map[string]any{"access_token": unsignedJWT(map[string]any{"tid": otherTenant})})
	}
	_, err := auth.Rotate(t.Context(), server.config(t))
	var failure *auth.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Error(), otherTenant) {
		t.Errorf("got %v", err)
	}
	assertNoSecret(t, err)
}

func TestLogin_RepliesThatDoNotServe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change map[string]any
		want   []string
	}{
		"no refresh token": {map[string]any{"refresh_token": nil},
			[]string{"brought no refresh token", "redirect URI"}},
		"another tenant": {
			map[string]any{"access_token": unsignedJWT(map[string]any{"tid": otherTenant,
				"upn": "agent@fabrikam.com"})},
			[]string{"agent@fabrikam.com in the tenant " + otherTenant},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newSignInServer(t)
			server.Reply = func(n int, _ url.Values) reply { return issue(n, test.change) }
			_, err := auth.LoginWithBrowser(t.Context(), server.config(t), func(address string) error {
				u, err := url.Parse(address)
				if err != nil {
					return err
				}
				visit(t, &http.Client{}, u.Query().Get("redirect_uri")+"/?code=x&state="+
					url.QueryEscape(u.Query().Get("state")))
				return nil
			})
			var failure *auth.Error
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			assertContains(t, failure.Error(), test.want...)
			assertNoSecret(t, failure)
		})
	}
}
