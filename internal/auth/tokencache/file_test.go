// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package tokencache

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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

func storeAt(path string) *File { return Open(path, time.Now) }

// mustUpdate saves the result of change for the record "id".
func mustUpdate(t *testing.T, store *File, change func(*Record)) {
	t.Helper()
	if err := store.Update(t.Context(), "id",
		func(r *Record, _ error) bool { change(r); return true }); err != nil {
		t.Fatal(err)
	}
}

// recordOf reads the record "id".
func recordOf(t *testing.T, store *File) Record {
	t.Helper()
	var found Record
	if err := store.Update(t.Context(), "id",
		func(r *Record, _ error) bool { found = *r; return false }); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFile_FilesAreTheirOwnersOnly(t *testing.T) {
	t.Parallel()
	folder, shared := filepath.Join(t.TempDir(), "new", "folder"), t.TempDir()
	modes := map[string]fs.FileMode{folder: 0o700 | fs.ModeDir}
	for _, name := range []string{"cache.json", "cache.json.tmp"} { // .tmp is left by a killed process
		path := filepath.Join(shared, name)
		expect.NoError(t, os.WriteFile(path, []byte("{}"), 0o644)) //nolint:gosec // must be repaired
	}
	for _, folder := range []string{folder, shared} {
		store := storeAt(filepath.Join(folder, "cache.json"))
		mustUpdate(t, store, func(r *Record) { r.RefreshToken = "rolled" })
		modes[store.Path], modes[store.Path+".lock"] = 0o600, 0o600
	}
	for path, mode := range modes {
		if got := expect.Must(os.Stat(path))(t).Mode(); runtime.GOOS != "windows" && got != mode {
			t.Errorf("%s has mode %s, want %s", path, got, mode)
		}
	}
	if left := expect.Must(os.ReadDir(folder))(t); len(left) != 2 {
		t.Errorf("files beside the token cache and its lock: %v", left)
	}
}

func TestFile_FormatOfTheFile(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	at := time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)
	mustUpdate(t, store, func(r *Record) {
		*r = Record{SeedSHA256: SeedHash("configured"), RefreshToken: "rolled", ObtainedAt: at,
			Username: "agent@contoso.com"}
		r.AccessTokens = map[string]AccessToken{AccessTokenKey("TENANT", "scope"): {Token: "bearer",
			ExpiresOn: at}}
	})
	got := expect.Must(os.ReadFile(store.Path))(t)
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
	expect.Equal(t, "file", want, string(got))
	if got := RecordID("Login.Example:8443", "Contoso.COM",
		"ABCD"); got != "login.example:8443|contoso.com|abcd" {
		t.Errorf("record id %s", got)
	}
}

func TestFile_ReadsExistingFiles(t *testing.T) {
	t.Parallel()
	const good = `{"version":1,"records":{"id":{"refresh_token":"rolled"}}}`
	utf16 := "\xff\xfe"
	for _, char := range good {
		utf16 += string(char) + "\x00"
	}
	const damaged, foreign = "it is damaged", "it contains JSON, but not that of a token cache"
	for content, want := range map[string]struct{ token, damage string }{
		good:                                  {"rolled", ""},
		"\xef\xbb\xbf" + good:                 {"rolled", ""},
		utf16:                                 {"rolled", ""},
		"":                                    {}, // nobody has signed in yet
		"\n":                                  {},
		`{"version":1}`:                       {},
		`{"version":1,"records":{"id":null}}`: {},
		good[:50]:                             {"", damaged + ": its JSON is cut off after 50 bytes"},
		"rolled":                              {"", damaged + ": its JSON breaks at byte 1 of 6"},
		"\x00\x01":                            {"", damaged},
		`{"refresh_token":"rolled"}`:          {"", foreign},
		`{"version":1,"records":[]}`:          {"", foreign},
		`{"version":1,"records":"rolled"}`:    {"", foreign},
		strings.Replace(good, "1", "7", 1): {"",
			"it has version 7, and this program supports version 1"},
	} {
		store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
		expect.NoError(t, os.WriteFile(store.Path, []byte(content), 0o600))
		_ = store.Update(t.Context(), "id", func(r *Record, damage error) bool {
			said := ""
			if damage != nil {
				said = damage.Error()
			}
			if r.RefreshToken != want.token || !strings.HasPrefix(said, want.damage) ||
				(said == "") != (want.damage == "") || strings.Contains(said, "rolled") {
				t.Errorf("%q: read %q, damage %q", content, r.RefreshToken, said)
			}
			return false
		})
		if kept := expect.Must(os.ReadFile(store.Path))(t); string(kept) != content {
			t.Errorf("%q: the file is now %q", content, kept)
		}
		mustUpdate(t, store, func(r *Record) { r.RefreshToken = "new" })
		if got := recordOf(t, store); got.RefreshToken != "new" {
			t.Errorf("%q: cannot be replaced", content)
		}
	}
}

