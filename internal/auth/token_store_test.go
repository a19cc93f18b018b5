// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func storeAt(path string) *tokenStore { return newTokenStore(path, time.Now) }

// mustUpdate saves what change does to the record "id".
func mustUpdate(t *testing.T, store *tokenStore, change func(*record)) {
	t.Helper()
	if err := store.update(t.Context(), "id",
		func(r *record, _ error) bool { change(r); return true }); err != nil {
		t.Fatal(err)
	}
}

// recordOf reads the record "id".
func recordOf(t *testing.T, store *tokenStore) record {
	t.Helper()
	var found record
	if err := store.update(t.Context(), "id",
		func(r *record, _ error) bool { found = *r; return false }); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTokenStore_FilesAreTheirOwnersOnly(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new", "folder")
	store := storeAt(filepath.Join(folder, "cache.json"))
	mustUpdate(t, store, func(r *record) { r.RefreshToken = "rolled" })
	want := map[string]fs.FileMode{folder: 0o700 | fs.ModeDir, store.path: 0o600,
		store.path + ".lock": 0o600}
	for path, mode := range want {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode() != mode {
			t.Errorf("%s has mode %s, want %s", path, info.Mode(), mode)
		}
	}
	if _, err := os.Stat(store.path + ".tmp"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the temporary file is still there: %v", err)
	}
}

func TestTokenStore_ReplacesAFileThatOthersCouldRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache.json")
	for _, name := range []string{path, path + ".tmp"} { // the second as a killed process leaves it
		if err := os.WriteFile(name, []byte("{}"), 0o644); err != nil { //nolint:gosec // that is the case to mend
			t.Fatal(err)
		}
	}
	mustUpdate(t, storeAt(path), func(r *record) { r.RefreshToken = "rolled" })
	info, err := os.Stat(path)
	if err != nil || (runtime.GOOS != "windows" && info.Mode() != 0o600) {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
}

func TestTokenStore_FormatOfTheFile(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	at := time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)
	mustUpdate(t, store, func(r *record) {
		*r = record{SeedSHA256: seedHash("configured"), RefreshToken: "rolled", ObtainedAt: at,
			Username: "agent@contoso.com"}
		r.AccessTokens = map[string]savedAccessToken{accessTokenKey("TENANT", "scope"): {Token: "bearer",
			ExpiresOn: at}}
	})
	got, err := os.ReadFile(store.path)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "version": 1,
  "records": {
    "id": {
      "seed_sha256": "20158224750041d653cd8c737d64c2fdce258d4280c9bf2a49fa1db0a7f9f3ac",
      "refresh_token": "rolled",
      "obtained_at": "2099-01-02T03:04:05Z",
      "username": "agent@contoso.com",
      "access_tokens": {
        "tenant scope": {
          "token": "bearer",
          "expires_on": "2099-01-02T03:04:05Z"
        }
      }
    }
  }
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	if got := recordID("Login.Example:8443", "Contoso.COM",
		"ABCD"); got != "login.example:8443|contoso.com|abcd" {
		t.Errorf("record id %s", got)
	}
}

func TestTokenStore_DamagedFileOrAnotherVersionIsEmpty(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"nothing":         "",
		"cut off":         `{"version":1,"records":{"id":{"refresh_token":"ro`,
		"not JSON":        "\x00\x01",
		"another version": `{"version":2,"records":{"id":{"refresh_token":"rolled"}}}`,
		"another type":    `{"version":1,"records":[]}`,
		"a record null":   `{"version":1,"records":{"id":null}}`,
		"records null":    `{"version":1}`,
	} {
		store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
		if err := os.WriteFile(store.path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := recordOf(t, store); got.RefreshToken != "" {
			t.Errorf("%s: read %q", name, got.RefreshToken)
		}
		mustUpdate(t, store, func(r *record) { r.RefreshToken = "new" })
		if got := recordOf(t, store); got.RefreshToken != "new" {
			t.Errorf("%s: cannot be replaced", name)
		}
	}
}

func TestTokenStore_ExpiredAccessTokensAreDroppedOnWrite(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	mustUpdate(t, store, func(r *record) {
		r.AccessTokens = map[string]savedAccessToken{
			"old": {Token: "old", ExpiresOn: time.Now().Add(-time.Second)},
			"new": {Token: "new", ExpiresOn: time.Now().Add(time.Minute)},
		}
	})
	got := recordOf(t, store).AccessTokens
	if len(got) != 1 || got["new"].Token != "new" {
		t.Errorf("kept %v", got)
	}
}

