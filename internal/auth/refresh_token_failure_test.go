// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	msalerrors "github.com/AzureAD/microsoft-authentication-library-for-go/apps/errors"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// tokenError asks for a token and wants an *Error that holds no secret, no token, and nothing of
// MSAL's own errors.
func tokenError(t *testing.T, source auth.TokenSource, req auth.TokenRequest) *auth.Error {
	t.Helper()
	token, err := source.Token(t.Context(), req)
	var failure *auth.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got token %v and error %v, want an *auth.Error", token, err)
	}
	assertNoSecret(t, err)
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

func assertNoSecret(t *testing.T, value any) {
	t.Helper()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		text := strings.ReplaceAll(fmt.Sprintf(verb, value), "get-access-token", "") // a command's name
		for _, secret := range []string{clientSecret, configuredRT, url.QueryEscape(clientSecret),
			"0.rolled-", "access-", "eyJ"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s shows %q: %s", verb, secret, text)
			}
		}
	}
}

func assertContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in: %s", part, text)
		}
	}
}

func TestRefreshToken_RefusalIsToldFieldByField(t *testing.T) {
	t.Parallel()
	for _, separator := range []string{"\r\n", " "} { // Entra ID writes both
		server := newSignInServer(t)
		server.Reply = func(int, url.Values) reply {
			return reply{status: http.StatusBadRequest, body: toJSON(map[string]any{
				"error": "interaction_required", "suberror": "basic_action", "error_codes": []int{50076},
				"error_description": "AADSTS50076: You must use multi-factor authentication." + separator +
					"Trace ID: trace-1" + separator + "Correlation ID: correlation-1",
				"trace_id": "trace-1", "correlation_id": "correlation-1",
				"claims": `{"access_token":{"x":1}}`,
			})}
		}
		got := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
		want := &auth.Error{
			Operation:  "sign in with refresh_token (tenant " + tenantID + ", client " + clientID + ")",
			StatusCode: 400, OAuthCode: "interaction_required", SubError: "basic_action",
			AADSTS:        []int{50076},
			Description:   "AADSTS50076: You must use multi-factor authentication.",
			Claims:        `{"access_token":{"x":1}}`,
			CorrelationID: "correlation-1", TraceID: "trace-1",
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(auth.Error{}, "Advice")); diff != "" {
			t.Errorf("error (-want +got):\n%s", diff)
		}
		assertContains(t, got.Advice.String(), "Sign in again with MFA")
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
		"HTML with status 200": {reply{body: "<html>" + configuredRT}, []string{"not the JSON"}},
		"endless reply":        {reply{body: strings.Repeat(" ", 2<<20) + whole}, []string{"cut off"}},
		"no access token": {issue(1, map[string]any{"access_token": nil}),
			[]string{"missing access_token"}},
		"declined scope": {issue(1, map[string]any{"scope": "openid profile"}),
			[]string{"declined scopes", "user_impersonation", "admin consent"}},
		"HTML error": {reply{status: 502, body: "<html>" + clientSecret},
			[]string{"HTTP 502", "not the JSON of Entra ID", "try again later"}},
		"empty error": {reply{status: 403}, []string{"HTTP 403", "not the JSON of Entra ID"}},
		"error that echoes": {refuse(401, "invalid_client", 7000215, "Not valid: "+clientSecret+" "+
			configuredRT), []string{"(redacted)", "secret's value"}},
		"throttled": {reply{status: 429, header: http.Header{"Content-Type": {"text/plain"}},
			body: "slow"}, []string{"HTTP 429", "text/plain", "throttles"}},
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
			server := newSignInServer(t)
			server.Reply = func(int, url.Values) reply { return test.reply }
			failure := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
			assertContains(t, failure.Error(), test.want...)
		})
	}
}

// net/http would repeat the form, with both secrets in it, at the new place.
func TestRefreshToken_RedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusFound, http.StatusTemporaryRedirect,
		http.StatusPermanentRedirect} {
		var visits atomic.Int32
		elsewhere := httptest.NewServer(
			http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
		t.Cleanup(elsewhere.Close)
		server := newSignInServer(t)
		server.Reply = func(int, url.Values) reply {
			return reply{status: status, header: http.Header{"Location": {elsewhere.URL}}}
		}
		cfg := server.config(t)
		cfg.HTTPClient.CheckRedirect = nil // a client that follows
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		assertContains(t, failure.Error(), strconv.Itoa(status), "Redirects are not followed")
		if got := visits.Load(); got != 0 {
			t.Errorf("status %d: the redirect was followed %d times", status, got)
		}
	}
}

func TestRefreshToken_PlainHTTPTokenEndpointGetsNothing(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	elsewhere := httptest.NewServer(
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(elsewhere.Close)
	server := newSignInServer(t)
	server.Discovery = map[string]string{"token_endpoint": elsewhere.URL + "/token"}
	failure := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
	assertContains(t, failure.Error(), "without HTTPS", "authority_host")
	if visits.Load() != 0 {
		t.Error("the secrets went over plain HTTP")
	}
}

func TestRefreshToken_ForeignIssuerIsRefused(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	server.Discovery = map[string]string{"issuer": "https://login.example.com/x"}
	failure := tokenError(t, newSource(t, server.config(t)), auth.TokenRequest{})
	assertContains(t, failure.Error(), "login.example.com", "`authority_host`")
	if got := len(server.Forms()); got != 0 {
		t.Errorf("%d token requests, want none", got)
	}
}

func TestRefreshToken_UnreachableHost(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	source := newSource(t, server.config(t))
	server.Close()
	failure := tokenError(t, source, auth.TokenRequest{})
	assertContains(t, failure.Error(), server.URL, "connection refused", "cannot be reached",
		"HTTPS_PROXY")
	if failure.StatusCode != 0 || failure.NeedsSignIn() || errors.Unwrap(failure) == nil {
		t.Errorf("fields: %#v", failure)
	}
}

func TestRefreshToken_UnknownCertificationAuthority(t *testing.T) {
	t.Parallel()
	server := newSignInServer(t)
	cfg := server.config(t)
	cfg.HTTPClient = nil // trusts the system's roots only
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "certificate", "`ca_bundle_path`")
	var certificate *tls.CertificateVerificationError
	if !errors.As(failure, &certificate) {
		t.Errorf("the cause is lost: %v", errors.Unwrap(failure))
	}
}

func TestRefreshToken_HostWithoutTLS(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	cfg := newSignInServer(t).config(t)
	cfg.AuthorityHost = strings.Replace(plain.URL, "http:", "https:", 1)
	assertContains(t, tokenError(t, newSource(t, cfg), auth.TokenRequest{}).Error(),
		"does not speak HTTPS")
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
	assertContains(t, failure.Error(), "cannot be reached")
}

func TestTokenSource_ShowsNoSecret(t *testing.T) {
	t.Parallel()
	cfg := newSignInServer(t).config(t)
	source := newSource(t, cfg)
	token, err := source.Token(t.Context(), auth.TokenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	ready := newSource(t, auth.Config{AccessToken: "access-ready"})
	for _, value := range []any{
		cfg, &cfg, source, ready, token, &token, source.Description(),
		cfg.Credential,
		auth.Certificate{Data: clientSecret, Password: clientSecret},
		auth.Setting{Value: clientSecret, Origin: "client_secret"},
		auth.LoginResult{RefreshToken: configuredRT},
	} {
		assertNoSecret(t, value)
	}
}
