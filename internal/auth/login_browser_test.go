// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// visit is a browser that opens the page, follows its redirect, and returns the status of the last
// page.
func visit(t *testing.T, client *http.Client, address string) int {
	t.Helper()
	browser := *client
	browser.CheckRedirect = nil
	// Not t.Context: the page may still be loading when the sign-in is over.
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, address,
		http.NoBody)
	if err != nil {
		t.Error(err)
		return 0
	}
	resp, err := browser.Do(req)
	if err != nil {
		t.Error(err)
		return 0
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// userVisits is an openURL whose user signs in.
func userVisits(t *testing.T, cfg auth.Config) func(string) error {
	t.Helper()
	var visiting sync.WaitGroup
	t.Cleanup(visiting.Wait)
	return func(address string) error {
		visiting.Go(func() {
			if status := visit(t, cfg.HTTPClient, address); status != http.StatusOK {
				t.Errorf("the farewell page has status %d", status)
			}
		})
		return nil
	}
}

// checkLogin wants the result of a sign-in of the admin agent, and that its refresh token works.
func checkLogin(t *testing.T, server *emulator.Server, cfg auth.Config, got auth.LoginResult,
	mfa bool) {
	t.Helper()
	if got.RefreshToken == "" || time.Since(got.ObtainedAt).Abs() > time.Minute {
		t.Errorf("refresh token missing, or obtained at %s", got.ObtainedAt)
	}
	want := auth.LoginResult{
		RefreshToken: got.RefreshToken, ObtainedAt: got.ObtainedAt,
		Username: server.UserPrincipalName(), TenantID: server.TenantID(), ClientID: cfg.ClientID,
		MFA: &mfa,
	}
	if !cmp.Equal(want, got) {
		t.Errorf("got %s (MFA %v), want %s", got, got.MFA, want)
	}
	assertNothingIssued(t, server, nil, got, &got)
	cfg.RefreshToken = got.RefreshToken
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
}

func TestLoginWithBrowser_EveryKindOfClient(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config func(*testing.T, *emulator.Server) auth.Config
		mfa    emulator.SignInMFA
		want   bool
	}{
		"client secret":        {emulatorConfig, emulator.SignInMFAAsked, true}, // so it was asked for
		"public client":        {publicConfig, emulator.SignInMFAAsked, true},
		"certificate":          {certificateConfig, emulator.SignInMFAAlways, true},
		"user without any MFA": {publicConfig, emulator.SignInMFANever, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = test.mfa })
			cfg := test.config(t, server)
			got, err := auth.LoginWithBrowser(t.Context(), cfg, userVisits(t, cfg))
			if err != nil {
				t.Fatal(err)
			}
			checkLogin(t, server, cfg, got, test.want)
		})
	}
}

func certificateConfig(t *testing.T, server *emulator.Server) auth.Config {
	t.Helper()
	c := newCertificate(t, time.Now().Add(time.Hour))
	server.RegisterCertificate(c.own)
	credential, err := auth.CertificateCredential(auth.Certificate{Data: c.bundle(t)})
	if err != nil {
		t.Fatal(err)
	}
	cfg := emulatorConfig(t, server)
	cfg.Credential = credential
	return cfg
}

