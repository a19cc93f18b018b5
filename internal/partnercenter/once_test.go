// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"io"
	"net/http"
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

// failedUpdate makes an update that fails.
func failedUpdate(t *testing.T, c *partnercenter.Client,
	u fraud.Update) *partnercenter.Error {
	t.Helper()
	result, err := c.FraudEvents().Update(t.Context(), u)
	var failed *partnercenter.Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %+v, %v", result, err)
	}
	return failed
}

// A write is sent once, and the error says whether and how it may be sent again.
func TestUpdate_IsSentOnce(t *testing.T) {
	t.Parallel()
	const no, maybe, unknown = 0, 1, 2 // what may have happened
	for name, test := range map[string]struct {
		answer   http.HandlerFunc
		happened int
		again    bool
		sameID   bool
		wait     time.Duration // at least
	}{
		"no response":       {hangUp, unknown, true, true, 1},
		"504":               {reply(504, ""), unknown, true, false, 1},
		"408":               {reply(408, ""), maybe, true, false, 1},
		"500":               {reply(500, ""), maybe, true, false, 1},
		"502":               {reply(502, ""), maybe, true, false, 1},
		"503":               {reply(503, ""), maybe, true, false, 1},
		"503, with a wait":  {reply(503, "", "Retry-After: 20"), maybe, true, false, 20 * time.Second},
		"429":               {reply(429, ""), no, true, false, 1},
		"429, with a wait":  {reply(429, "", "Retry-After: 57"), no, true, false, 57 * time.Second},
		"202":               {reply(202, ""), unknown, false, false, 0},
		"206":               {reply(206, "[]"), unknown, false, false, 0},
		"400":               {reply(400, ""), no, false, false, 0},
		"403":               {reply(403, ""), no, false, false, 0},
		"409":               {reply(409, ""), no, false, false, 0},
		"501":               {reply(501, ""), maybe, false, false, 0},
		"a page of a proxy": {reply(302, "", "Location: https://x.test"), no, false, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, test.answer) // one request
			failed := failedUpdate(t, newClient(t, s), fraudUpdate(t))
			before, wait, again := failed.Again()
			if failed.Means(fraud.UnknownOutcome) != (test.happened == unknown) ||
				failed.Means(fraud.MayHaveHappened) != (test.happened != no) || again != test.again ||
				wait < test.wait || failed.Attempts != 1 {
				t.Errorf("it may have happened: %t, %t; again %t after %s; %v",
					failed.Means(fraud.UnknownOutcome), failed.Means(fraud.MayHaveHappened), again, wait, failed)
			}
			if same := before.RequestID == s.column("MS-RequestId")[0]; same != test.sameID {
				t.Errorf("the next attempt gets the id %q", before.RequestID)
			}
		})
	}
}

// The sender of repetitions gets the facts of all attempts together.
func TestUpdate_ARepetitionContinuesTheCall(t *testing.T) {
	t.Parallel()
	s := serve(t, hangUp, reply(503, ""), reply(403, ""))
	c := newClient(t, s)
	u := fraudUpdate(t)
	for made := 1; made < 3; made++ {
		failed := failedUpdate(t, c, u)
		var again bool
		if u.Before, _, again = failed.Again(); !again || u.Before.Made != made {
			t.Fatalf("attempt %d: %+v", made, u.Before)
		}
	}
	failed := failedUpdate(t, c, u)
	ids := s.column("MS-RequestId")
	if failed.Attempts != 3 || failed.StatusCode != 403 || ids[0] != ids[1] || ids[1] == ids[2] {
		t.Errorf("got %v, request ids %q", failed, ids)
	}
	for _, r := range s.seen() {
		if r.body != s.seen()[0].body {
			t.Errorf("a repetition sent %s", r.body)
		}
	}
}

func TestUpdate_IsNotRepeatedWithoutRetries(t *testing.T) {
	t.Parallel()
	if _, _, again := failedUpdate(t, newClient(t, serve(t, reply(503, "")), noRetry),
		fraudUpdate(t)).Again(); again {
		t.Error("it may be sent again though retries are off")
	}
}

