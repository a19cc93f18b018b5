// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulatortest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Subscriptions and events for the tests.
const (
	SubscriptionA = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	SubscriptionB = "5f6e6521-6e5f-4b0b-80aa-bd44fad7a398"
	EventA1       = SubscriptionA + "_2edeb5b1-766f-4209-9271-3ddf27755afa"
	EventA2       = "d8b202fc-a216-3404-69ef-bdffa445eff6"
	EventB1       = SubscriptionB + "-758e2259-f00b-4dec-8087-0950afe6d6a4"
)

// Client is a careful client of one emulator.
type Client struct {
	T      *testing.T
	Server *emulator.Server
	HTTP   *http.Client
	Token  string // of the API; initially an admin agent's
}

// Start starts an emulator with three events in two subscriptions. A1 is the newest, B1 the oldest.
func Start(t *testing.T, change ...func(*emulator.Options)) *Client {
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
	return NewClient(t, s)
}

func threeEvents() []emulator.Event {
	a1, a2, b1 := emulator.NewEvent(SubscriptionA, EventA1), emulator.NewEvent(SubscriptionA, EventA2),
		emulator.NewEvent(SubscriptionB, EventB1)
	a1.EventTime = "2026-03-03T03:03:03.33"
	a2.EventTime, a2.EventType, a2.Severity = "2026-02-02T02:02:02.22", "UsageAnomalyDetection", "High"
	b1.EventTime = "2026-01-01T01:01:01.11"
	return []emulator.Event{a1, a2, b1}
}

// NewClient returns a client of a running emulator.
func NewClient(t *testing.T, s *emulator.Server) *Client {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(s.CACertPEM()) {
		t.Fatal("the CA is no PEM certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool,
		MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &Client{T: t, Server: s, Token: s.AccessToken(), HTTP: &http.Client{
		Transport:     transport,
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Request builds a correct API request.
func (c *Client) Request(method, path, body string) *http.Request {
	c.T.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, c.Server.BaseURL()+path,
		strings.NewReader(body))
	if err != nil {
		c.T.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.Token)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("X-NewEventsModel", "true")
	r.Header.Set("MS-RequestId", uuid.NewString())
	r.Header.Set("MS-CorrelationId", uuid.NewString())
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

// Send sends a request that must get a response.
func (c *Client) Send(r *http.Request) Reply {
	c.T.Helper()
	got, err := c.Try(r)
	if err != nil {
		c.T.Fatalf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	return got
}

// Try sends a request that may get no response.
func (c *Client) Try(r *http.Request) (Reply, error) {
	resp, err := c.HTTP.Do(r)
	if err != nil {
		return Reply{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return Reply{Response: resp, Body: string(body)}, err
}

// List requests a listing.
func (c *Client) List(query string) Reply {
	c.T.Helper()
	return c.Send(c.Request(http.MethodGet, "/v1/fraudEvents"+query, ""))
}

// Update writes a body.
func (c *Client) Update(subscriptionID, body string) Reply {
	c.T.Helper()
	return c.Send(c.Request(http.MethodPost, "/v1/fraudEvents/subscription/"+subscriptionID+"/status",
		body))
}

// Resolve returns a write as in the documentation.
func (c *Client) Resolve(subscriptionID, reason string, ids ...string) Reply {
	c.T.Helper()
	body, err := json.Marshal(map[string]any{"EventIds": ids, "EventStatus": "Resolved",
		"ResolvedReason": reason})
	if err != nil {
		c.T.Fatal(err)
	}
	return c.Update(subscriptionID, string(body))
}

// ExpectEvent checks how an event stands: "Active", "Resolved Fraud".
func (c *Client) ExpectEvent(eventID, want string) {
	c.T.Helper()
	e, _ := c.Server.Event(eventID)
	if got := strings.TrimSuffix(e.EventStatus+" "+e.ResolvedReason, " None"); got != want {
		c.T.Errorf("event %s is %q, want %q", eventID, got, want)
	}
}

// ExpectViolations checks that the notes of violations contain these texts, one each.
func (c *Client) ExpectViolations(parts ...string) {
	c.T.Helper()
	got := c.Server.Violations()
	if len(got) != len(parts) {
		c.T.Errorf("violations %q, want %q", got, parts)
		return
	}
	for i, part := range parts {
		if !strings.Contains(got[i], part) {
			c.T.Errorf("violation %q, want %q", got[i], part)
		}
	}
}
