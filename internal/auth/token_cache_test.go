// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// cached adds a token cache to the configuration, and a list of the warnings.
func cached(t *testing.T, cfg auth.Config) (withCache auth.Config, warnings *[]string) {
	t.Helper()
	warnings = &[]string{}
	cfg.TokenCachePath = filepath.Join(t.TempDir(), "cache.json")
	cfg.Warn = func(_ context.Context, message string) { *warnings = append(*warnings, message) }
	return cfg, warnings
}

// redemptions returns the refresh tokens of the token requests so far, as the emulator shows them:
// by their hash.
func redemptions(server *emulator.Server) []string {
	var tokens []string
	for _, r := range server.Requests() {
		if r.Kind == emulator.KindToken {
			_, rest, _ := strings.Cut(r.Body, "refresh_token=sha256")
			token, _, _ := strings.Cut(rest, "&")
			tokens = append(tokens, token)
		}
	}
	return tokens
}

func TestTokenCache_NextProcessUsesTheAccessTokenThatIsThere(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, warnings := cached(t, emulatorConfig(t, server))
	var seen []auth.SignIn
	cfg.Observe = func(_ context.Context, e auth.SignIn) { seen = append(seen, e) }
	first := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	second := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	if second.Value != first.Value || second.ExpiresOn.Sub(first.ExpiresOn).Abs() > time.Second {
		t.Errorf("another token, or one that lives until %s in place of %s", second.ExpiresOn,
			first.ExpiresOn)
	}
	if got := server.Count(emulator.KindToken); got != 1 {
		t.Errorf("%d redemptions, want 1", got)
	}
	type summary struct{ FromCache, Rolled bool }
	var got []summary
	for _, e := range seen {
		got = append(got, summary{e.FromCache, e.Rolled})
	}
	if diff := cmp.Diff([]summary{{false, true}, {true, false}}, got); diff != "" {
		t.Errorf("observed (-want +got):\n%s", diff)
	}
	if len(*warnings) != 0 {
		t.Errorf("warnings: %v", *warnings)
	}
}

func TestTokenCache_OneTimeRefreshTokensSurvive(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	cfg, _ := cached(t, emulatorConfig(t, server))
	var last string
	for range 4 { // a process each
		last = signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: last}).Value
	}
	if got := server.Count(emulator.KindToken); got != 4 {
		t.Errorf("%d token requests, want 4 without a failed one", got)
	}
}

func TestTokenCache_HoldsNoConfiguredTokenAndNoClientSecret(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	content, err := os.ReadFile(cfg.TokenCachePath)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{cfg.RefreshToken, server.ClientSecret()} {
		if strings.Contains(string(content), secret) {
			t.Error("the token cache holds what is configured")
		}
	}
	assertContains(t, string(content), server.UserPrincipalName(),
		strings.TrimPrefix(server.AuthorityURL(), "https://")+"|"+server.TenantID()+"|"+server.ClientID())
}

func TestTokenCache_NewlyConfiguredTokenWins(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	first := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	cfg.RefreshToken = server.RefreshToken()
	second := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	if first.Value == second.Value || server.Count(emulator.KindToken) != 2 {
		t.Error("the access token of the old chain was used")
	}
	third := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: second.Value})
	tokens := redemptions(server)
	if third.Value == second.Value || tokens[2] == tokens[0] || tokens[2] == tokens[1] {
		t.Error("the new chain did not go on with its rolled token")
	}
}

func TestTokenCache_FallsBackToTheConfiguredTokenOnInvalidGrant(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	first := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	server.FailNextToken(50173)
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: first.Value})
	tokens := redemptions(server)
	if len(tokens) != 3 || tokens[0] != tokens[2] || tokens[0] == tokens[1] {
		t.Errorf("redeemed %v, want configured, rolled, configured", tokens)
	}
}

