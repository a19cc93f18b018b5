// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

const (
	tenantID = "11111111-aaaa-4bbb-8ccc-222222222222"
	// Upper case: MSAL compares client ids exactly.
	clientID     = "33333333-DDDD-4EEE-8FFF-444444444444"
	clientSecret = "client~secret~value"
	configuredRT = "0.refresh-token-configured"
	resource     = "https://api.partnercenter.microsoft.com"
	scope        = resource + "/user_impersonation"
)

// signInServer is a small Entra ID: discovery and token endpoint, over HTTPS, on its own port.
type signInServer struct {
	*httptest.Server

	// Discovery replaces fields of the discovery document.
	Discovery map[string]string

	// Reply answers the nth token request, counted from 1. Nil issues tokens.
	Reply func(n int, form url.Values) reply

	mu    sync.Mutex
	forms []url.Values
}

// reply is an answer of the token endpoint.
type reply struct {
	status int // 0 is 200
	header http.Header
	body   string
}

func newSignInServer(t *testing.T) *signInServer {
	t.Helper()
	return replying(t, nil)
}

// replying is a server that answers token requests with this reply.
func replying(t *testing.T, answer func(n int, form url.Values) reply) *signInServer {
	t.Helper()
	s := &signInServer{Reply: answer}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{tenant}/v2.0/.well-known/openid-configuration", s.serveDiscovery)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", s.serveToken)
	s.Server = httptest.NewUnstartedServer(mux)
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // failed handshakes are part of the tests
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *signInServer) serveDiscovery(w http.ResponseWriter, r *http.Request) {
	base := s.URL + "/" + r.PathValue("tenant")
	document := map[string]string{
		"issuer":                 base + "/v2.0",
		"authorization_endpoint": base + "/oauth2/v2.0/authorize",
		"token_endpoint":         base + "/oauth2/v2.0/token",
	}
	maps.Copy(document, s.Discovery)
	_ = json.NewEncoder(w).Encode(document)
}

func (s *signInServer) serveToken(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		http.Error(w, "unreadable form", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.forms = append(s.forms, r.PostForm)
	n := len(s.forms)
	s.mu.Unlock()
	answer := issue(n)
	if s.Reply != nil {
		answer = s.Reply(n, r.PostForm)
	}
	maps.Copy(w.Header(), answer.header)
	if answer.status != 0 {
		w.WriteHeader(answer.status)
	}
	_, _ = io.WriteString(w, answer.body)
}

// Forms returns the token requests so far.
func (s *signInServer) Forms() []url.Values {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]url.Values(nil), s.forms...)
}

// RefreshTokens returns the refresh token of each token request so far.
func (s *signInServer) RefreshTokens() []string {
	var tokens []string
	for _, form := range s.Forms() {
		tokens = append(tokens, form.Get("refresh_token"))
	}
	return tokens
}

// issue returns a full reply: access token "access-n" and refresh token "0.rolled-n". Each change
// replaces a field; nil removes it.
func issue(n int, changes ...map[string]any) reply {
	fields := map[string]any{
		"token_type":     "Bearer",
		"scope":          scope,
		"expires_in":     3600,
		"ext_expires_in": 3600,
		"access_token":   accessToken(n),
		"refresh_token":  rolledToken(n),
		"id_token": unsignedJWT(map[string]any{"oid": "user", "tid": tenantID, "sub": "subject",
			"preferred_username": "agent@contoso.com"}),
		"client_info": base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"user","utid":"` +
			tenantID + `"}`)),
	}
	for _, change := range changes {
		for name, value := range change {
			if value == nil {
				delete(fields, name)
				continue
			}
			fields[name] = value
		}
	}
	return reply{body: toJSON(fields)}
}

func accessToken(n int) string { return fmt.Sprintf("access-%d", n) }

func rolledToken(n int) string { return fmt.Sprintf("0.rolled-%d", n) }

// refuse returns an error reply in Entra ID's form.
func refuse(status int, code string, aadsts int, description string) reply {
	return reply{status: status, body: toJSON(map[string]any{
		"error": code,
		"error_description": fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: trace-1\r\nCorrelation ID: "+
			"correlation-1\r\nTimestamp: 2026-01-09 02:02:12Z", aadsts, description),
		"error_codes":    []int{aadsts},
		"trace_id":       "trace-1",
		"correlation_id": "correlation-1",
	})}
}

func unsignedJWT(claims map[string]any) string {
	part := func(v any) string { return base64.RawURLEncoding.EncodeToString([]byte(toJSON(v))) }
	return part(map[string]any{"alg": "none"}) + "." + part(claims) + ".c2ln"
}

func toJSON(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the tests' own literals
	}
	return string(data)
}

// clock stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// config signs in to the server with a refresh token.
func (s *signInServer) config(t *testing.T) signin.Config {
	t.Helper()
	return signin.Config{
		AuthorityHost: s.URL,
		TenantID:      tenantID,
		ClientID:      clientID,
		Credential:    secretCredential(t),
		RefreshToken:  configuredRT,
		HTTPClient:    s.Client(),
	}
}

func secretCredential(t *testing.T) credential.Credential {
	t.Helper()
	return expect.Must(credential.Secret(clientSecret))(t)
}

func newSource(t *testing.T, cfg signin.Config) auth.TokenSource {
	t.Helper()
	tokens := expect.Must(signin.New(cfg))(t)
	return tokens.For(partnerCenter(cfg))
}

// partnerCenter is the audience of the configuration's cloud.
func partnerCenter(cfg signin.Config) auth.Audience {
	if cfg.Cloud == (auth.Cloud{}) {
		cfg.Cloud, _ = auth.LookupCloud("global")
	}
	return cfg.Cloud.PartnerCenter()
}

// mustToken asks the source for a token and checks its value.
func mustToken(t *testing.T, source auth.TokenSource, req auth.TokenRequest, want string) {
	t.Helper()
	token := expect.Must(source.Token(t.Context(), req))(t)
	if token.Value != want {
		t.Fatalf("got token %q, want %q", token.Value, want)
	}
}
