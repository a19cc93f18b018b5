// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// counted hands out a new token each time.
type counted struct{ given atomic.Int32 }

func (c *counted) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	return auth.Token{Value: fmt.Sprint("token-", c.given.Add(1))}, nil
}

func (*counted) Description() auth.Description { return auth.Description{Method: "test"} }

// step answers an attempt, or fails as a connection does.
type step func(*http.Request) (*http.Response, error)

// status answers with headers as "Name: value", and a body that holds a code.
func status(code int, headers ...string) step {
	return func(*http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		for _, h := range headers {
			name, value, _ := strings.Cut(h, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(code)
		_, _ = w.WriteString(`{"code":"c","description":"body"}`)
		return w.Result(), nil
	}
}

func statuses(codes ...int) (steps []step) {
	for _, code := range codes {
		steps = append(steps, status(code))
	}
	return steps
}

// hangUp closes the connection without an answer.
func hangUp(*http.Request) (*http.Response, error) { return nil, io.EOF }

// wire is a scripted service: each attempt gets the next step.
type wire struct {
	t     *testing.T
	steps []step
	mu    sync.Mutex
	seen  []*http.Request
	times []time.Time
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen, w.times = append(w.seen, r), append(w.times, time.Now())
	if len(w.seen) > len(w.steps) {
		w.t.Errorf("request %d was not expected", len(w.seen))
		return hangUp(r)
	}
	return w.steps[len(w.seen)-1](r)
}

// sent returns the number of requests up to now.
func (w *wire) sent() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.seen)
}

// column returns one header of all requests.
func (w *wire) column(name string) (values []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.seen {
		values = append(values, r.Header.Get(name))
	}
	return values
}

// connect returns a client of a scripted service, and the received requests.
func connect(t *testing.T, change func(*rest.Config), steps ...step) (*rest.Client, *wire) {
	t.Helper()
	w := &wire{t: t, steps: steps}
	cfg := rest.Config{BaseURL: expect.Must(url.Parse("https://api.test/gateway/"))(t),
		Tokens: &counted{}, HTTPClient: &http.Client{Transport: w},
		Retry: transport.RetryPolicy{MaxRetries: 2, MinWait: 1, MaxWait: 1}}
	change(&cfg)
	return rest.New(cfg), w
}

// get makes a call that must not fail.
func get(t *testing.T, c *rest.Client) {
	t.Helper()
	if _, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet, Handle: read}); err != nil {
		t.Error(err)
	}
}

func nothing(*rest.Config) {}

func read(resp *http.Response, _ time.Time) error { return rest.CheckComplete(resp) }

func TestDo_KnowsNoEndpoint(t *testing.T) {
	t.Parallel()
	var answered []string
	c, w := connect(t, func(c *rest.Config) {
		c.Header = http.Header{"Consistencylevel": {"eventual"}}
		c.Answered = func(_ context.Context, h http.Header) { answered = append(answered, h.Get("Date")) }
	}, statuses(503, 200)...)
	_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet, Path: []string{"v9", "a/../b?c"},
		Query: url.Values{"$top": {"5 +"}}, Handle: read})
	if err != nil || len(w.seen) != 2 || len(answered) != 2 {
		t.Fatalf("%d requests, %d answers, error %v", len(w.seen), len(answered), err)
	}
	if got := w.seen[1]; got.URL.RequestURI() != "/gateway/v9/a%2F..%2Fb%3Fc?%24top=5%20%2B" ||
		got.Header.Get("ConsistencyLevel") != "eventual" ||
		got.Header.Get("MS-CorrelationId") != c.CorrelationID() {
		t.Errorf("got %s, %v", got.URL.RequestURI(), got.Header)
	}
}

func TestDo_AnErrorOfTheCallerIsReturnedUnchanged(t *testing.T) {
	t.Parallel()
	enough := errors.New("enough")
	var told []error
	c, w := connect(t, nothing, status(200))
	_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet,
		Handle:  func(*http.Response, time.Time) error { return rest.Callers(enough) },
		Observe: func(_ context.Context, failure error) { told = append(told, failure) }})
	if err != enough || len(w.seen) != 1 || len(told) != 0 { //nolint:errorlint // unchanged
		t.Errorf("%d requests, told %v, error %v", len(w.seen), told, err)
	}
}

