// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

// tokenError asks for a token and expects an *Error.
func tokenError(t *testing.T, source auth.TokenSource, req auth.TokenRequest) *auth.Error {
	t.Helper()
	_, err := source.Token(t.Context(), req)
	return failureIn(t, err)
}

// failureIn expects an *Error that contains these parts, but no secret, no token, and nothing of
// MSAL's own errors.
func failureIn(t *testing.T, err error, parts ...string) *auth.Error {
	t.Helper()
	var failure *auth.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got the error %v, want an *auth.Error", err)
	}
	expect.Contains(t, err.Error(), parts...)
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		assertNoSecret(t, cause)
	}
	var call msalerrors.CallErr
	var invalidJSON msalerrors.InvalidJsonErr
	if errors.As(err, &call) || errors.As(err, &invalidJSON) {
		t.Errorf("the error wraps one of MSAL's: %T", err)
	}
	return failure
}

// wantMistake expects a mistake in that setting that contains these parts, and no secret.
func wantMistake(t *testing.T, err error, setting string, parts ...string) {
	t.Helper()
	var mistake *anatomy.Mistake
	if !errors.As(err, &mistake) || string(mistake.Setting) != setting {
		t.Errorf("got the error %v, want a mistake in %s", err, setting)
		return
	}
	expect.Contains(t, err.Error(), parts...)
	assertNoSecret(t, err)
}

func assertNoSecret(t *testing.T, value any) {
	t.Helper()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		text := strings.ReplaceAll(fmt.Sprintf(verb, value), "get-access-token", "") // a command
		for _, secret := range []string{clientSecret, configuredRT, url.QueryEscape(clientSecret),
			"0.rolled-", "access-", "eyJ"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows %q: %s", verb, secret, text)
			}
		}
	}
}

func TestRefreshToken_RefusalIsReportedFieldByField(t *testing.T) {
	t.Parallel()
	for _, separator := range []string{"\r\n", " "} { // Entra ID uses both
		server := replying(t, func(int, url.Values) reply {
			return reply{status: http.StatusBadRequest, body: toJSON(map[string]any{
				"error": "interaction_required", "suberror": "basic_action", "error_codes": []int{50076},
				"error_description": "AADSTS50076: You must use multi-factor authentication." + separator +
					"Trace ID: trace-1" + separator + "Correlation ID: correlation-1",
				"trace_id": "trace-1", "correlation_id": "correlation-1",
				"claims": `{"access_token":{"x":1}}`,
			})}
		})
		got := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
		want := &auth.Error{
			Operation:  "sign in with refresh_token (tenant " + tenantID + ", client " + clientID + ")",
			StatusCode: 400, OAuthCode: "interaction_required", SubError: "basic_action",
			AADSTS:        []int{50076},
			Description:   "AADSTS50076: You must use multi-factor authentication.",
			Claims:        `{"access_token":{"x":1}}`,
			CorrelationID: "correlation-1", TraceID: "trace-1",
		}
		expect.Contains(t, got.Advice.String(), "Sign in again with MFA")
		got.Advice = nil
		expect.Equal(t, "error", want, got)
	}
}

func TestRefreshToken_RepliesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	whole := issue(1).body
	tests := map[string]struct {
		reply reply
		want  []string
	}{
		"truncated JSON":       {reply{body: whole[:len(whole)-10]}, []string{"cut off", "Try again"}},
		"no expires_in":        {issue(1, map[string]any{"expires_in": nil}), []string{"cut off"}},
		"expires_in of a word": {issue(1, map[string]any{"expires_in": "eyJsoon"}), []string{"cut off"}},
		"HTML with status 200": {reply{body: "<html>" + configuredRT}, []string{"not valid JSON"}},
		"endless reply":        {reply{body: strings.Repeat(" ", 2<<20) + whole}, []string{"cut off"}},
		"no access token": {issue(1, map[string]any{"access_token": nil}),
			[]string{"missing access_token"}},
		"declined scope": {issue(1, map[string]any{"scope": "openid profile"}),
			[]string{"declined scopes", "user_impersonation", "admin consent"}},
		"HTML error": {reply{status: 502, body: "<html>" + clientSecret},
			[]string{"HTTP 502", "not the JSON of Entra ID", "Try again later"}},
		"empty error": {reply{status: 403}, []string{"HTTP 403", "not the JSON of Entra ID"}},
		"error that echoes": {refuse(401, "invalid_client", 7000215, "Not valid: "+clientSecret+" "+
			configuredRT), []string{"(redacted)", "secret's value"}},
		"throttled": {reply{status: 429, header: http.Header{"Content-Type": {"text/plain"}},
			body: "slow"}, []string{"HTTP 429", "text/plain", "limits the rate"}},
		"ids in headers only": {reply{status: 500, header: http.Header{"X-Ms-Request-Id": {"trace-2"}},
			body: `{"error":"server_error"}`}, []string{"trace id trace-2"}},
		"number in words only": {reply{status: 400,
			body: `{"error":"invalid_grant","error_description":"AADSTS700082: Old."}`},
			[]string{"older than 90 days"}},
		"fields of other types": {reply{status: 400,
			body: `{"error":"invalid_grant","error_codes":"x","trace_id":7}`},
			[]string{"invalid_grant", "refuses the refresh token"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := replying(t, func(int, url.Values) reply { return test.reply })
			failure := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
			expect.Contains(t, failure.Error(), test.want...)
		})
	}
}

