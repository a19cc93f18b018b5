// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// brokenOff sends a list that stops in its third event, with a Content-Length or in chunks that
// promise more.
func brokenOff(header, frame string) http.HandlerFunc {
	body := strings.TrimSuffix(events("a", "b"), "]") + `,{"eventId":"c`
	if frame == "chunk" {
		body = fmt.Sprintf("%x\r\n%s\r\n", len(body), body)
	}
	return rawReply("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n" +
		body)
}

func TestList_ABodyThatBreaksOffIsRetriedAndNothingIsVisitedTwice(t *testing.T) {
	t.Parallel()
	s := serve(t, brokenOff("Content-Length: 5000", ""),
		brokenOff("Transfer-Encoding: chunked", "chunk"),
		page("a", "b", "c"))
	got, err := list(t, newClient(t, s), fraud.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, idsOf(got)); diff != "" {
		t.Error(diff)
	}
}

// What a broken attempt has brought must not count towards a full page.
func TestList_PagesAreCountedAnewAfterABodyThatBrokeOff(t *testing.T) {
	t.Parallel()
	s := serve(t, brokenOff("Content-Length: 5000", ""), page("a", "b", "c"), page("d"))
	got, err := list(t, newClient(t, s, pageSize(3)), fraud.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d"}, idsOf(got)); diff != "" {
		t.Error(diff)
	}
}

func TestList_ABodyThatKeepsBreakingOffIsAConnectionError(t *testing.T) {
	t.Parallel()
	s := serve(t, brokenOff("Content-Length: 5000", ""), brokenOff("Content-Length: 5000", ""))
	c := newClient(t, s, func(c *partnercenter.Config) { c.Retry.MaxRetries = 1 })
	_, err := list(t, c, fraud.Query{})
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.Attempts != 2 ||
		!strings.Contains(err.Error(), "was interrupted") {
		t.Errorf("got %v", err)
	}
}

func TestList_ShortJSONWithACleanEndIsNotRetried(t *testing.T) {
	t.Parallel()
	// the end of the connection is the end of the body
	s := serve(t, brokenOff("Connection: close", ""))
	_, err := list(t, newClient(t, s), fraud.Query{})
	var undecodable *jsonlist.Error
	if !errors.As(err, &undecodable) || undecodable.Problem != jsonlist.ProblemTruncated {
		t.Errorf("got %v", err)
	}
}

// inBubble runs the client on a scripted transport with a fake clock.
func inBubble(t *testing.T, timeout time.Duration, steps []func(*http.Request) *http.Response,
	check func(t *testing.T, err error, elapsed time.Duration, requests int),
) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		requests := 0
		rt := roundTrip(func(r *http.Request) (*http.Response, error) {
			requests++
			resp := steps[min(requests, len(steps))-1](r)
			if resp == nil {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return resp, nil
		})
		c, err := partnercenter.NewClient(partnercenter.Config{
			BaseURL: "https://api.partnercenter.test", HTTPClient: &http.Client{Transport: rt},
			Tokens: &tokens{values: []string{"token-1"}}, Retry: transport.RetryPolicy{MaxRetries: 6},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		start := time.Now()
		err = c.FraudEvents().List(ctx, fraud.Query{},
			partnercenter.Rows(func(fraud.Event) error { return nil }))
		check(t, err, time.Since(start), requests)
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func canned(status int, body string, headers ...string) func(*http.Request) *http.Response {
	return func(r *http.Request) *http.Response {
		w := httptest.NewRecorder()
		reply(status, body, headers...)(w, r)
		return w.Result()
	}
}

func TestList_AWaitBeyondTheDeadlineIsNotBegun(t *testing.T) {
	t.Parallel()
	throttled := canned(429,
		`{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }`,
		"Retry-After: 57")
	inBubble(t, 30*time.Second, []func(*http.Request) *http.Response{throttled},
		func(t *testing.T, err error, elapsed time.Duration, requests int) {
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || failed.StatusCode != 429 || elapsed != 0 || requests != 1 {
				t.Fatalf("%v after %s and %d requests", err, elapsed, requests)
			}
			for _, want := range []string{"Rate limit is exceeded. Try again in 57 seconds", "wait 57s",
				"1 attempt in 0s"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
}

func TestList_AtTheDeadlineTheErrorIsTheLastHTTPErrorWithTheAttempts(t *testing.T) {
	t.Parallel()
	steps := []func(*http.Request) *http.Response{
		canned(500, `{"code":"800003","description":"Internal."}`),
		canned(503, `{"code":"900192","description":"Busy."}`),
		func(*http.Request) *http.Response { return nil }, // hangs
	}
	inBubble(t, time.Minute, steps, func(t *testing.T, err error, elapsed time.Duration, _ int) {
		var failed *partnercenter.Error
		if !errors.As(err, &failed) {
			t.Fatalf("got %v", err)
		}
		if failed.StatusCode != 503 || failed.Code != "900192" || failed.Attempts != 3 ||
			elapsed != time.Minute ||
			!errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %+v", failed)
		}
		if text := err.Error(); strings.Contains(text, "context deadline exceeded") ||
			!strings.Contains(text, `HTTP 503 Service Unavailable, code 900192 ("Busy."): the `+
				"operation timed out") {
			t.Errorf("got %q", text)
		}
	})
}

func TestList_NoAnswerAtAllUntilTheDeadline(t *testing.T) {
	t.Parallel()
	hangs := []func(*http.Request) *http.Response{func(*http.Request) *http.Response { return nil }}
	inBubble(t, time.Minute, hangs, func(t *testing.T, err error, _ time.Duration, _ int) {
		want := "the operation timed out before a usable answer arrived. Try again later"
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), "1 attempt in 1m0s") {
			t.Errorf("got %v", err)
		}
	})
}

func TestList_ConnectionErrorsNameTheNextStep(t *testing.T) {
	t.Parallel()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, test := range map[string]struct {
		url      string
		attempts int
		hint     string
	}{
		"unknown authority":  {untrusted.URL, 1, "ca_bundle_path"},
		"no TLS":             {strings.Replace(plain.URL, "http:", "https:", 1), 1, "base_url"},
		"connection refused": {gone.URL, 3, "HTTPS_PROXY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClientAt(t, test.url, func(c *partnercenter.Config) { c.Retry.MaxRetries = 2 })
			_, err := list(t, c, fraud.Query{})
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || failed.Attempts != test.attempts ||
				!strings.Contains(failed.Advice.String(), test.hint) {
				t.Errorf("got %v", err)
			}
			if name == "connection refused" && !errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("the cause is lost: %v", err)
			}
		})
	}
}

func TestList_AnUnknownNameIsExplained(t *testing.T) {
	t.Parallel()
	unknown := roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial",
			Err: &net.DNSError{Err: "no such host", Name: "partnercenter.test", IsNotFound: true}}
	})
	c := newClientAt(t, "https://partnercenter.test", noRetry, func(c *partnercenter.Config) {
		c.HTTPClient = &http.Client{Transport: unknown}
	})
	_, err := list(t, c, fraud.Query{})
	if err == nil || !strings.Contains(err.Error(), "The name of the server cannot be resolved.") {
		t.Errorf("got %v", err)
	}
}