func TestLoginWithBrowser_AddressOfTheSignInPage(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	var opened []*url.URL
	for range 2 {
		_, err := auth.LoginWithBrowser(t.Context(), cfg, func(address string) error {
			u, err := url.Parse(address)
			opened = append(opened, u)
			return errors.Join(err, errors.New("no browser here"))
		})
		var failure *auth.Error
		if !errors.As(err, &failure) {
			t.Fatalf("got %v", err)
		}
		assertContains(t, failure.Error(), "no browser here", "device code")
	}
	query := opened[0].Query()
	for name, want := range map[string]string{
		"client_id": cfg.ClientID, "response_type": "code", "response_mode": "query",
		"prompt": "select_account", "amr_values": "mfa",
		"code_challenge_method": "S256", "scope": scope + " openid profile offline_access",
	} {
		if got := query.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := query.Get("redirect_uri"); !strings.HasPrefix(got, "http://localhost:") {
		t.Errorf("redirect URI %s", got)
	}
	for _, name := range []string{"state", "code_challenge"} {
		if first, second := query.Get(name), opened[1].Query().Get(name); len(first) < 40 ||
			first == second {
			t.Errorf("%s is short, or the same twice", name)
		}
	}
}

// Other pages in the browser, and other programs, can reach the port too.
func TestLoginWithBrowser_OnlyTheAnswerWithTheStateCounts(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	plain := &http.Client{}
	got, err := auth.LoginWithBrowser(t.Context(), cfg, func(address string) error {
		u, err := url.Parse(address)
		if err != nil {
			return err
		}
		base, state := u.Query().Get("redirect_uri"), url.QueryEscape(u.Query().Get("state"))
		for _, request := range []string{"/?code=x", "/?code=x&state=", "/?code=x&state=wrong",
			"/?error=access_denied&state=wrong", "/favicon.ico", "/x?code=x&state=" + state} {
			if status := visit(t, plain, base+request); status != http.StatusNotFound {
				t.Errorf("%s: status %d", strings.ReplaceAll(request, state, "STATE"), status)
			}
		}
		post, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
			base+"/?code=x&state="+state, http.NoBody)
		if err != nil {
			return err
		}
		resp, err := plain.Do(post)
		if err != nil {
			return err
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("POST: status %d", resp.StatusCode)
		}
		return userVisits(t, cfg)(address)
	})
	if err != nil {
		t.Fatal(err)
	}
	checkLogin(t, server, cfg, got, true)
}

func TestLoginWithBrowser_Refusals(t *testing.T) {
	t.Parallel()
	answer := func(query string) func(*testing.T, auth.Config) func(string) error {
		return func(t *testing.T, _ auth.Config) func(string) error {
			t.Helper()
			return func(address string) error {
				u, err := url.Parse(address)
				if err != nil {
					return err
				}
				visit(t, &http.Client{}, u.Query().Get("redirect_uri")+"/?"+query+"&state="+
					url.QueryEscape(u.Query().Get("state")))
				return nil
			}
		}
	}
	for name, test := range map[string]struct {
		open   func(*testing.T, auth.Config) func(string) error
		aadsts int // of the token endpoint
		want   []string
	}{
		"the user declines": {answer("error=access_denied&error_description=" +
			url.QueryEscape("AADSTS65004: User declined to consent.\r\nTrace ID: x")), 0,
			[]string{"AADSTS65004: User declined to consent.", "declined the consent"}},
		"no consent": {answer("error=invalid_grant&error_description=" +
			url.QueryEscape("AADSTS65001: No consent. Trace ID: x")), 0,
			[]string{"user_impersonation", "admin consent"}},
		"no code and no error":   {answer("x=y"), 0, []string{"the answer holds no code"}},
		"a code from elsewhere":  {answer("code=x"), 0, []string{"AADSTS9002313"}},
		"the code is refused":    {userVisits, 7000215, []string{"AADSTS7000215", "secret's value"}},
		"no MFA, says a policy ": {userVisits, 50076, []string{"AADSTS50076", "with MFA"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t)
			cfg := emulatorConfig(t, server)
			if test.aadsts != 0 {
				server.FailNextToken(test.aadsts)
			}
			_, err := auth.LoginWithBrowser(t.Context(), cfg, test.open(t, cfg))
			var failure *auth.Error
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			assertContains(t, failure.Error(),
				append(test.want, "cannot sign in with the browser (tenant "+server.TenantID())...)
			assertNothingIssued(t, server, nil, failure)
		})
	}
}

func TestLoginWithBrowser_EndsWithTheCallersTime(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	ctx, cancel := context.WithCancel(t.Context())
	var base string
	_, err := auth.LoginWithBrowser(ctx, cfg, func(address string) error {
		u, err := url.Parse(address)
		base = u.Query().Get("redirect_uri")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "no answer came") ||
		!strings.Contains(err.Error(), "AADSTS50011") {
		t.Errorf("got %v", err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := (&http.Client{}).Do(req); err == nil {
		_ = resp.Body.Close()
		t.Error("the port is still open")
	}
}