// net/http would repeat the form, with both secrets, at the new address. MSAL reads the token
// endpoint and the issuer from a document that somebody else could have written.
func TestRefreshToken_SecretsGoToTheSignInHostOnly(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	elsewhere := httptest.NewServer(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(elsewhere.Close)
	redirect := func(status int) func(int, url.Values) reply {
		return func(int, url.Values) reply {
			return reply{status: status, header: http.Header{"Location": {elsewhere.URL}}}
		}
	}
	for name, test := range map[string]struct {
		discovery map[string]string
		reply     func(int, url.Values) reply
		forms     int
		want      []string
	}{
		"302": {nil, redirect(302), 1, []string{"302", "Redirects are not followed"}},
		"307": {nil, redirect(307), 1, []string{"307", "Redirects are not followed"}},
		"308": {nil, redirect(308), 1, []string{"308", "Redirects are not followed"}},
		"plain HTTP": {map[string]string{"token_endpoint": elsewhere.URL + "/token"}, nil, 0,
			[]string{"without HTTPS", "authority_host"}},
		"a foreign issuer": {map[string]string{"issuer": "https://login.example.com/x"}, nil, 0,
			[]string{"login.example.com", "`authority_host`"}},
	} {
		server := newSignInServer(t)
		server.Discovery, server.Reply = test.discovery, test.reply
		cfg := server.config(t)
		cfg.HTTPClient.CheckRedirect = nil // a client that follows redirects
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		expect.Contains(t, failure.Error(), test.want...)
		if got := len(server.Forms()); got != test.forms || visits.Load() != 0 {
			t.Errorf("%s: %d token requests, %d visits elsewhere", name, got, visits.Load())
		}
	}
}

func TestRefreshToken_HostThatCannotBeReached(t *testing.T) {
	t.Parallel()
	server, closed := newSignInServer(t), newSignInServer(t)
	closed.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, test := range map[string]struct {
		host   string
		client *http.Client
		want   []string
	}{
		"nobody listens": {closed.URL, server.Client(),
			[]string{closed.URL, expect.ConnectionRefused().Error(), "cannot be reached",
				"HTTPS_PROXY"}},
		"an unknown authority": {server.URL, nil, // trusts only the system's roots
			[]string{"certificate", "`ca_bundle_path`"}},
		"no TLS": {strings.Replace(plain.URL, "http:", "https:", 1), server.Client(),
			[]string{"does not speak HTTPS"}},
	} {
		cfg := server.config(t)
		cfg.AuthorityHost, cfg.HTTPClient = test.host, test.client
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		expect.Contains(t, failure.Error(), test.want...)
		if failure.StatusCode != 0 || failure.NeedsSignIn() || errors.Unwrap(failure) == nil {
			t.Errorf("%s: fields %#v", name, failure)
		}
		var certificate *tls.CertificateVerificationError
		if errors.As(failure, &certificate) != (test.client == nil) {
			t.Errorf("%s: the cause is %v", name, errors.Unwrap(failure))
		}
	}
}

func TestRefreshToken_SlowServerIsAnErrorOfTheClientsLimit(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	release := make(chan struct{})
	defer close(release)
	server.Reply = func(int, url.Values) reply {
		<-release
		return reply{}
	}
	cfg := server.config(t)
	cfg.HTTPClient.Timeout = 100 * time.Millisecond
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	if !errors.Is(failure, context.DeadlineExceeded) {
		t.Errorf("got %v", failure)
	}
	expect.Contains(t, failure.Error(), "cannot be reached")
}

func TestTokenSource_ShowsNoSecret(t *testing.T) {
	t.Parallel()
	cfg := newSignInServer(t).config(t)
	source := newSource(t, cfg)
	token := expect.Must(source.Token(t.Context(), auth.TokenRequest{}))(t)
	ready := newSource(t, signin.Config{AccessToken: "access-ready"})
	for _, value := range []any{
		cfg, &cfg, source, ready, token, &token, source.Description(),
		cfg.Credential,
		credential.Certificate{Data: clientSecret, Password: clientSecret},
		credential.Setting{Value: clientSecret, Origin: "client_secret"},
		signin.LoginResult{RefreshToken: configuredRT},
	} {
		assertNoSecret(t, value)
	}
}
