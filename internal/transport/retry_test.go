// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answer is one scripted attempt: a status with headers, or an error.
type answer struct {
	status     int
	retryAfter string
	err        error
}

// scripted answers attempt by attempt, repeats the last answer, and records when each request came
// and its body.
type scripted struct {
	answers []answer
	times   []time.Time
	bodies  []string
}

func (s *scripted) client() *http.Client {
	return &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.Body != nil {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			s.bodies = append(s.bodies, string(body))
		}
		s.times = append(s.times, time.Now())
		a := s.answers[min(len(s.times), len(s.answers))-1]
		if a.err != nil {
			return nil, a.err
		}
		header := http.Header{}
		if a.retryAfter != "" {
			header.Set("Retry-After", a.retryAfter)
		}
		return &http.Response{
			StatusCode: a.status, Header: header, Request: r,
			Body: io.NopCloser(strings.NewReader(fmt.Sprintf("answer %d", len(s.times)))),
		}, nil
	})}
}

// waits returns the pauses between attempts.
func (s *scripted) waits() []time.Duration {
	var waits []time.Duration
	for i := 1; i < len(s.times); i++ {
		waits = append(waits, s.times[i].Sub(s.times[i-1]))
	}
	return waits
}

func post(ctx context.Context, client *http.Client, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("the s3cret"))
	if err != nil {
		return nil, err
	}
	return client.Do(req)
}

// post sends a body by the policy, which must bring an answer.
func (s *scripted) post(ctx context.Context, t *testing.T,
	policy transport.RetryPolicy) *http.Response {
	t.Helper()
	resp := expect.Must(post(ctx, policy.Client(s.client()), "https://login.test/token"))(t)
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

// failedPost sends a body by the policy, which must bring no answer.
func failedPost(ctx context.Context, t *testing.T, policy transport.RetryPolicy,
	client *http.Client) *transport.Error {
	t.Helper()
	//nolint:bodyclose // no response comes
	_, err := post(ctx, policy.Client(client), "https://login.test/token")
	var failed *transport.Error
	if !errors.As(err, &failed) {
		t.Fatalf("got %v", err)
	}
	return failed
}

func TestRetry_ByStatus(t *testing.T) {
	t.Parallel()
	again := map[int]bool{408: true, 429: true, 500: true, 502: true, 503: true, 504: true}
	for _, status := range []int{200, 204, 302, 307, 400, 401, 403, 404, 408, 409, 410, 418, 429, 500,
		501, 502, 503, 504, 505} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &scripted{answers: []answer{{status: status}}}
				resp := s.post(t.Context(), t, transport.RetryPolicy{MaxRetries: 2})
				want := 1
				if again[status] {
					want = 3
				}
				expect.Equal(t, "bodies sent", slices.Repeat([]string{"the s3cret"}, want), s.bodies)
				attempts, elapsed := transport.AttemptsOf(resp)
				if resp.StatusCode != status || attempts != want || elapsed != s.times[want-1].Sub(s.times[0]) {
					t.Errorf("HTTP %d after %d attempts in %s", resp.StatusCode, attempts, elapsed)
				}
				body, _ := io.ReadAll(resp.Body)
				expect.Equal(t, "body", fmt.Sprintf("answer %d", want), string(body))
			})
		})
	}
}

func TestRetry_ZeroPolicyNeverRetries(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 503}}}
	_ = s.post(t.Context(), t, transport.RetryPolicy{})
	expect.Equal(t, "attempts", 1, len(s.times))
}

func TestRetry_BacksOffExponentiallyWithJitter(t *testing.T) {
	t.Parallel()
	patterns := map[string]bool{}
	for range 5 {
		synctest.Test(t, func(t *testing.T) {
			s := &scripted{answers: []answer{{status: 500}}}
			_ = s.post(t.Context(), t, transport.RetryPolicy{MaxRetries: 6, MinWait: time.Second,
				MaxWait: 10 * time.Second})
			full := []time.Duration{1e9, 2e9, 4e9, 8e9, 10e9, 10e9}
			for i, wait := range s.waits() {
				if wait < full[i]/2 || wait > full[i] {
					t.Errorf("wait %d: got %s, want between %s and %s", i+1, wait, full[i]/2, full[i])
				}
			}
			patterns[fmt.Sprint(s.waits())] = true
		})
	}
	if len(patterns) == 1 {
		t.Error("all runs waited equally long: there is no jitter")
	}
}

