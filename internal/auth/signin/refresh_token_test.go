// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestRefreshToken_RequestOnTheWire(t *testing.T) {
	t.Parallel()
	for _, client := range []credential.Credential{secretCredential(t), {}} { // {} is public
		server := newSignInServer(t)
		cfg := server.config(t)
		cfg.Credential = client
		source := newSource(t, cfg)
		if got := server.Forms(); len(got) != 0 {
			t.Fatalf("creating a source sent %v", got)
		}
		mustToken(t, source, auth.TokenRequest{}, accessToken(1))
		mustToken(t, source, auth.TokenRequest{Rejected: accessToken(1), Claims: `{"access_token":{}}`},
			accessToken(2))
		form := func(refreshToken string) url.Values {
			form := url.Values{
				"grant_type":    {"refresh_token"},
				"client_id":     {clientID},
				"refresh_token": {refreshToken},
				"client_info":   {"1"},
				"scope":         {scope + " openid offline_access profile"},
			}
			if client.Description() == "client secret" {
				form.Set("client_secret", clientSecret)
			}
			return form
		}
		second := form(rolledToken(1))
		second.Set("claims", `{"access_token":{}}`)
		expect.Equal(t, client.Description(), []url.Values{form(configuredRT), second}, server.Forms())
	}
}

func TestRefreshToken_ScopeIsTheCloudsOwn(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"global":       "https://api.partnercenter.microsoft.com/user_impersonation",
		"usgovernment": "https://api.partnercenter.microsoft.com/user_impersonation",
		"china":        "https://partner.partnercenterapi.microsoftonline.cn/user_impersonation",
	} {
		server := replying(t, func(n int,
			_ url.Values) reply {
			return issue(n, map[string]any{"scope": nil})
		})
		cfg := server.config(t)
		cloud := expect.Must(auth.LookupCloud(name))(t)
		cloud.BaseURL = "https://127.0.0.1:1" // the audience does not follow the base URL
		cfg.Cloud = cloud
		mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
		got, _, _ := strings.Cut(server.Forms()[0].Get("scope"), " ")
		expect.Equal(t, name, want, got)
	}
}

// An access token is used until five minutes before it expires; a shorter-lived one, for half its
// life.
func TestRefreshToken_AccessTokenServesForAWhile(t *testing.T) {
	t.Parallel()
	for life, serves := range map[time.Duration]time.Duration{
		time.Hour: 55 * time.Minute, 2 * time.Minute: time.Minute,
	} {
		server := replying(t, func(n int, _ url.Values) reply {
			return issue(n, map[string]any{"expires_in": int(life.Seconds())})
		})
		clock := newClock()
		cfg := server.config(t)
		cfg.Now = clock.Now
		source := newSource(t, cfg)
		first := expect.Must(source.Token(t.Context(), auth.TokenRequest{}))(t)
		if off := first.ExpiresOn.Sub(clock.Now().Add(life)).Abs(); off > 10*time.Second {
			t.Errorf("%s: the token expires on %s", life, first.ExpiresOn)
		}
		clock.Advance(serves - 15*time.Second)
		mustToken(t, source, auth.TokenRequest{}, accessToken(1))
		clock.Advance(16 * time.Second)
		mustToken(t, source, auth.TokenRequest{}, accessToken(2))
	}
}

// Entra ID's replies are not always complete. No such form may lose the access token or the newest
// refresh token, in the memory of one process or in the token cache of several.
func TestRefreshToken_ChainContinuesWithTheNewestToken(t *testing.T) {
	t.Parallel()
	always := func(change map[string]any) func(int, url.Values) reply {
		return func(n int, _ url.Values) reply { return issue(n, change) }
	}
	once := func(n int) reply { // rotation
		if n == 1 {
			return issue(n)
		}
		return issue(n, map[string]any{"refresh_token": nil})
	}
	rolls := []string{configuredRT, rolledToken(1), rolledToken(2)}
	stays := []string{configuredRT, configuredRT, configuredRT}
	for name, test := range map[string]struct {
		reply func(n int, form url.Values) reply
		want  []string // the refresh tokens redeemed for three access tokens
	}{
		"a full reply":                 {always(nil), rolls},
		"no rotation":                  {always(map[string]any{"refresh_token": nil}), stays},
		"the same refresh token again": {always(map[string]any{"refresh_token": configuredRT}), stays},
		"no id token":                  {always(map[string]any{"id_token": nil}), rolls},
		"no client info":               {always(map[string]any{"client_info": nil}), rolls},
		"neither": {always(map[string]any{"id_token": nil, "client_info": nil}),
			rolls},
		"no scope": {always(map[string]any{"scope": nil}), rolls},
		"scope in capitals, and another": {always(
			map[string]any{"scope": strings.ToUpper(scope) + " openid"}), rolls},
		"numbers as strings": {always(map[string]any{"expires_in": "3599", "ext_expires_in": "3599"}),
			rolls},
		"refresh_in in the past": {always(map[string]any{"refresh_in": 0}), rolls},
		"rotation ends": {func(n int, _ url.Values) reply { return once(n) },
			[]string{configuredRT, rolledToken(1), rolledToken(1)}},
		"the rolled token is refused": {func(n int, form url.Values) reply {
			if form.Get("refresh_token") != configuredRT {
				return refuse(http.StatusBadRequest, "invalid_grant", 70008, "It has expired.")
			}
			return once(n)
		}, []string{configuredRT, rolledToken(1), configuredRT, configuredRT}}, // and not tried again
	} {
		for _, path := range []string{"", filepath.Join(t.TempDir(), "cache.json")} {
			server := replying(t, test.reply)
			cfg := server.config(t)
			cfg.TokenCachePath = path
			source, last := newSource(t, cfg), ""
			for range 3 {
				if path != "" {
					source = newSource(t, cfg) // the next process
				}
				got := expect.Must(source.Token(t.Context(), auth.TokenRequest{Rejected: last}))(t)
				if path != "" {
					source = newSource(t, cfg) // another one uses the existing access token
				}
				mustToken(t, source, auth.TokenRequest{}, got.Value)
				if got.Value == last {
					t.Errorf("%s: the rejected token again", name)
				}
				last = got.Value
			}
			expect.Equal(t, name+", cached in "+path, test.want, server.RefreshTokens())
		}
	}
}

