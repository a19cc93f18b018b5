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
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

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

func post(ctx context.Context, client *http.Client) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://login.test/token",
		strings.NewReader("the body"))
	if err != nil {
		return nil, err
	}
	return client.Do(req)
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
				resp, err := post(t.Context(), transport.RetryPolicy{MaxRetries: 2}.Client(s.client()))
				if err != nil {
					t.Fatal(err)
				}
				defer func() { _ = resp.Body.Close() }()
				want := 1
				if again[status] {
					want = 3
				}
				if len(s.times) != want || resp.StatusCode != status {
					t.Errorf("got %d attempts and HTTP %d, want %d attempts", len(s.times), resp.StatusCode, want)
				}
				attempts, elapsed := transport.AttemptsOf(resp)
				if attempts != want || elapsed != s.times[want-1].Sub(s.times[0]) {
					t.Errorf("AttemptsOf: %d, %s", attempts, elapsed)
				}
				body, _ := io.ReadAll(resp.Body)
				if string(body) != fmt.Sprintf("answer %d", want) {
					t.Errorf("got body %q, want that of the last attempt, whole", body)
				}
				for i, body := range s.bodies {
					if body != "the body" {
						t.Errorf("attempt %d sent %q", i+1, body)
					}
				}
			})
		})
	}
}

func TestRetry_ZeroPolicyNeverRetries(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 503}}}
	resp, err := post(t.Context(), transport.RetryPolicy{}.Client(s.client()))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if len(s.times) != 1 {
		t.Errorf("got %d attempts", len(s.times))
	}
}

func TestRetry_BacksOffExponentiallyWithJitter(t *testing.T) {
	t.Parallel()
	var patterns []string
	for range 5 {
		synctest.Test(t, func(t *testing.T) {
			s := &scripted{answers: []answer{{status: 500}}}
			policy := transport.RetryPolicy{MaxRetries: 6, MinWait: time.Second, MaxWait: 10 * time.Second}
			resp, err := post(t.Context(), policy.Client(s.client()))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			full := []time.Duration{1e9, 2e9, 4e9, 8e9, 10e9, 10e9}
			for i, wait := range s.waits() {
				if wait < full[i]/2 || wait > full[i] {
					t.Errorf("wait %d: got %s, want between %s and %s", i+1, wait, full[i]/2, full[i])
				}
			}
			patterns = append(patterns, fmt.Sprint(s.waits()))
		})
	}
	same := 0
	for _, p := range patterns {
		if p == patterns[0] {
			same++
		}
	}
	if same == len(patterns) {
		t.Error("all runs waited equally long: there is no jitter")
	}
}

func TestRetry_ObeysRetryAfter(t *testing.T) {
	t.Parallel()
	policy := transport.RetryPolicy{MaxRetries: 1, MinWait: time.Second, MaxWait: 2 * time.Second}
	for name, test := range map[string]struct {
		value    func(now time.Time) string
		min, max time.Duration
	}{
		"seconds, above MaxWait": {func(time.Time) string { return "57" }, 57e9, 57e9},
		"date": {func(
			now time.Time) string {
			return now.Add(90 * time.Second).UTC().Format(http.TimeFormat)
		}, 90e9, 90e9},
		"date gone by": {func(
			now time.Time) string {
			return now.Add(-time.Hour).UTC().Format(http.TimeFormat)
		}, 5e8, 1e9},
		"zero":     {func(time.Time) string { return "0" }, 5e8, 1e9},
		"negative": {func(time.Time) string { return "-5" }, 5e8, 1e9},
		"nonsense": {func(time.Time) string { return "soon" }, 5e8, 1e9},
		"none":     {func(time.Time) string { return "" }, 5e8, 1e9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &scripted{answers: []answer{{status: 429, retryAfter: test.value(time.Now())},
					{status: 200}}}
				resp, err := post(t.Context(), policy.Client(s.client()))
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
				if wait := s.waits()[0]; resp.StatusCode != 200 || wait < test.min || wait > test.max {
					t.Errorf("HTTP %d after %s, want a wait of %s to %s", resp.StatusCode, wait, test.min,
						test.max)
				}
			})
		})
	}
}

func TestRetry_GivesUpAtOnceWhenTheWaitWouldOutlastTheDeadline(t *testing.T) {
	t.Parallel()
	for name, retryAfter := range map[string]string{"seconds": "57",
		"beyond all bounds": "99999999999999"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				start := time.Now()
				s := &scripted{answers: []answer{{status: 429, retryAfter: retryAfter}}}
				resp, err := post(ctx, transport.RetryPolicy{MaxRetries: 6}.Client(s.client()))
				if err != nil {
					t.Fatal(err)
				}
				_ = resp.Body.Close()
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
		_, err := post(ctx, transport.RetryPolicy{MaxRetries: 6}.Client(base))
		var failed *transport.Error
		if !errors.As(err, &failed) {
			t.Fatalf("got %v", err)
		}
		if failed.StatusCode != 503 || failed.Attempts != 2 || failed.Elapsed != 30*time.Second ||
			!errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %+v", failed)
		}
		want := "HTTP 503 Service Unavailable (2 attempts in 30s), and the operation timed out"
		if diff := cmp.Diff(want, failed.Error()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRetry_CancellingEndsTheWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		s := &scripted{answers: []answer{{status: 503, retryAfter: "60"}}}
		_, err := post(ctx, transport.RetryPolicy{MaxRetries: 6}.Client(s.client()))
		var failed *transport.Error
		if !errors.As(err, &failed) || failed.StatusCode != 503 || failed.Elapsed != 10*time.Second ||
			!errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestRetry_ConnectionErrors(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{err: syscall.ECONNREFUSED}, {err: io.ErrUnexpectedEOF},
			{status: 200}}}
		resp, err := post(t.Context(), transport.RetryPolicy{MaxRetries: 2}.Client(s.client()))
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if len(s.times) != 3 {
			t.Errorf("got %d attempts", len(s.times))
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{err: syscall.ECONNREFUSED}}}
		_, err := post(t.Context(), transport.RetryPolicy{MaxRetries: 2,
			MinWait: 2 * time.Second}.Client(s.client()))
		var failed *transport.Error
		if !errors.As(err, &failed) || failed.Attempts != 3 || !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v", err)
		}
		if text := err.Error(); strings.Contains(text, "giving up") ||
			strings.Count(text, "login.test") != 1 {
			t.Errorf("got %q", text)
		}
	})
}

func TestRetry_NotForWhatCannotPass(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	unknownCA := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(unknownCA.Close)
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(plain.Close)
	base := newClient(t, transport.Options{Observe: func(context.Context,
		transport.Exchange) {
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