func TestFile_ExpiredAccessTokensAreDroppedOnWrite(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	mustUpdate(t, store, func(r *Record) {
		r.AccessTokens = map[string]AccessToken{
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
		req  auth.TokenRequest
		want bool
	}{
		"plenty of time":      {time.Hour, auth.TokenRequest{}, true},
		"a little more":       {5*time.Minute + time.Second, auth.TokenRequest{}, true},
		"five minutes":        {5 * time.Minute, auth.TokenRequest{}, false},
		"expired":             {-time.Minute, auth.TokenRequest{}, false},
		"refused":             {time.Hour, auth.TokenRequest{Rejected: "bearer"}, false},
		"another one refused": {time.Hour, auth.TokenRequest{Rejected: "other"}, true},
		"a claims challenge":  {time.Hour, auth.TokenRequest{Claims: "{}"}, false},
	} {
		r := Record{AccessTokens: map[string]AccessToken{"key": {Token: "bearer",
			ExpiresOn: now.Add(test.left)}}}
		then := now.Add(5 * time.Minute)
		if got, ok := r.Serving("key", test.req, then); ok != test.want || (ok && got.Token != "bearer") {
			t.Errorf("%s: got %v, want %v", name, ok, test.want)
		}
		if _, ok := r.Serving("another key", test.req, then); ok {
			t.Errorf("%s: a token for another scope", name)
		}
	}
}

func TestFile_UpdatesDoNotOverlap(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache.json")
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			if err := storeAt(path).Update(t.Context(), "id",
				func(r *Record, _ error) bool { r.Username += "x"; return true }); err != nil {
				t.Error(err)
			}
		})
	}
	writers.Wait()
	expect.Equal(t, "got", strings.Repeat("x", 8), recordOf(t, storeAt(path)).Username)
}

func TestFile_WaitsForTheLockForAWhile(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	held, release := make(chan struct{}), make(chan struct{})
	var holder sync.WaitGroup
	defer holder.Wait()
	defer close(release)
	holder.Go(func() {
		if err := store.Update(t.Context(), "id",
			func(*Record, error) bool { close(held); <-release; return false }); err != nil {
			t.Error(err)
		}
	})
	<-held
	waiting := storeAt(store.Path)
	waiting.wait = 60 * time.Millisecond
	err := waiting.Update(t.Context(), "id",
		func(*Record, error) bool { t.Error("changed without the lock"); return false })
	if err == nil || !strings.Contains(err.Error(), "another process has held the lock") ||
		!strings.Contains(err.Error(), store.Path) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := storeAt(store.Path).Update(ctx, "id",
		func(*Record, error) bool { return false }); !errors.Is(err, context.Canceled) {
		t.Errorf("after the caller's end: %v", err)
	}
}

// A refresh token that is redeemed and then lost helps nobody, so the place is tested first.
func TestFile_PlaceThatCannotBeWrittenIsAnErrorBeforeTheChange(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	expect.NoError(t, errors.Join(
		os.WriteFile(at("file"), nil, 0o600),
		os.WriteFile(at("huge"), nil, 0o600), os.Truncate(at("huge"), largestFile+1),
		os.MkdirAll(at("occupied.tmp/in the way"), 0o700),
		os.Symlink(at("missing"), at("nowhere")),
	))
	for path, want := range map[string]string{at("file/cache.json"): "",
		folder: "not a regular file", at("nowhere"): "not a regular file",
		at("huge"): "more than any token cache", at("occupied"): ""} {
		err := storeAt(path).Update(t.Context(), "id",
			func(*Record, error) bool { t.Errorf("%s: changed", path); return true })
		if err == nil {
			t.Errorf("%s: no error", path)
			continue
		}
		expect.Contains(t, err.Error(), "`token_cache_path`", want)
		var notSaved *NotSavedError
		if errors.As(err, &notSaved) {
			t.Errorf("%s: counts as changed", path)
		}
	}
}

func TestFile_FailedSaveIsASeparateError(t *testing.T) {
	t.Parallel()
	store := storeAt(filepath.Join(t.TempDir(), "cache.json"))
	err := store.Update(t.Context(), "id", func(*Record, error) bool {
		// after the check
		if err := os.MkdirAll(filepath.Join(store.Path, "in the way"), 0o700); err != nil {
			t.Error(err)
		}
		return true
	})
	var notSaved *NotSavedError
	var cause *os.PathError
	if !errors.As(err, &notSaved) || !errors.As(err, &cause) || notSaved.Error() != cause.Error() ||
		cause.Path != store.Path {
		t.Errorf("got %v", err)
	}
}

func TestFile_ALinkStaysALink(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	mustUpdate(t, storeAt(file), func(r *Record) { r.RefreshToken = "first" })
	expect.NoError(t, os.Symlink(file, link))
	mustUpdate(t, storeAt(link), func(r *Record) { r.RefreshToken = "second" })
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	expect.Equal(t, "file", "second", recordOf(t, storeAt(file)).RefreshToken)
}
