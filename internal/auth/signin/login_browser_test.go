// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// visit acts as a browser that opens the page, follows its redirect, and returns the status of the
// last page.
func visit(t *testing.T, client *http.Client, method, address string) int {
	t.Helper()
	browser := *client
	browser.CheckRedirect = nil
	// Not t.Context: the page may still be loading when the sign-in has ended.
	req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), method, address,
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
func userVisits(t *testing.T, cfg signin.Config) func(string) error {
	t.Helper()
	var visiting sync.WaitGroup
	t.Cleanup(visiting.Wait)
	return func(address string) error {
		visiting.Go(func() {
			expect.Equal(t, "status of the farewell page", http.StatusOK,
				visit(t, cfg.HTTPClient, http.MethodGet, address))
		})
		return nil
	}
}

// checkLogin checks that an admin agent signed in, and that the refresh token works.
func checkLogin(t *testing.T, server *emulator.Server, cfg signin.Config, got signin.LoginResult,
	mfa bool) {
	t.Helper()
	if got.RefreshToken == "" || time.Since(got.ObtainedAt).Abs() > time.Minute {
		t.Errorf("refresh token missing, or obtained at %s", got.ObtainedAt)
	}
	want := signin.LoginResult{
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
	type row struct {
		config func(*testing.T, *emulator.Server) signin.Config
		mfa    emulator.SignInMFA
		want   bool
	}
	expect.Each(t, map[string]row{
		"client secret":        {emulatorConfig, emulator.SignInMFAAsked, true}, // so MFA was asked for
		"public client":        {publicConfig, emulator.SignInMFAAsked, true},
		"certificate":          {certificateConfig, emulator.SignInMFAAlways, true},
		"user without any MFA": {publicConfig, emulator.SignInMFANever, false},
	}, func(t *testing.T, test row) {
		server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = test.mfa })
		cfg := test.config(t, server)
		got := expect.Must(signin.LoginWithBrowser(t.Context(), cfg, userVisits(t, cfg)))(t)
		checkLogin(t, server, cfg, got, test.want)
	})
}

func certificateConfig(t *testing.T, server *emulator.Server) signin.Config {
	t.Helper()
	own, made := certificateOf(t, time.Now().Add(time.Hour))
	server.RegisterCertificate(own)
	cfg := emulatorConfig(t, server)
	cfg.Credential = made
	return cfg
}

func TestLoginWithBrowser_AddressOfTheSignInPage(t *testing.T) {
	t.Parallel()
	cfg := publicConfig(t, startEmulator(t))
	var opened []url.Values
	for range 2 {
		_, err := signin.LoginWithBrowser(t.Context(), cfg, func(address string) error {
			u, err := url.Parse(address)
			opened = append(opened, u.Query())
			return errors.Join(err, errors.New("no browser here"))
		})
		_ = failureIn(t, err, "no browser here", "device code")
	}
	for name, want := range map[string]string{
		"client_id": cfg.ClientID, "response_type": "code", "response_mode": "query",
		"prompt": "select_account", "amr_values": "mfa",
		"code_challenge_method": "S256", "scope": scope + " openid profile offline_access",
	} {
		expect.Equal(t, name, want, opened[0].Get(name))
	}
	if got := opened[0].Get("redirect_uri"); !strings.HasPrefix(got, "http://localhost:") {
		t.Errorf("redirect URI %s", got)
	}
	for _, name := range []string{"state", "code_challenge"} {
		if first := opened[0].Get(name); len(first) < 40 || first == opened[1].Get(name) {
			t.Errorf("%s is short, or the same twice", name)
		}
	}
}

// answering is an openURL that answers instead of the sign-in page. It replaces STATE with the
// state.
func answering(t *testing.T, method, path string, wantStatus int) func(string) error {
	return func(address string) error {
		query := expect.Must(url.Parse(address))(t).Query()
		path := strings.ReplaceAll(path, "STATE", url.QueryEscape(query.Get("state")))
		expect.Equal(t, method+": status", wantStatus,
			visit(t, &http.Client{}, method, query.Get("redirect_uri")+path))
		return nil
	}
}

// Other pages in the browser, and other programs, can also reach the port.
func TestLoginWithBrowser_OnlyTheAnswerWithTheStateCounts(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	got := expect.Must(signin.LoginWithBrowser(t.Context(), cfg, func(address string) error {
		for _, path := range []string{"/?code=x", "/?code=x&state=", "/?code=x&state=wrong",
			"/?error=access_denied&state=wrong", "/favicon.ico", "/x?code=x&state=STATE"} {
			expect.NoError(t, answering(t, http.MethodGet, path, 404)(address))
		}
		expect.NoError(t, answering(t, http.MethodPost, "/?code=x&state=STATE", 404)(address))
		return userVisits(t, cfg)(address)
	}))(t)
	checkLogin(t, server, cfg, got, true)
}

func TestLoginWithBrowser_Refusals(t *testing.T) {
	t.Parallel()
	for answer, test := range map[string]struct {
		aadsts int // how often, for a user who signs in
		want   []string
	}{
		"error=access_denied&error_description=" +
			url.QueryEscape("AADSTS65004: User declined to consent.\r\nTrace ID: x"): {0,
			[]string{"AADSTS65004: User declined to consent.", "declined the consent"}},
		"error=invalid_grant&error_description=" +
			url.QueryEscape("AADSTS65001: No consent. Trace ID: x"): {0,
			[]string{"user_impersonation", "admin consent"}},
		"x=y":           {0, []string{"the answer contains no code"}},
		"code=x":        {0, []string{"AADSTS9002313"}}, // a foreign code
		"wrong secret":  {7000215, []string{"AADSTS7000215", "secret's value"}},
		"wants the MFA": {50076, []string{"AADSTS50076", "with MFA"}},
	} {
		server := startEmulator(t)
		cfg := emulatorConfig(t, server)
		open := answering(t, http.MethodGet, "/?"+answer+"&state=STATE", 200)
		if test.aadsts != 0 {
			open = userVisits(t, cfg)
			server.FailNextToken(test.aadsts)
		}
		_, err := signin.LoginWithBrowser(t.Context(), cfg, open)
		assertNothingIssued(t, server, nil, failureIn(t, err,
			append(test.want, "cannot sign in with the browser (tenant "+server.TenantID())...))
	}
}

func TestLoginWithBrowser_EndsWithTheCallersTime(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	ctx, cancel := context.WithCancel(t.Context())
	var base string
	_, err := signin.LoginWithBrowser(ctx, cfg, func(address string) error {
		u, err := url.Parse(address)
		base = u.Query().Get("redirect_uri")
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "no answer came") ||
		!strings.Contains(err.Error(), "AADSTS50011") {
		t.Errorf("got %v", err)
	}
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet, base, http.NoBody))(t)
	if resp, err := (&http.Client{}).Do(req); err == nil {
		_ = resp.Body.Close()
		t.Error("the port is still open")
	}
}
