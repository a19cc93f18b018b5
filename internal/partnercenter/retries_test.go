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
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// brokenOff sends a list that stops in its third event, with a Content-Length or chunks that
// promise more.
func brokenOff(header, frame string) http.HandlerFunc {
	body := strings.TrimSuffix(events("a", "b"), "]") + `,{"eventId":"c`
	if frame == "chunk" {
		body = fmt.Sprintf("%x\r\n%s\r\n", len(body), body)
	}
	return rawReply("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n" +
		body)
}

// short is a body that breaks off before its announced end.
func short() http.HandlerFunc { return brokenOff("Content-Length: 5000", "") }

// The rows of a broken attempt are not visited twice, and must not count towards a full page.
func TestList_ABodyThatBreaksOffIsReadAgain(t *testing.T) {
	t.Parallel()
	s := serve(t, short(), brokenOff("Transfer-Encoding: chunked", "chunk"), page("a", "b", "c"),
		page("d"))
	got := listed(t, newClient(t, s, pageSize(3)), fraud.Query{})
	expect.Equal(t, "events", []string{"a", "b", "c", "d"}, idsOf(got))
}

func TestList_ABodyThatKeepsBreakingOffIsAConnectionError(t *testing.T) {
	t.Parallel()
	c := newClient(t, serve(t, short(), short()),
		func(c *partnercenter.Config) { c.Retry.MaxRetries = 1 })
	failed := failedList(t, c, fraud.Query{})
	expect.Equal(t, "attempts", 2, failed.Attempts)
	expect.Contains(t, failed.Error(), "was interrupted")
}

func TestList_ShortJSONWithACleanEndIsNotRetried(t *testing.T) {
	t.Parallel()
	// the end of the connection is the end of the body
	_, err := list(t, newClient(t, serve(t, brokenOff("Connection: close", ""))), fraud.Query{})
	expectProblem(t, jsonlist.ProblemTruncated, err)
}

// A listing fails when its deadline comes, or before if there is no time for the next attempt.
func TestList_EndsByItsDeadline(t *testing.T) {
	t.Parallel()
	type steps []roundTrip
	const throttled = `{ "statusCode": 429, "message": "Rate limit is exceeded." }`
	type row struct {
		steps  steps // the last one repeats
		status int
		says   []string
		after  time.Duration
	}
	expect.Each(t, map[string]row{
		"a wait beyond it is not begun": {steps{step(429, throttled, "Retry-After: 57")}, 429,
			[]string{"Rate limit is exceeded.", "wait 57s", "1 attempt in 0s"}, 0},
		"the error is the last HTTP error with the attempts": {
			steps{step(500, `{"code":"800003"}`), step(503, `{"code":"900192","description":"Busy."}`),
				hang},
			503, []string{`HTTP 503 Service Unavailable, code 900192 ("Busy."): the operation timed out`,
				"3 attempts in 30s"}, 30 * time.Second},
		"no answer at all": {steps{hang}, 0, []string{"1 attempt in 30s",
			"the operation timed out before a usable answer arrived. Try again later"}, 30 * time.Second},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			requests := 0
			c := newClientAt(t, "https://api.partnercenter.test",
				over(func(r *http.Request) (*http.Response, error) {
					requests++
					return test.steps[min(requests, len(test.steps))-1](r)
				}))
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			start := time.Now()
			err := c.FraudEvents().List(ctx, fraud.Query{}, &pages{})
			failed := failure(t, err)
			if took := time.Since(start); took != test.after || requests != len(test.steps) ||
				failed.StatusCode != test.status ||
				errors.Is(err, context.DeadlineExceeded) != (test.after > 0) ||
				strings.Contains(err.Error(), "context deadline exceeded") {
				t.Errorf("%v after %s and %d requests", err, took, requests)
			}
			expect.Contains(t, err.Error(), test.says...)
			expect.Equal(t, "just out of time", test.status == 0, failed.Means(fraud.OutOfTime))
		})
	})
}

// step answers as reply does.
func step(status int, body string, headers ...string) roundTrip {
	return func(r *http.Request) (*http.Response, error) { return canned(r, status, body, headers...) }
}

func TestList_ConnectionErrorsNameTheNextStep(t *testing.T) {
	t.Parallel()
	untrusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	t.Cleanup(untrusted.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, test := range map[string]struct {
		url      string
		attempts int
		hint     string
	}{
		"unknown authority":  {untrusted.URL, 1, "ca_bundle_path"},
		"no TLS":             {strings.Replace(plain.URL, "http:", "https:", 1), 1, "base_url"},
		"connection refused": {"http://127.0.0.1:1", 3, "HTTPS_PROXY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClientAt(t, test.url, func(c *partnercenter.Config) { c.Retry.MaxRetries = 2 })
			failed := failedList(t, c, fraud.Query{})
			expect.Equal(t, "attempts", test.attempts, failed.Attempts)
			expect.Contains(t, failed.Advice.String(), test.hint)
			if name == "connection refused" && !errors.Is(failed, expect.ConnectionRefused()) {
				t.Errorf("the cause is lost: %v", failed)
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
	failed := failedList(t, newClientAt(t, "https://partnercenter.test", over(unknown), noRetry),
		fraud.Query{})
	expect.Contains(t, failed.Error(), "The name of the server cannot be resolved.")
}