func TestRefreshToken_FallsBackOnInvalidGrantOnly(t *testing.T) {
	t.Parallel()
	server := replying(t, func(n int, _ url.Values) reply {
		if n == 2 {
			return refuse(http.StatusUnauthorized, "invalid_client", 7000222, "The secret has expired.")
		}
		return issue(n)
	})
	source := newSource(t, server.config(t))
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	_ = tokenError(t, source, auth.TokenRequest{Rejected: accessToken(1)})
	expect.Equal(t, "redeemed", []string{configuredRT, rolledToken(1)}, server.RefreshTokens())
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
	// later callers, without claims
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
	for n, client := range []credential.Credential{secretCredential(t), {}} {
		cfg := server.config(t)
		cfg.Credential = client
		mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(n+1))
	}
}

func TestRefreshToken_ObserverSeesEveryRedemption(t *testing.T) {
	t.Parallel()
	server := replying(t, func(n int, _ url.Values) reply {
		if n == 2 {
			return refuse(http.StatusBadRequest, "invalid_grant", 50173, "Revoked.")
		}
		return issue(n)
	})
	type key struct{}
	who := auth.Description{Method: "refresh_token", TenantID: tenantID, ClientID: clientID,
		Credential: "client secret"}
	type summary struct{ FromCache, FromRolled, Rolled, Failed, Expires bool }
	var got []summary
	cfg := server.config(t)
	cfg.TokenCachePath = filepath.Join(t.TempDir(), "cache.json")
	cfg.Observe = func(ctx context.Context, r signin.Redemption) {
		if ctx.Value(key{}) != "logger" {
			t.Error("the observer's context lost the caller's values")
		}
		expect.Equal(t, "who", who, r.Description)
		got = append(got, summary{r.FromCache, r.FromRolled, r.Rolled, r.Err != nil,
			!r.ExpiresOn.IsZero()})
	}
	ctx := context.WithValue(t.Context(), key{}, "logger")
	for _, rejected := range []string{"", "", accessToken(1)} { // each in its own process
		expect.Must(newSource(t, cfg).Token(ctx, auth.TokenRequest{Rejected: rejected}))(t)
	}
	expect.Equal(t, "observed", []summary{
		{Rolled: true, Expires: true},
		{FromCache: true, Expires: true},
		{FromRolled: true, Failed: true},
		{Rolled: true, Expires: true},
	}, got)
}

func TestRefreshToken_WrongKindOfClientIsExplained(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	without, with := emulatorConfig(t, server), publicConfig(t, server)
	without.Credential, with.Credential = with.Credential, without.Credential
	expect.Contains(t, tokenError(t, newSource(t, without), auth.TokenRequest{}).Error(),
		"AADSTS7000218", "`client_secret`", "public client flows")
	failure := tokenError(t, newSource(t, with), auth.TokenRequest{})
	expect.Contains(t, failure.Error(), "AADSTS700025", "Remove the client credential")
	assertNothingIssued(t, server, nil, failure)
}

// The emulator detects a single-use refresh token that is used again.
func TestRefreshToken_OneTimeTokensSurvive(t *testing.T) {
	t.Parallel()
	for _, config := range []func(*testing.T, *emulator.Server) signin.Config{emulatorConfig,
		publicConfig} {
		server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
		inMemory := newSource(t, config(t, server))
		cfg, warnings := cached(t, config(t, server))
		var first, second string
		for range 3 {
			first = signedIn(t, inMemory, server, auth.TokenRequest{Rejected: first}).Value
			second = signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: second}).Value
		}
		if got := server.Count(emulator.KindToken); got != 6 || len(*warnings) != 0 {
			t.Errorf("%d token requests, want 6 without a failed one; warnings %q", got, *warnings)
		}
	}
}