func TestUpdate_AWaitBeyondTheDeadlineIsNotGranted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s := serve(t, reply(429, "", "Retry-After: 57"))
	_, err := newClient(t, s).FraudEvents().Update(ctx, fraudUpdate(t))
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.MayRepeat || !strings.Contains(err.Error(), "wait 57s") {
		t.Errorf("got %v", err)
	}
}

func TestUpdate_RenewsARefusedTokenOnce(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(401, ""), reply(200, "[]"), reply(401, ""), reply(401, ""))
	c := newClient(t, s, noRetry, withTokens(&tokens{values: []string{"1", "2", "3", "4"}}))
	result, err := c.FraudEvents().Update(t.Context(), fraudUpdate(t))
	ids := s.column("MS-RequestId")
	if err != nil || result.RequestID != ids[1] || ids[0] == ids[1] {
		t.Errorf("got %+v, %v, request ids %q", result, err, ids)
	}
	if failed := failedUpdate(t, c, fraudUpdate(t)); failed.StatusCode != 401 || failed.MayRepeat {
		t.Errorf("a second refusal: %v", failed)
	}
}

func TestUpdate_ARefusedConnectionDidNothing(t *testing.T) {
	t.Parallel()
	failed := failedUpdate(t, newClientAt(t, "http://127.0.0.1:1"), fraudUpdate(t))
	if failed.OutcomeUnknown || failed.Means(fraud.MayHaveHappened) || !failed.MayRepeat {
		t.Errorf("got %v", failed)
	}
}

func TestUpdate_CutShortByTheDeadlineTheOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c := newClientAt(t, "https://api.partnercenter.test", func(c *partnercenter.Config) {
			c.HTTPClient = &http.Client{Transport: connected{hangs}}
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := c.FraudEvents().Update(ctx, fraudUpdate(t))
		if !fraud.Failed(err, fraud.UnknownOutcome) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

// Whatever holds an update up, it leaves in time, or not at all.
func TestUpdate_LeavesInTimeOrNotAtAll(t *testing.T) {
	t.Parallel()
	const late = 20 * time.Second
	for name, test := range map[string]struct {
		leaveIn time.Duration
		token   time.Duration
		answers []func() *http.Response
		connect time.Duration
		sent    int
		again   bool
	}{
		"nothing does":     {leaveIn: 500 * time.Millisecond, sent: 1},
		"it is late":       {leaveIn: -time.Millisecond, again: true},
		"a new token":      {leaveIn: fraud.ReviewLasts, token: late, again: true},
		"a token, in time": {leaveIn: fraud.ReviewLasts, token: 4 * time.Second, sent: 1},
		"a token after a refusal": {leaveIn: fraud.ReviewLasts, token: 3 * time.Second,
			answers: []func() *http.Response{answer(401, "")}, sent: 1, again: true},
		"a slow connection":     {leaveIn: fraud.ReviewLasts, connect: late, again: true},
		"a connection, in time": {leaveIn: fraud.ReviewLasts, connect: 4900 * time.Millisecond, sent: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				wire := &roundTrips{answers: append(test.answers, answer(200, "")),
					connecting: func(int) time.Duration { return test.connect }}
				u := fraudUpdate(t)
				u.LeaveBy = time.Now().Add(test.leaveIn)
				_, err := newClientOn(t, wire, &slowTokens{takes: test.token}).FraudEvents().Update(t.Context(),
					u)
				if len(wire.sent) != test.sent {
					t.Errorf("%d were sent, want %d", len(wire.sent), test.sent)
				}
				if !test.again {
					if err != nil {
						t.Error(err)
					}
					return
				}
				var failed *partnercenter.Error
				if !errors.As(err, &failed) || !failed.Means(fraud.TooLate) || !failed.MayRepeat ||
					failed.OutcomeUnknown || failed.Means(fraud.MayHaveHappened) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