// inTurn returns its tokens in turn, and then the last one again, or an error if it has one.
type inTurn struct {
	counted
	values []string
	err    error
	asked  []auth.TokenRequest
}

func (s *inTurn) Token(_ context.Context, want auth.TokenRequest) (auth.Token, error) {
	s.asked = append(s.asked, want)
	if s.err != nil && len(s.asked) > len(s.values) {
		return auth.Token{}, s.err
	}
	return auth.Token{Value: s.values[min(len(s.asked), len(s.values))-1]}, nil
}

// Only the service's own package knows for which 401 another token is useless.
func TestDo_ARefusedTokenIsRenewedOnceUnlessThatIsOfNoUse(t *testing.T) {
	t.Parallel()
	signedOut := errors.New("no refresh token")
	for name, test := range map[string]struct {
		values           []string
		noUse            bool
		retries          int
		answers, renewed []int // renewed lists the attempts, from 0, that ask for another token
		attempts         int
		status           int // of the error; 0 without an error or answer
	}{
		"which is no retry": {[]string{"t1", "t2"}, false, 0, []int{401, 200}, []int{1}, 2, 0},
		"a second refusal is final": {[]string{"t1", "t2", "t3"}, false, 1, []int{401, 503, 401},
			[]int{1, 2}, 3, 401},
		"no other token is there": {[]string{"t1"}, false, 1, []int{401}, []int{1}, 1, 401},
		"of no use":               {[]string{"t1", "t2"}, true, 1, []int{401}, nil, 1, 401},
		"no token at all":         {nil, false, 1, nil, nil, 0, 0},
	} {
		source := &inTurn{values: test.values}
		if test.values == nil {
			source.err = signedOut
		}
		c, w := connect(t, func(c *rest.Config) {
			c.Tokens, c.Retry.MaxRetries = source, test.retries
			c.Unrenewable = func(code, _ string, body []byte) bool {
				return test.noUse && code == "c" && strings.Contains(string(body), "body")
			}
		}, statuses(test.answers...)...)
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodGet, Handle: read})
		var failed *rest.CallError
		if errors.As(err, &failed) != (test.status != 0 || source.err != nil) ||
			failed != nil && (failed.StatusCode != test.status || failed.Unrenewable != test.noUse ||
				test.status == 401 && (failed.Code != "c" || failed.Attempts != test.attempts)) ||
			!errors.Is(err, source.err) && source.err != nil {
			t.Errorf("%s: got %v", name, err)
		}
		for i, r := range w.seen {
			expect.Equal(t, name+": request", "Bearer "+test.values[i], r.Header.Get("Authorization"))
		}
		for i, asked := range source.asked {
			if renewed := slices.Contains(test.renewed, i); renewed && asked.Rejected != "t1" ||
				!renewed && asked != (auth.TokenRequest{}) {
				t.Errorf("%s: token %d was asked for by %+v", name, i, asked)
			}
		}
		if len(w.seen) != test.attempts || len(source.asked) < len(test.renewed)+1 {
			t.Errorf("%s: %d requests, %d tokens", name, len(w.seen), len(source.asked))
		}
	}
}

// If another status also completes a call, such as one that is polled, the call has its own
// handler.
func TestDo_TheHandlerDecidesWhatIsComplete(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		handle func(*http.Response, time.Time) error
		fails  bool
	}{{read, true}, {func(*http.Response, time.Time) error { return nil }, false}} {
		c, _ := connect(t, nothing, status(202))
		_, err := c.Do(t.Context(), rest.Request{Method: http.MethodPost, Body: []byte("{}"), Once: true,
			Handle: test.handle})
		var failed *rest.CallError
		if errors.As(err, &failed) != test.fails || test.fails && !failed.OutcomeUnknown {
			t.Errorf("got %v", err)
		}
	}
}