func TestRecord_AccessTokenServesWithMoreThanFiveMinutesLeft(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, test := range map[string]struct {
		left time.Duration
		req  TokenRequest
		want bool
	}{
		"plenty of time":      {time.Hour, TokenRequest{}, true},
		"a little more":       {5*time.Minute + time.Second, TokenRequest{}, true},
		"five minutes":        {5 * time.Minute, TokenRequest{}, false},
		"expired":             {-time.Minute, TokenRequest{}, false},
		"refused":             {time.Hour, TokenRequest{Rejected: "bearer"}, false},
		"another one refused": {time.Hour, TokenRequest{Rejected: "other"}, true},
		"a claims challenge":  {time.Hour, TokenRequest{Claims: "{}"}, false},
	} {
		r := record{AccessTokens: map[string]savedAccessToken{"key": {Token: "bearer",
			ExpiresOn: now.Add(test.left)}}}
		if got, ok := r.accessToken("key", test.req, now); ok != test.want ||
			(ok && got.accessToken != "bearer") {
			t.Errorf("%s: got %v, want %v", name, ok, test.want)
		}
		if _, ok := r.accessToken("another key", test.req, now); ok {
			t.Errorf("%s: a token for another scope", name)
		}
	}
}

func TestTokenStore_UpdatesDoNotOverlap(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache.json")
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			if err := storeAt(path).update(t.Context(), "id",
				func(r *record, _ error) bool { r.Username += "x"; return true }); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	if got := recordOf(t, storeAt(path)).Username; got != strings.Repeat("x", 8) {
		t.Errorf("got %q", got)
	}
}

func TestTokenStore_WaitsForTheLockForAWhile(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	held, release := make(chan struct{}), make(chan struct{})
	var holder sync.WaitGroup
	defer holder.Wait()
	defer close(release)
	holder.Go(func() {
		if err := store.update(t.Context(), "id",
			func(*record, error) bool { close(held); <-release; return false }); err != nil {
			t.Error(err)
		}
	})
	<-held
	waiting := storeAt(store.path)
	waiting.wait = 60 * time.Millisecond
	err := waiting.update(t.Context(), "id",
		func(*record, error) bool { t.Error("changed without the lock"); return false })
	if err == nil || !strings.Contains(err.Error(), "another process has held the lock") ||
		!strings.Contains(err.Error(), store.path) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := storeAt(store.path).update(ctx, "id",
		func(*record, error) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("after the caller's end: %v", err)
	}
}

// A refresh token that is redeemed and then lost helps nobody, so the place is tried first.
func TestTokenStore_PlaceThatCannotBeWrittenIsAnErrorBeforeTheChange(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	occupied := filepath.Join(t.TempDir(), "cache.json")
	if err := os.MkdirAll(filepath.Join(occupied+".tmp", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"a folder that is a file":        filepath.Join(file, "cache.json"),
		"a file that is a folder":        folder,
		"no room for the temporary file": occupied,
	} {
		err := storeAt(path).update(t.Context(), "id",
			func(*record, error) bool { t.Errorf("%s: changed", name); return true })
		if err == nil || !strings.Contains(err.Error(), "`token_cache_path`") {
			t.Errorf("%s: %v", name, err)
		}
		var notSaved *notSavedError
		if errors.As(err, &notSaved) {
			t.Errorf("%s: counts as changed", name)
		}
	}
}

func TestTokenStore_FailedSaveIsToldApart(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	err := store.update(t.Context(), "id", func(*record, error) bool {
		// after the check
		if err := os.MkdirAll(filepath.Join(store.path, "in the way"), 0o700); err != nil {
			t.Error(err)
		}
		return true
	})
	var notSaved *notSavedError
	var cause *os.LinkError
	if !errors.As(err, &notSaved) || !errors.As(err, &cause) || notSaved.Error() != cause.Error() {
		t.Errorf("got %v", err)
	}
}

func TestTokenStore_TouchesNothingButARegularFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	huge := filepath.Join(folder, "huge")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, largestFile+1); err != nil {
		t.Fatal(err)
	}
	nowhere := filepath.Join(folder, "nowhere")
	if err := os.Symlink(filepath.Join(folder, "missing"), nowhere); err != nil {
		t.Fatal(err)
	}
	for path, say := range map[string]string{folder: "not a regular file",
		nowhere: "not a regular file", huge: "more than any token cache"} {
		err := storeAt(path).update(t.Context(), "id", func(*record, error) bool {
			t.Errorf("%s: the refresh token would have been redeemed", path)
			return true
		})
		if err == nil || !strings.Contains(err.Error(), say) {
			t.Errorf("%s: got %v, want %q", path, err, say)
		}
	}
}

func TestTokenStore_ALinkStaysALink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	mustUpdate(t, storeAt(file), func(r *record) { r.RefreshToken = "first" })
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	mustUpdate(t, storeAt(link), func(r *record) { r.RefreshToken = "second" })
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if got := recordOf(t, storeAt(file)).RefreshToken; got != "second" {
		t.Errorf("the file holds %q", got)
	}
}
