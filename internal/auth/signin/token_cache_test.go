// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// cached adds a token cache to the configuration, and a list of the warnings.
func cached(t *testing.T, cfg signin.Config) (withCache signin.Config, warnings *[]string) {
	t.Helper()
	warnings = &[]string{}
	cfg.TokenCachePath = filepath.Join(t.TempDir(), "cache.json")
	cfg.Warn = func(_ context.Context, message string) { *warnings = append(*warnings, message) }
	return cfg, warnings
}

// redemptions returns the refresh tokens of the token requests so far, as hashes, the form in which
// the emulator shows them.
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

func TestTokenCache_HoldsNoConfiguredTokenAndNoClientSecret(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, emulatorConfig(t, server))
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	content := expect.Must(os.ReadFile(cfg.TokenCachePath))(t)
	for _, secret := range []string{cfg.RefreshToken, server.ClientSecret()} {
		if strings.Contains(string(content), secret) {
			t.Error("the token cache holds what is configured")
		}
	}
	expect.Contains(t, string(content), server.UserPrincipalName(),
		strings.TrimPrefix(server.AuthorityURL(), "https://")+"|"+server.TenantID()+"|"+server.ClientID())
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
		expect.Equal(t, test.after.String()+": warnings", test.want, len(*warnings))
	}
	expect.Contains(t, (*warnings)[0], "61 days old", "`partnercenter rotate`")
	assertNothingIssued(t, server, nil, *warnings)
}

func TestTokenCache_FailedSaveIsAWarningAndNothingIsLost(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	cfg, warnings := cached(t, emulatorConfig(t, server))
	inTheWay := filepath.Join(cfg.TokenCachePath, "in the way")
	// between the check of the place and the save
	cfg.Observe = func(_ context.Context, e signin.Redemption) {
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
	expect.Contains(t, (*warnings)[0], "not in the token cache", cfg.TokenCachePath)
	assertNothingIssued(t, server, nil, *warnings)
	expect.NoError(t, os.RemoveAll(cfg.TokenCachePath))
	// continues with the token in memory
	second := signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: second.Value})
}

func TestTokenCache_WithoutConfiguredTokenNeedsALogin(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, publicConfig(t, server))
	result := signin.LoginResult{RefreshToken: cfg.RefreshToken, ObtainedAt: time.Now()}
	cfg.RefreshToken = ""
	source := newSource(t, cfg)
	failure := tokenError(t, source, auth.TokenRequest{})
	expect.Contains(t, failure.Error(), "sign in with token_cache_path", "contains no sign-in",
		"`partnercenter login`")
	expect.NoError(t, signin.SaveLogin(t.Context(), cfg, result))
	// the same process finds the tokens saved in the meantime
	first := signedIn(t, source, server, auth.TokenRequest{})
	signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
	// the token of the login, also configured, continues its chain
	cfg.RefreshToken = result.RefreshToken
	if got := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}); got.Value == first.Value ||
		server.Count(emulator.KindToken) != 2 {
		t.Errorf("%d redemptions, want 2", server.Count(emulator.KindToken))
	}
	server.RevokeRefreshTokens()
	cfg.RefreshToken = ""
	failure = tokenError(t, newSource(t, cfg), auth.TokenRequest{Rejected: "all", Claims: "{}"})
	expect.Contains(t, failure.Error(), "AADSTS50173", "`partnercenter login`")
	assertNothingIssued(t, server, nil, failure)
}

// damagedCache is a token cache that a full disk has cut off in the middle of a token.
const damagedCache = `{"version":1,"records":{"id":{"refresh_token":"0.AXwAsecret`

func writeCache(t *testing.T, cfg signin.Config, content string) {
	t.Helper()
	expect.NoError(t, os.WriteFile(cfg.TokenCachePath, []byte(content), 0o600))
}

func TestTokenCache_DamagedFileIsNamedWhereItIsTheOnlySignIn(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, warnings := cached(t, emulatorConfig(t, server))
	withToken := cfg
	cfg.RefreshToken = ""
	for content, said := range map[string][]string{
		damagedCache: {"the token cache " + cfg.TokenCachePath + " cannot be read: it is damaged",
			"`partnercenter login`", "restore it from a backup"},
		"\n": {"contains no sign-in for this tenant and client"}, // as touch creates it
	} {
		writeCache(t, cfg, content)
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		expect.Contains(t, failure.Error(), said...)
		assertNothingIssued(t, server, []string{"secret"}, failure)
	}
	expect.Equal(t, "redemptions", 0, server.Count(emulator.KindToken))
	writeCache(t, cfg, "\n")
	signedIn(t, newSource(t, withToken), server, auth.TokenRequest{})
	if len(*warnings) > 0 {
		t.Errorf("warnings %q", *warnings)
	}
}

// The replaced file may have held sign-ins of others, who would notice only at the next use.
func TestTokenCache_DamagedFileThatIsReplacedIsAWarning(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for name, replace := range map[string]func(signin.Config) error{
		"by a sign-in with the configured token": func(cfg signin.Config) error {
			_, err := newSource(t, cfg).Token(t.Context(), auth.TokenRequest{})
			return err
		},
		"by a login": func(cfg signin.Config) error {
			return signin.SaveLogin(t.Context(), cfg, signin.LoginResult{RefreshToken: cfg.RefreshToken})
		},
	} {
		cfg, warnings := cached(t, emulatorConfig(t, server))
		writeCache(t, cfg, damagedCache)
		if err := replace(cfg); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(*warnings) != 1 {
			t.Fatalf("%s: warnings %q, want one", name, *warnings)
		}
		expect.Contains(t, (*warnings)[0], cfg.TokenCachePath, "cut off", "`partnercenter login`")
		assertNothingIssued(t, server, []string{"secret"}, (*warnings)[0])
		cfg.RefreshToken = ""
		signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
		expect.Equal(t, name+": warned again", 1, len(*warnings))
	}
}

// A typo in the path must not leave folders behind in which nothing is saved.
func TestTokenCache_ReadingMakesNoFolder(t *testing.T) {
	t.Parallel()
	cfg := emulatorConfig(t, startEmulator(t))
	folder := filepath.Join(t.TempDir(), "missing")
	cfg.TokenCachePath, cfg.RefreshToken = filepath.Join(folder, "deeper", "tokens.json"), ""
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	expect.Contains(t, failure.Error(), "contains no sign-in for this tenant and client")
	if _, err := signin.Rotate(t.Context(), cfg); err == nil {
		t.Error("rotated nothing")
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

// The missing place must be reported before the user signs in.
func TestPrepareLogin_ExplainsAnUnusablePlace(t *testing.T) {
	t.Parallel()
	cfg := emulatorConfig(t, startEmulator(t))
	cfg.TokenCachePath = t.TempDir()
	if err := signin.PrepareLogin(t.Context(), cfg); err == nil {
		t.Error("a folder will do")
	}
	cfg.TokenCachePath = filepath.Join(cfg.TokenCachePath, "tokens.json")
	expect.NoError(t, signin.PrepareLogin(t.Context(), cfg))
	if _, err := os.Stat(cfg.TokenCachePath); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file before there is anything to keep: %v", err)
	}
}