func TestRetry_ObeysRetryAfter(t *testing.T) {
	t.Parallel()
	type row struct {
		value    string // in the bubble it is midnight of January 1, 2000
		min, max time.Duration
	}
	expect.Each(t, map[string]row{
		"seconds, above MaxWait": {"57", 57e9, 57e9},
		"date":                   {"Sat, 01 Jan 2000 00:01:30 GMT", 90e9, 90e9},
		"date gone by":           {"Fri, 31 Dec 1999 23:00:00 GMT", 5e8, 1e9},
		"zero":                   {"0", 5e8, 1e9},
		"negative":               {"-5", 5e8, 1e9},
		"nonsense":               {"soon", 5e8, 1e9},
		"none":                   {"", 5e8, 1e9},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			s := &scripted{answers: []answer{{status: 429, retryAfter: test.value}, {status: 200}}}
			resp := s.post(t.Context(), t, transport.RetryPolicy{MaxRetries: 1, MinWait: time.Second,
				MaxWait: 2 * time.Second})
			if wait := s.waits()[0]; resp.StatusCode != 200 || wait < test.min || wait > test.max {
				t.Errorf("HTTP %d after %s, want a wait of %s to %s", resp.StatusCode, wait, test.min, test.max)
			}
		})
	})
}

func TestRetry_GivesUpAtOnceWhenTheWaitWouldOutlastTheDeadline(t *testing.T) {
	t.Parallel()
	for _, retryAfter := range []string{"57", "99999999999999"} {
		t.Run(retryAfter, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				start := time.Now()
				s := &scripted{answers: []answer{{status: 429, retryAfter: retryAfter}}}
				resp := s.post(ctx, t, transport.RetryPolicy{MaxRetries: 6})
				if resp.StatusCode != 429 || len(s.times) != 1 || time.Since(start) != 0 {
					t.Errorf("HTTP %d after %d attempts and %s", resp.StatusCode, len(s.times), time.Since(start))
				}
			})
		})
	}
}

func TestRetry_AtTheDeadlineTheLastFailureIsTheError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		calls := 0
		base := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if calls++; calls == 1 {
				return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody, Request: r},
					nil
			}
			<-r.Context().Done()
			return nil, r.Context().Err()
		})}
		failed := failedPost(ctx, t, transport.RetryPolicy{MaxRetries: 6}, base)
		if failed.StatusCode != 503 || failed.Attempts != 2 || failed.Elapsed != 30*time.Second ||
			!errors.Is(failed, context.DeadlineExceeded) {
			t.Errorf("got %+v", failed)
		}
		expect.Equal(t, "error", "HTTP 503 Service Unavailable (2 attempts in 30s), and the operation "+
			"timed out", failed.Error())
	})
}

func TestRetry_CancellingEndsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		s := &scripted{answers: []answer{{status: 503, retryAfter: "60"}}}
		failed := failedPost(ctx, t, transport.RetryPolicy{MaxRetries: 6}, s.client())
		if failed.StatusCode != 503 || failed.Elapsed != 10*time.Second ||
			!errors.Is(failed, context.Canceled) {
			t.Errorf("got %v", failed)
		}
	})
}

func TestRetry_ConnectionErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{err: syscall.ECONNREFUSED}, {err: io.ErrUnexpectedEOF},
			{status: 200}}}
		_ = s.post(t.Context(), t, transport.RetryPolicy{MaxRetries: 2})
		expect.Equal(t, "attempts", 3, len(s.times))
		s = &scripted{answers: []answer{{err: syscall.ECONNREFUSED}}}
		failed := failedPost(t.Context(), t, transport.RetryPolicy{MaxRetries: 2}, s.client())
		if failed.Attempts != 3 || !errors.Is(failed, syscall.ECONNREFUSED) ||
			strings.Contains(failed.Error(), "giving up") {
			t.Errorf("got %v", failed)
		}
	})
}

func TestRetry_NotForPermanentFailures(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	unknownCA := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(unknownCA.Close)
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(plain.Close)
	base := newClient(t, transport.Options{Observe: func(context.Context, transport.Exchange) {
		reached.Add(1)
	}})
	client := transport.RetryPolicy{MaxRetries: 3, MinWait: 1, MaxWait: 1}.Client(base)
	for name, url := range map[string]string{
		"unknown authority":  unknownCA.URL,
		"no TLS":             strings.Replace(plain.URL, "http:", "https:", 1),
		"unsupported scheme": "gopher://127.0.0.1/",
	} {
		reached.Store(0)
		if _, err := get(t, client, url); err == nil || reached.Load() != 1 {
			t.Errorf("%s: got %v after %d attempts, want an error after one", name, err, reached.Load())
		}
	}
}
