// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strconv"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	return expect.Must(http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil))(t)
}

// do makes a call with the policy, closes the answer, and returns its status.
func do(t *testing.T, policy transport.RetryPolicy, client *http.Client,
	call transport.Call) (status int, report transport.Report, err error) {
	t.Helper()
	if call.Request == nil {
		call.Request = request(t, "https://api.test/")
	}
	resp, report, err := policy.Do(client, call)
	if err == nil {
		_ = resp.Body.Close()
		status = resp.StatusCode
	}
	return status, report, err
}

func TestDo_JudgeMayAskForOneMoreUncountedAttempt(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 401}}}
	signed := 0
	status, report, err := do(t, transport.RetryPolicy{}, s.client(), transport.Call{
		Judge: func(transport.Try) transport.Verdict { return transport.AgainOnce },
		Sign:  func(*http.Request) error { signed++; return nil },
	})
	if err != nil || status != 401 || report.Attempts != 2 || signed != 2 {
		t.Errorf("HTTP %d, %+v, signed %d times, %v", status, report, signed, err)
	}
}

func TestDo_JudgeMayStop(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 503}}}
	_, report, err := do(t, transport.RetryPolicy{MaxRetries: 5}, s.client(), transport.Call{
		Judge: func(transport.Try) transport.Verdict { return transport.Stop },
	})
	if err != nil || report.Attempts != 1 || report.LastStatus != 503 {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestDo_AnErrorOfSignEndsTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{status: 503}}}
		want, signed := errors.New("enough"), 0
		_, report, err := do(t, transport.RetryPolicy{MaxRetries: 5}, s.client(), transport.Call{
			Sign: func(*http.Request) error {
				if signed++; signed == 2 {
					return want
				}
				return nil
			},
		})
		if !errors.Is(err, want) || report.Attempts != 1 || report.LastStatus != 503 {
			t.Errorf("%v, %+v", err, report)
		}
	})
}

func TestDo_AnErrorOfHandleCountsAsAConnectionError(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{status: 200}}}
		handled := 0
		_, report, err := do(t, transport.RetryPolicy{MaxRetries: 3}, s.client(), transport.Call{
			Handle: func(resp *http.Response, _ time.Time) error {
				if handled++; handled < 3 {
					return errors.Join(io.ErrUnexpectedEOF, resp.Body.Close())
				}
				return nil
			},
		})
		if err != nil || handled != 3 || report.Attempts != 3 {
			t.Errorf("handled %d times, %+v, %v", handled, report, err)
		}
	})
}

func TestDo_SaysWhetherTheRequestMayHaveArrived(t *testing.T) {
	t.Parallel()
	hangsUp := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}))
	t.Cleanup(hangsUp.Close)
	for url, want := range map[string]bool{hangsUp.URL: true, "http://127.0.0.1:1": false} {
		var failed transport.Try
		_, _, err := do(t, transport.RetryPolicy{}, newClient(t, transport.Options{}), transport.Call{
			Request: request(t, url), Body: []byte("a write"),
			Judge: func(t transport.Try) transport.Verdict { failed = t; return transport.ByPolicy },
		})
		if failed.Sent != want || errors.Is(err, expect.ConnectionRefused()) == want {
			t.Errorf("sent: got %t, want %t (%v)", failed.Sent, want, err)
		}
	}
}

// net/http may still be reading the headers of an attempt that failed, so each has its own.
func TestDo_EachAttemptIsSignedAndSentOrNotByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var headers []http.Header
		base := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if headers = append(headers, r.Header); len(headers) == 1 {
				httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
			}
			return nil, syscall.ECONNREFUSED
		})}
		var sent []bool
		_, _, err := do(t, transport.RetryPolicy{MaxRetries: 1}, base, transport.Call{
			Judge: func(t transport.Try) transport.Verdict {
				sent = append(sent, t.Sent)
				return transport.ByPolicy
			},
			Sign: func(next *http.Request) error {
				next.Header.Set("Attempt", strconv.Itoa(len(headers)+1))
				return nil
			},
		})
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v", err)
		}
		expect.Equal(t, "sent", []bool{true, false}, sent)
		expect.Equal(t, "headers", []http.Header{{"Attempt": {"1"}}, {"Attempt": {"2"}}}, headers)
	})
}
