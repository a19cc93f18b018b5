// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

// askTogether lets 50 callers ask at once, and opens the gate when all of them wait.
func askTogether(t *testing.T, source auth.TokenSource, req auth.TokenRequest,
	gate chan<- struct{}) []string {
	t.Helper()
	const callers = 50
	var started, done sync.WaitGroup
	values := make([]string, callers)
	started.Add(callers)
	for i := range callers {
		done.Go(func() {
			started.Done()
			token, err := source.Token(t.Context(), req)
			if err != nil {
				t.Errorf("caller %d: %v", i, err)
			}
			values[i] = token.Value
		})
	}
	started.Wait()
	close(gate)
	done.Wait()
	return values
}

func TestRefreshToken_ConcurrentCallersShareOneRedemption(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	var gate atomic.Pointer[chan struct{}] // every token request waits for the gate of its round
	server.Reply = func(n int, _ url.Values) reply {
		<-*gate.Load()
		return issue(n)
	}
	source := newSource(t, server.config(t))
	for round, req := range []auth.TokenRequest{{}, {Rejected: accessToken(1)}} {
		open := make(chan struct{})
		gate.Store(&open)
		for _, value := range askTogether(t, source, req, open) {
			if value != accessToken(round+1) {
				t.Fatalf("round %d: got token %q", round, value)
			}
		}
		expect.Equal(t, fmt.Sprint("redemptions in round ", round), round+1, len(server.Forms()))
	}
}

// A second service is another audience of the same sign-in: it continues the chain of the first,
// and each keeps its own access token.
func TestTokens_ServicesShareOneChain(t *testing.T) {
	t.Parallel()
	server := replying(t, func(n int, form url.Values) reply {
		asked, _, _ := strings.Cut(form.Get("scope"), " ")
		return issue(n, map[string]any{"scope": asked})
	})
	for name, path := range map[string]string{"in memory": "",
		"in the token cache": filepath.Join(t.TempDir(), "cache.json")} {
		cfg := server.config(t)
		cfg.TokenCachePath = path
		before := len(server.Forms())
		tokens := expect.Must(signin.New(cfg))(t)
		first := tokens.For(partnerCenter(cfg))
		second := tokens.For(auth.Audience{Service: "another service",
			Resource: "https://another.example.com", Scope: "https://another.example.com/.read"})
		for range 2 { // from memory the second time
			mustToken(t, first, auth.TokenRequest{}, accessToken(before+1))
			mustToken(t, second, auth.TokenRequest{}, accessToken(before+2))
		}
		mustToken(t, first, auth.TokenRequest{Rejected: accessToken(before + 1)}, accessToken(before+3))
		want := []string{configuredRT, rolledToken(before + 1), rolledToken(before + 2)}
		expect.Equal(t, name+": refresh tokens redeemed", want, server.RefreshTokens()[before:])
		if got, _, _ := strings.Cut(server.Forms()[before+1].Get("scope"), " "); got !=
			"https://another.example.com/.read" {
			t.Errorf("%s: the second service's scope is %s", name, got)
		}
	}
}

func TestRefreshToken_OneCallersEndDoesNotEndTheSharedRedemption(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	asked, release := make(chan struct{}, 1), make(chan struct{})
	server.Reply = func(n int, _ url.Values) reply {
		asked <- struct{}{}
		<-release
		return issue(n)
	}
	source := newSource(t, server.config(t))
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := source.Token(ctx, auth.TokenRequest{})
		first <- err
	}()
	<-asked
	cancel()
	err := <-first // the server is still waiting, so this did not wait for it
	var failure *auth.Error
	if !errors.Is(err, context.Canceled) || !errors.As(err, &failure) {
		t.Errorf("the caller that left got %#v", err)
	}
	close(release)
	mustToken(t, source, auth.TokenRequest{}, accessToken(1))
	expect.Equal(t, "redemptions", 1, len(server.Forms()))
}

func TestRefreshToken_EndedContextStartsNothing(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	source := newSource(t, server.config(t))
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if _, err := source.Token(ctx, auth.TokenRequest{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	expect.Equal(t, "redemptions", 0, len(server.Forms()))
}

// One wrong secret must not cost a request for each resource.
func TestRefreshToken_RefusalIsRememberedForAWhile(t *testing.T) {
	t.Parallel()
	for code, wantRequests := range map[string]int{
		"invalid_grant":           2, // one, and another after a minute
		"interaction_required":    2,
		"invalid_client":          2,
		"unauthorized_client":     2,
		"temporarily_unavailable": 4, // temporary: asked each time
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			server := replying(t, func(int, url.Values) reply {
				return refuse(http.StatusBadRequest, code, 90000, "No.")
			})
			clock := newClock()
			cfg := server.config(t)
			cfg.Now = clock.Now
			source := newSource(t, cfg)
			for range 3 {
				_ = tokenError(t, source, auth.TokenRequest{})
			}
			clock.Advance(61 * time.Second)
			_ = tokenError(t, source, auth.TokenRequest{})
			expect.Equal(t, "token requests", wantRequests, len(server.Forms()))
		})
	}
}

func TestRefreshToken_RefusedClaimsDoNotBlockOthers(t *testing.T) {
	t.Parallel()
	server := replying(t, func(n int, form url.Values) reply {
		if form.Has("claims") {
			return refuse(http.StatusBadRequest, "interaction_required", 50076, "MFA.")
		}
		return issue(n)
	})
	source := newSource(t, server.config(t))
	_ = tokenError(t, source, auth.TokenRequest{Claims: `{"access_token":{}}`})
	mustToken(t, source, auth.TokenRequest{}, accessToken(2))
}
