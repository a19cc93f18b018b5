// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Subscriptions and events of the tests.
const (
	subA    = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	subB    = "5f6e6521-6e5f-4b0b-80aa-bd44fad7a398"
	eventA1 = subA + "_2edeb5b1-766f-4209-9271-3ddf27755afa"
	eventA2 = "d8b202fc-a216-3404-69ef-bdffa445eff6"
	eventB1 = subB + "-758e2259-f00b-4dec-8087-0950afe6d6a4"
)

// testClient is a careful client of one emulator.
type testClient struct {
	t      *testing.T
	server *emulator.Server
	http   *http.Client
	token  string
}

// start starts an emulator with three events of two subscriptions; A1 is the newest, B1 the oldest.
func start(t *testing.T, change ...func(*emulator.Options)) *testClient {
	t.Helper()
	opts := emulator.Options{}
	for _, f := range change {
		f(&opts)
	}
	s, err := emulator.Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if len(s.Events()) == 0 {
		s.Inject(threeEvents()...)
	}
	return newClient(t, s)
}

func threeEvents() []emulator.Event {
	a1, a2, b1 := emulator.NewEvent(subA, eventA1), emulator.NewEvent(subA, eventA2), emulator.NewEvent(subB, eventB1)
	a1.EventTime = "2026-03-03T03:03:03.33"
	a2.EventTime, a2.EventType, a2.Severity = "2026-02-02T02:02:02.22", "UsageAnomalyDetection", "High"
	b1.EventTime = "2026-01-01T01:01:01.11"
	return []emulator.Event{a1, a2, b1}
}

func newClient(t *testing.T, s *emulator.Server) *testClient {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(s.CACertPEM()) {
		t.Fatal("the CA is no PEM certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &testClient{t: t, server: s, token: s.AccessToken(), http: &http.Client{
		Transport:     transport,
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// reply is a response with its body read.
type reply struct {
	*http.Response
	body string
}

// request builds a well-behaved API request.
func (c *testClient) request(method, path, body string) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, c.server.BaseURL()+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("X-NewEventsModel", "true")
	r.Header.Set("MS-RequestId", uuid.NewString())
	r.Header.Set("MS-CorrelationId", uuid.NewString())
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// send sends a request whose answer must come.
func (c *testClient) send(r *http.Request) reply {
	c.t.Helper()
	got, err := c.try(r)
	if err != nil {
		c.t.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return got
}

func (c *testClient) try(r *http.Request) (reply, error) {
	resp, err := c.http.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return reply{Response: resp, body: string(body)}, err
}

func (c *testClient) list(query string) reply {
	c.t.Helper()
	return c.send(c.request(http.MethodGet, "/v1/fraudEvents"+query, ""))
}

func (c *testClient) update(subscriptionID, body string) reply {
	c.t.Helper()
	return c.send(c.request(http.MethodPost, "/v1/fraudEvents/subscription/"+subscriptionID+"/status", body))
}

// resolve is a write as the documentation shows it.
func (c *testClient) resolve(subscriptionID, reason string, ids ...string) reply {
	c.t.Helper()
	body, err := json.Marshal(map[string]any{"EventIds": ids, "EventStatus": "Resolved", "ResolvedReason": reason})
	if err != nil {
		c.t.Fatal(err)
	}
	return c.update(subscriptionID, string(body))
}

// expect checks status and, for a refusal, the code.
func (r reply) expect(t *testing.T, status int, code string) reply {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d, want %d; body %s", r.StatusCode, status, r.body)
	}
	if code == "" {
		return r
	}
	var e struct {
		Code        string
		Description string
		Data        []any
		Source      string
	}
	if err := json.Unmarshal([]byte(r.body), &e); err != nil {
		t.Fatalf("the error %q: %v", r.body, err)
	}
	if e.Code != code || e.Description == "" || e.Data == nil || e.Source == "" {
		t.Fatalf("the error is %s, want code %s and all four members", r.body, code)
	}
	return r
}

// objects decodes a bare array.
func (r reply) objects(t *testing.T) []map[string]any {
	t.Helper()
	r.expect(t, http.StatusOK, "")
	var out []map[string]any
	if err := json.Unmarshal([]byte(r.body), &out); err != nil {
		t.Fatalf("decoding %.300q: %v", r.body, err)
	}
	return out
}

// ids are the event ids of a listing, in order.
func (r reply) ids(t *testing.T) []string {
	t.Helper()
	ids := []string{}
	for _, o := range r.objects(t) {
		ids = append(ids, fmt.Sprint(o["eventId"]))
	}
	return ids
}

// signIn posts a form to the token endpoint of the partner's tenant.
func (c *testClient) signIn(form url.Values) reply {
	c.t.Helper()
	return c.postForm("/"+c.server.TenantID()+"/oauth2/v2.0/token", form)
}

func (c *testClient) postForm(path string, form url.Values) reply {
	c.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, c.server.AuthorityURL()+path,
		bytes.NewBufferString(form.Encode()))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.send(r)
}

// redemption is the form of a refresh token's redemption, as MSAL sends it.
func (c *testClient) redemption(refreshToken string) url.Values {
	return url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {c.server.ClientID()},
		"client_secret": {c.server.ClientSecret()},
		"refresh_token": {refreshToken},
		"client_info":   {"1"},
		"scope":         {"https://api.partnercenter.microsoft.com/user_impersonation openid offline_access profile"},
	}
}

// decode decodes a JSON object.
func (r reply) decode(t *testing.T) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal([]byte(r.body), &out); err != nil {
		t.Fatalf("decoding %.300q: %v", r.body, err)
	}
	return out
}
