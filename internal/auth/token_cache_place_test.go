// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// A slip in the path must not leave folders behind, where nothing is saved.
func TestTokenCache_ReadingMakesNoFolder(t *testing.T) {
	t.Parallel()
	cfg := emulatorConfig(t, startEmulator(t))
	folder := filepath.Join(t.TempDir(), "missing")
	cfg.TokenCachePath, cfg.RefreshToken = filepath.Join(folder, "deeper", "tokens.json"), ""
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "holds no sign-in for this tenant and client")
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
	if _, err := auth.Rotate(t.Context(), cfg); err == nil {
		t.Error("rotated nothing")
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is there: %v", err)
	}
}

func TestTokenCache_IsReadWhateverSavedIt(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := emulatorConfig(t, server)
	cfg.TokenCachePath = filepath.Join(t.TempDir(), "tokens.json")
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	plain, err := os.ReadFile(cfg.TokenCachePath)
	if err != nil {
		t.Fatal(err)
	}
	cfg.RefreshToken = ""
	for name, content := range map[string][]byte{"a byte order mark": append([]byte("\xef\xbb\xbf"),
		plain...), "UTF-16": inUTF16(string(plain))} {
		if err := os.WriteFile(cfg.TokenCachePath, content, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	}
}

// Nobody should sign in, only to hear that there is no place to keep it.
func TestPrepareLogin_SaysWhatIsWrongWithThePlace(t *testing.T) {
	t.Parallel()
	cfg := emulatorConfig(t, startEmulator(t))
	cfg.TokenCachePath = t.TempDir()
	if err := auth.PrepareLogin(t.Context(), cfg); err == nil {
		t.Error("a folder will do")
	}
	cfg.TokenCachePath = filepath.Join(cfg.TokenCachePath, "tokens.json")
	if err := auth.PrepareLogin(t.Context(), cfg); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(cfg.TokenCachePath); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a file before there is anything to keep: %v", err)
	}
}

func TestFederatedTokenFile_IsReadWhateverSavedIt(t *testing.T) {
	t.Parallel()
	for name, content := range map[string][]byte{"UTF-16": inUTF16("$(TOKEN)"),
		"a byte order mark": []byte("\xef\xbb\xbf${TOKEN}\n")} {
		cfg := emulatorConfig(t, startEmulator(t))
		cfg.Credential = auth.FederatedTokenFileCredential(writeFile(t, content))
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		t.Log(name)
		assertContains(t, failure.Error(), "placeholder")
		assertContains(t, failure.Error(), "`oidc_token_file_path`")
	}
}