func TestTokenCache_ReplyWithoutRefreshTokenKeepsTheOldOne(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	last := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}).Value
	server.SetBehaviour(func(b *emulator.Behaviour) { b.NoRotation = true })
	for range 2 {
		last = signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: last}).Value
	}
	tokens := redemptions(server)
	if len(tokens) != 3 || tokens[1] != tokens[2] || tokens[0] == tokens[1] {
		t.Errorf("redeemed %v, want configured, rolled, rolled", tokens)
	}
}

func TestTokenCache_WarnsOfAnOldChain(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	clock := &clock{now: time.Now()}
	cfg, warnings := cached(t, emulatorConfig(t, server))
	cfg.Now = clock.Now
	last := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}).Value
	for _, test := range []struct {
		after time.Duration
		want  int
	}{{60 * 24 * time.Hour, 0}, {61 * 24 * time.Hour, 1}} {
		*warnings = nil
		clock.Advance(test.after)
		last = signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: last}).Value
		if len(*warnings) != test.want {
			t.Errorf("after %s: warnings %q", test.after, *warnings)
		}
	}
	assertContains(t, (*warnings)[0], "61 days old", "`partnercenter rotate`")
	assertNothingIssued(t, server, nil, *warnings)
}

func TestTokenCache_FailedSaveIsAWarningAndNothingIsLost(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	cfg, warnings := cached(t, emulatorConfig(t, server))
	inTheWay := filepath.Join(cfg.TokenCachePath, "in the way")
	// between the check of the place and the save
	cfg.Observe = func(_ context.Context, e auth.SignIn) {
		if e.FromRolled || e.FromCache {
			return
		}
		if err := os.MkdirAll(inTheWay, 0o700); err != nil {
			t.Error(err)
		}
	}
	source := newSource(t, cfg)
	first := signedIn(t, source, server, auth.TokenRequest{})
	if len(*warnings) != 1 {
		t.Fatalf("warnings: %q", *warnings)
	}
	assertContains(t, (*warnings)[0], "not in the token cache", cfg.TokenCachePath)
	assertNothingIssued(t, server, nil, *warnings)
	if err := os.RemoveAll(cfg.TokenCachePath); err != nil {
		t.Fatal(err)
	}
	// goes on with the token in memory
	second := signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: second.Value})
}

func TestTokenCache_UnwritablePlaceIsAnErrorBeforeAnythingIsRedeemed(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	cfg.TokenCachePath = filepath.Join(writeFile(t, nil), "cache.json")
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "use the token cache "+cfg.TokenCachePath, "`token_cache_path`")
	if got := server.Count(emulator.KindToken); got != 0 {
		t.Errorf("%d redemptions, want none", got)
	}
}

func TestTokenCache_WithoutConfiguredTokenNeedsALogin(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, publicConfig(t, server))
	result := auth.LoginResult{RefreshToken: cfg.RefreshToken, ObtainedAt: time.Now()}
	cfg.RefreshToken = ""
	source := newSource(t, cfg)
	failure := tokenError(t, source, auth.TokenRequest{})
	assertContains(t, failure.Error(), "sign in with token_cache_path", "holds no sign-in",
		"`partnercenter login`")
	if err := auth.SaveLogin(t.Context(), cfg, result); err != nil {
		t.Fatal(err)
	}
	// the same process finds what was saved meanwhile
	first := signedIn(t, source, server, auth.TokenRequest{})
	signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
	// the token of the login, configured as well, goes on with its chain
	cfg.RefreshToken = result.RefreshToken
	if got := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}); got.Value == first.Value ||
		server.Count(emulator.KindToken) != 2 {
		t.Errorf("%d redemptions, want 2", server.Count(emulator.KindToken))
	}
	server.RevokeRefreshTokens()
	cfg.RefreshToken = ""
	failure = tokenError(t, newSource(t, cfg), auth.TokenRequest{Rejected: "all", Claims: "{}"})
	assertContains(t, failure.Error(), "AADSTS50173", "`partnercenter login`")
	assertNothingIssued(t, server, nil, failure)
}
