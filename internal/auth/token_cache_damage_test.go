// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"os"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// damagedCache is a token cache that a full disk has cut off, in the middle of a token.
const damagedCache = `{"version":1,"records":{"id":{"refresh_token":"0.AXwAsecret`

func writeCache(t *testing.T, cfg auth.Config, content string) {
	t.Helper()
	if err := os.WriteFile(cfg.TokenCachePath, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTokenCache_DamagedFileIsNamedWhereItIsTheOnlySignIn(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for content, said := range map[string]string{
		damagedCache:                             "it is damaged: its JSON is cut off after 59 bytes",
		"0.AXwAsecret":                           "it is damaged: its JSON breaks at byte 3 of 12",
		`{"refresh_token":"0.AXwAsecret"}`:       "it is JSON, but not that of a token cache",
		`{"version":1,"records":"0.AXwAsecret"}`: "it is JSON, but not that of a token cache",
		`{"version":7,"records":{}}`:             "it is of version 7, and this program knows version 1",
	} {
		cfg, warnings := cached(t, emulatorConfig(t, server))
		cfg.RefreshToken = ""
		writeCache(t, cfg, content)
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		assertContains(t, failure.Error(), "the token cache "+cfg.TokenCachePath+" cannot be read: "+said,
			"`partnercenter login`", "restore the file")
		assertNothingIssued(t, server, []string{"secret"}, failure)
		if kept, err := os.ReadFile(cfg.TokenCachePath); err != nil || string(kept) != content ||
			len(*warnings) > 0 {
			t.Errorf("%q: the file is now %q (%v), warnings %q", content, kept, err, *warnings)
		}
	}
	if n := server.Count(emulator.KindToken); n != 0 {
		t.Errorf("%d redemptions", n)
	}
}

// A file that somebody has made with touch is not damaged: nobody has signed in yet.
func TestTokenCache_EmptyFileIsNoDamage(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, warnings := cached(t, emulatorConfig(t, server))
	withToken := cfg
	cfg.RefreshToken = ""
	writeCache(t, cfg, "\n")
	assertContains(t, tokenError(t, newSource(t, cfg), auth.TokenRequest{}).Error(),
		"holds no sign-in for this tenant and client")
	signedIn(t, newSource(t, withToken), server, auth.TokenRequest{})
	if len(*warnings) > 0 {
		t.Errorf("warnings %q", *warnings)
	}
}

// What is replaced may have held sign-ins of others, which nobody would miss before they are
// needed.
func TestTokenCache_DamagedFileThatIsReplacedIsAWarning(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for name, replace := range map[string]func(auth.Config) error{
		"by a sign-in with the configured token": func(cfg auth.Config) error {
			_, err := newSource(t, cfg).Token(t.Context(), auth.TokenRequest{})
			return err
		},
		"by a login": func(cfg auth.Config) error {
			return auth.SaveLogin(t.Context(), cfg, auth.LoginResult{RefreshToken: cfg.RefreshToken})
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
		assertContains(t, (*warnings)[0], cfg.TokenCachePath, "cut off", "`partnercenter login`")
		assertNothingIssued(t, server, []string{"secret"}, (*warnings)[0])
		cfg.RefreshToken = ""
		signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
		if len(*warnings) != 1 {
			t.Errorf("%s: warned again: %q", name, *warnings)
		}
	}
}
