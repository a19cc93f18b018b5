// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

const (
	subscriptionID = "2a7064fb-1e33-4007-974e-352cb3f2c805"
	correlationID  = "4cb80cbe-566b-4d8b-8b8f-af1454b73089"
	userAgent      = "terraform-test/1.0"
)

// received is a request as the service saw it.
type received struct {
	method, uri, body string
	header            http.Header
}

// service is a scripted Partner Center: each request gets the next step.
type service struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received
}

func serve(t *testing.T, steps ...http.HandlerFunc) *service {
	t.Helper()
	s := &service{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.requests = append(s.requests, received{r.Method, r.RequestURI, string(body), r.Header.Clone()})
		n := len(s.requests)
		s.mu.Unlock()
		if n > len(steps) {
			t.Errorf("request %d (%s %s) was not expected", n, r.Method, r.RequestURI)
			w.WriteHeader(http.StatusTeapot)
			return
		}
		steps[n-1](w, r)
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() {
		if got := len(s.seen()); got != len(steps) {
			t.Errorf("got %d requests, want %d", got, len(steps))
		}
	})
	return s
}

func (s *service) seen() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// column returns one header of all requests.
func (s *service) column(name string) []string {
	var values []string
	for _, r := range s.seen() {
		values = append(values, r.header.Get(name))
	}
	return values
}

// reply answers with a status, a body and headers as "Name: value".
func reply(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// hangUp closes the connection without an answer.
func hangUp(w http.ResponseWriter, _ *http.Request) { rawReply("")(w, nil) }

// rawReply writes bytes to the connection and closes it.
func rawReply(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(conn, raw)
		_ = conn.Close()
	}
}

// events prints a list of minimal events with these ids.
func events(ids ...string) string {
	var elements []string
	for _, id := range ids {
		elements = append(elements, fmt.Sprintf(`{"eventId":%q,"subscriptionId":%q}`, id, subscriptionID))
	}
	return "[" + strings.Join(elements, ",") + "]"
}

// tokens returns its values in turn; each rejected token moves on to the next.
type tokens struct {
	mu     sync.Mutex
	values []string
	asked  []auth.TokenRequest
	err    error // after the last value
}

func (s *tokens) Token(_ context.Context, req auth.TokenRequest) (auth.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, req)
	if len(s.values) > 0 && req.Rejected == s.values[0] && (len(s.values) > 1 || s.err != nil) {
		s.values = s.values[1:]
	}
	if len(s.values) == 0 {
		return auth.Token{}, s.err
	}
	return auth.Token{Value: s.values[0]}, nil
}

func (*tokens) Description() auth.Description { return auth.Description{Method: "test"} }

// newClient returns a client of the service that retries six times with short waits.
func newClient(t *testing.T, s *service,
	change ...func(*partnercenter.Config)) *partnercenter.Client {
	t.Helper()
	return newClientAt(t, s.URL, change...)
}

func newClientAt(t *testing.T, baseURL string,
	change ...func(*partnercenter.Config)) *partnercenter.Client {
	t.Helper()
	httpClient := expect.Must(transport.New(transport.Options{UserAgent: userAgent}))(t)
	t.Cleanup(httpClient.CloseIdleConnections)
	cfg := partnercenter.Config{
		BaseURL: baseURL, HTTPClient: httpClient, Tokens: &tokens{values: []string{"token-1", "token-2"}},
		CorrelationID: correlationID,
		Retry: transport.RetryPolicy{MaxRetries: 6, MinWait: time.Millisecond,
			MaxWait: 2 * time.Millisecond},
	}
	for _, c := range change {
		c(&cfg)
	}
	return expect.Must(partnercenter.NewClient(cfg))(t)
}

func classic(c *partnercenter.Config) { c.ClassicEvents = true }
func noRetry(c *partnercenter.Config) { c.Retry.MaxRetries = 0 }
func withTokens(s auth.TokenSource) func(*partnercenter.Config) {
	return func(c *partnercenter.Config) { c.Tokens = s }
}

func pageSize(n int) func(*partnercenter.Config) {
	return func(c *partnercenter.Config) { c.PageSize = n }
}

// list returns all events of the complete pages of a listing, without the time of their request.
func list(t *testing.T, c *partnercenter.Client, q fraud.Query) ([]fraud.Event, error) {
	t.Helper()
	var all pages
	err := c.FraudEvents().List(t.Context(), q, &all)
	for i := range all.kept {
		if all.kept[i].AskedAt.IsZero() {
			t.Errorf("event %s does not say when it was asked for", all.kept[i].EventID)
		}
		all.kept[i].AskedAt = time.Time{}
	}
	return all.kept, err
}

// listed makes a listing that must not fail.
func listed(t *testing.T, c *partnercenter.Client, q fraud.Query) []fraud.Event {
	t.Helper()
	return expect.Must(list(t, c, q))(t)
}

// updated makes an update that must not fail.
func updated(t *testing.T, c *partnercenter.Client, u fraud.Update) fraud.Receipt {
	t.Helper()
	return expect.Must(c.FraudEvents().Update(t.Context(), u))(t)
}

// failure ends the test unless the error is that of a call.
func failure(t *testing.T, err error) *partnercenter.Error {
	t.Helper()
	var failed *partnercenter.Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %v", err)
	}
	return failed
}

func failedList(t *testing.T, c *partnercenter.Client, q fraud.Query) *partnercenter.Error {
	t.Helper()
	_, err := list(t, c, q)
	return failure(t, err)
}

func failedUpdate(t *testing.T, c *partnercenter.Client, u fraud.Update) *partnercenter.Error {
	t.Helper()
	_, err := c.FraudEvents().Update(t.Context(), u)
	return failure(t, err)
}

// pages keeps the content of complete pages.
type pages struct {
	kept, page []fraud.Event
	visit      func(fraud.Event) error // may be nil
}

func (p *pages) Begin() { p.page = nil }

func (p *pages) Event(e fraud.Event) error {
	p.page = append(p.page, e)
	if p.visit != nil {
		return p.visit(e)
	}
	return nil
}

func (p *pages) End() error {
	p.kept, p.page = append(p.kept, p.page...), nil
	return nil
}

func idsOf(list []fraud.Event) (ids []string) {
	for _, e := range list {
		ids = append(ids, e.EventID)
	}
	return ids
}

// fraudUpdate is a valid update of one event.
func fraudUpdate(t *testing.T) fraud.Update {
	t.Helper()
	return fraud.Update{
		SubscriptionID: subscriptionID, EventIDs: expect.Must(fraud.NewEventIDs("event-1"))(t),
		Decision: expect.Must(fraud.NewDecision("Resolved", "Fraud"))(t),
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// over sends the calls of a client through a function instead of a network.
func over(wire roundTrip) func(*partnercenter.Config) {
	return func(c *partnercenter.Config) {
		c.HTTPClient = &http.Client{Transport: wire}
		c.Retry = transport.RetryPolicy{MaxRetries: 6}
	}
}

// canned returns the answer of reply, as a response.
func canned(r *http.Request, status int, body string, headers ...string) (*http.Response, error) {
	w := httptest.NewRecorder()
	reply(status, body, headers...)(w, r)
	return w.Result(), nil
}

// hang waits for the end of the request, and reports a connection to the request's trace.
func hang(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	<-r.Context().Done()
	return nil, r.Context().Err()
}
