// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// roundTrips answers each request by the next function; the last one goes on.
type roundTrips struct {
	answers []func() *http.Response
	sent    []time.Time

	connecting func(attempt int) time.Duration // how long that takes; may be nil
	attempts   int
}

func (r *roundTrips) RoundTrip(req *http.Request) (*http.Response, error) {
	if r.attempts++; r.connecting != nil {
		time.Sleep(r.connecting(r.attempts))
	}
	if req.Body != nil {
		_, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
	}
	r.sent = append(r.sent, time.Now())
	return r.answers[min(len(r.sent), len(r.answers))-1](), nil
}

func newClientOn(t *testing.T, wire *roundTrips, tokens auth.TokenSource) *partnercenter.Client {
	t.Helper()
	c, err := partnercenter.NewClient(partnercenter.Config{
		BaseURL: "http://127.0.0.1", HTTPClient: &http.Client{Transport: wire}, Tokens: tokens,
		Retry: transport.RetryPolicy{MaxRetries: 6, MinWait: 4 * time.Second},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func answer(status int, retryAfter string) func() *http.Response {
	return func() *http.Response {
		header := http.Header{"Retry-After": {retryAfter}}
		return &http.Response{StatusCode: status, Header: header, Body: http.NoBody, Proto: "HTTP/1.1"}
	}
}

// slowTokens takes a time for every token.
type slowTokens struct {
	takes time.Duration
	given int
}

func (s *slowTokens) Token(context.Context, auth.TokenRequest) (auth.Token, error) {
	time.Sleep(s.takes)
	s.given++
	return auth.Token{Value: strings.Repeat("t", s.given)}, nil
}

func (*slowTokens) Description() auth.Description { return auth.Description{Method: "test"} }

// Whatever holds an update up, it leaves at most five seconds after the page was asked for that
// showed its events.
func TestUpdate_LeavesOnlyByAFreshReview(t *testing.T) {
	t.Parallel()
	const late = 20 * time.Second
	for name, test := range map[string]struct {
		age     time.Duration // of the review when the update begins
		token   time.Duration
		look    time.Duration // how long a page takes to come
		answers []func() *http.Response
		connect func(attempt int) time.Duration
		looks   int
		fails   string
	}{
		"nothing did":        {age: 4 * time.Second},
		"it was old already": {age: 5 * time.Second, looks: 1},
		"a new token":        {token: late, looks: 1},
		"a token after a refusal": {token: 3 * time.Second,
			answers: []func() *http.Response{answer(401, ""), answer(200, "")}, looks: 1},
		"throttling": {answers: []func() *http.Response{answer(429, "20"), answer(200, "")},
			looks: 1},
		"back-off": {answers: []func() *http.Response{answer(503, ""), answer(503, ""),
			answer(503, ""), answer(200, "")}, looks: 3},
		"a slow connection": {
			connect: func(attempt int) time.Duration { return map[int]time.Duration{1: late}[attempt] },
			looks:   1,
		},
		"connections that are always slow": {
			connect: func(int) time.Duration { return late }, looks: 6, fails: "connecting took so long",
		},
		"a slow page, in time": {age: late, look: 3 * time.Second, looks: 1},
		"a page that is too slow": {age: late, look: 5 * time.Second, looks: 5,
			fails: "more than five seconds"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				if test.answers == nil {
					test.answers = []func() *http.Response{answer(200, "")}
				}
				wire := &roundTrips{answers: test.answers, connecting: test.connect}
				c := newClientOn(t, wire, &slowTokens{takes: test.token})
				reviewed, looks := time.Now().Add(-test.age), 0
				u := fraudUpdate(t)
				u.ReviewedAt = func() time.Time { return reviewed }
				_, err := c.UpdateFraudEvents(t.Context(), u, func(context.Context, fraud.Sent) (bool, error) {
					looks++
					reviewed = time.Now()
					time.Sleep(test.look)
					return false, nil
				})
				if looks != test.looks {
					t.Errorf("looked %d times, want %d", looks, test.looks)
				}
				if test.fails != "" {
					var failed *partnercenter.Error
					if !errors.As(err, &failed) || failed.OutcomeUnknown ||
						!strings.Contains(err.Error(), test.fails) || len(wire.sent) > 0 {
						t.Errorf("got %v, and %d were sent", err, len(wire.sent))
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if age := wire.sent[len(wire.sent)-1].Sub(reviewed); age > 5*time.Second {
					t.Errorf("it left %s after the review", age)
				}
			})
		})
	}
}

// A failure that does not say that nothing was done leaves open who wrote what is seen after the
// wait.
func TestUpdate_AReviewBeforeAnotherAttemptKnowsOneThatMayHaveBeenCarriedOut(t *testing.T) {
	t.Parallel()
	for status, tried := range map[int]bool{408: true, 429: false, 500: true, 502: true, 503: true} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				answers := []func() *http.Response{answer(status, "20"), answer(200, "")}
				c := newClientOn(t, &roundTrips{answers: answers}, &slowTokens{})
				reviewed := time.Now()
				u := fraudUpdate(t)
				u.ReviewedAt = func() time.Time { return reviewed }
				var looks []fraud.Sent
				_, err := c.UpdateFraudEvents(t.Context(), u,
					func(_ context.Context, sent fraud.Sent) (bool, error) {
						looks, reviewed = append(looks, sent), time.Now()
						return false, nil
					})
				if err != nil || len(looks) != 1 || !looks[0].Waits {
					t.Fatalf("error %v, looks %+v", err, looks)
				}
				if got := looks[0]; (got.RequestID != "") != tried || (got.CorrelationID != "") != tried {
					t.Errorf("got %+v, want ids: %v", got, tried)
				}
			})
		})
	}
}
