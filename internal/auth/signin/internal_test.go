// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/tokencache"
)

// chainSource begins with the refresh token "token".
func chainSource(redeem redeemer) *refreshTokenSource {
	cfg := Config{RefreshToken: "token"}.normalised()
	return redeemWith(cfg, entra.App{}, redeem).source(cfg.Cloud.PartnerCenter())
}

// A redemption does not inherit its callers' deadlines, so it needs its own.
func TestRefreshToken_SharedRedemptionHasItsOwnLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan time.Duration, 1)
		started := time.Now()
		source := chainSource(func(ctx context.Context, _, _, _ string) (entra.Redeemed,
			*auth.Error) {
			<-ctx.Done()
			ended <- time.Since(started)
			return entra.Redeemed{}, entra.RequestFailure("sign in", ctx.Err(), auth.Redactor{})
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := source.Token(ctx, auth.TokenRequest{}); err == nil ||
			time.Since(started) != time.Second {
			t.Errorf("the caller got %v after %s, want an error after its own second", err,
				time.Since(started))
		}
		expect.Equal(t, "time of the redemption", renewalLimit, <-ended)
	})
}

// Callers with different requests wait for each other. The second caller uses the first one's
// result.
func TestRefreshToken_RenewalLooksIntoMemoryFirst(t *testing.T) {
	t.Parallel()
	source := chainSource(func(context.Context, string, string, string) (entra.Redeemed,
		*auth.Error) {
		t.Error("redeemed, though a good token is there")
		return entra.Redeemed{}, &auth.Error{}
	})
	source.shared.keep(entra.Redeemed{AccessToken: "new", Life: time.Hour}, "")
	token, err := source.shared.renew(t.Context(), auth.TokenRequest{Rejected: "old"})
	if token.Value != "new" || err != nil {
		t.Errorf("got token %q, error %v", token.Value, err)
	}
}

// A temporary failure is not remembered, but callers that wait together share it.
func TestRefreshToken_ConcurrentCallersShareAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var redemptions atomic.Int32
		gate := make(chan struct{})
		source := chainSource(func(context.Context, string, string, string) (entra.Redeemed,
			*auth.Error) {
			redemptions.Add(1)
			<-gate
			return entra.Redeemed{}, &auth.Error{StatusCode: 503}
		})
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				if _, err := source.Token(t.Context(), auth.TokenRequest{}); err == nil {
					t.Error("got a token")
				}
			})
		}
		synctest.Wait() // all of them wait for the redemption
		close(gate)
		callers.Wait()
		expect.Equal(t, "redemptions", 1, redemptions.Load())
	})
}

func TestRefreshChain_AdoptsARecordOfTheTokenCache(t *testing.T) {
	t.Parallel()
	early, late := time.Unix(1000, 0), time.Unix(2000, 0)
	saved := func(seed, token string, at time.Time) tokencache.Record {
		return tokencache.Record{SeedSHA256: tokencache.SeedHash(seed), RefreshToken: token,
			ObtainedAt:   at,
			AccessTokens: map[string]tokencache.AccessToken{"key": {Token: "bearer"}}}
	}
	tests := map[string]struct {
		chain    refreshChain
		saved    tokencache.Record
		want     []string // the tokens to try
		emptied  bool     // the record, with its access tokens, is another user's
		wantSeed string
	}{
		"the chain of the configured token": {refreshChain{configured: "c"}, saved("c", "r", early),
			[]string{"r", "c"}, false, "c"},
		"a newly configured token": {refreshChain{configured: "new"}, saved("c", "r", early),
			[]string{"new"}, true, "new"},
		"an empty file": {refreshChain{configured: "c"}, tokencache.Record{}, []string{"c"}, true,
			"c"},
		"no configured token": {refreshChain{}, saved("c", "r", early), []string{"r"}, false, "c"},
		"nothing at all": {refreshChain{}, tokencache.Record{SeedSHA256: tokencache.SeedHash("c")}, nil,
			true, "c"},
		"never rolled": {refreshChain{configured: "c"}, saved("c", "", time.Time{}),
			[]string{"c"}, false, "c"},
		"another process was here": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: early}, saved("c", "theirs", late), []string{"theirs", "c"}, false, "c"},
		"the last save failed": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: late}, saved("c", "old", early), []string{"mine", "c"}, false, "c"},
		"the file was deleted": {refreshChain{configured: "c", rolled: "mine",
			obtainedAt: late}, tokencache.Record{}, []string{"mine", "c"}, true, "c"},
	}
	for name, test := range tests {
		test.chain.adopt(&test.saved)
		var got []string
		for _, link := range test.chain.candidates() {
			got = append(got, link.token)
		}
		expect.Equal(t, name+": to try", test.want, got)
		if emptied := len(test.saved.AccessTokens) == 0; emptied != test.emptied ||
			test.saved.SeedSHA256 != tokencache.SeedHash(test.wantSeed) {
			t.Errorf("%s: record %+v", name, test.saved)
		}
	}
}

// fakeAZ creates a folder that contains only a fake az.
func fakeAZ(t *testing.T, unix, windows string) string {
	t.Helper()
	dir := t.TempDir()
	name, script := "az", "#!/bin/sh\n"+unix+"\n"
	if runtime.GOOS == "windows" {
		name, script = "az.cmd", "@echo off\r\n"+windows+"\r\n"
	}
	//nolint:gosec // a program has to be executable
	expect.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700))
	return dir
}

func TestRunAzureCLI_FindsItInPATHAndSeparatesItsOutputs(t *testing.T) {
	t.Setenv("PATH", fakeAZ(t, `echo "args: $*"; echo complaint >&2; exit 3`,
		"echo args: %*\r\necho complaint 1>&2\r\nexit /b 3"))
	stdout, stderr, err := runAzureCLI(t.Context(), "account", "get-access-token", "--resource",
		"https://x.example.com")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("error %v", err)
	}
	if got := strings.TrimSpace(string(stdout)); got != "args: account get-access-token "+
		"--resource https://x.example.com" {
		t.Errorf("stdout %q", got)
	}
	expect.Equal(t, "stderr", "complaint", strings.TrimSpace(string(stderr)))
}

func TestRunAzureCLI_MissingProgram(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, _, err := runAzureCLI(t.Context()); !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestRunCommand_EndsWithItsTimeAndWithTheCallers(t *testing.T) {
	t.Setenv("PATH", fakeAZ(t, "while :; do :; done", ":again\r\ngoto again"))
	if _, _, err := runCommand(t.Context(), 50*time.Millisecond, "az"); !errors.Is(err,
		context.DeadlineExceeded) {
		t.Errorf("its own limit: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := runCommand(ctx, time.Minute, "az"); !errors.Is(err, context.Canceled) {
		t.Errorf("the caller's end: %v", err)
	}
}
