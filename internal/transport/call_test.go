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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func request(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func TestDo_JudgeMayAskForOneMoreAttemptBesideTheCount(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 401}}}
	signed := 0
	resp, report, err := transport.RetryPolicy{}.Do(s.client(), transport.Call{
		Request: request(t, "https://api.test/"),
		Judge:   func(transport.Try) transport.Verdict { return transport.AgainOnce },
		Sign:    func(*http.Request) error { signed++; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != 401 || report.Attempts != 2 || signed != 2 {
		t.Errorf("HTTP %d, %+v, signed %d times", resp.StatusCode, report, signed)
	}
}

func TestDo_JudgeMayStop(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: []answer{{status: 503}}}
	resp, report, err := transport.RetryPolicy{MaxRetries: 5}.Do(s.client(), transport.Call{
		Request: request(t, "https://api.test/"),
		Judge:   func(transport.Try) transport.Verdict { return transport.Stop },
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if report.Attempts != 1 || report.LastStatus != 503 {
		t.Errorf("%+v", report)
	}
}

func TestDo_AnErrorOfSignEndsTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &scripted{answers: []answer{{status: 503}}}
		want, signed := errors.New("enough"), 0
		//nolint:bodyclose // the library closed it before it waited
		_, report, err := transport.RetryPolicy{MaxRetries: 5}.Do(s.client(), transport.Call{
			Request: request(t, "https://api.test/"),
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
		resp, report, err := transport.RetryPolicy{MaxRetries: 3}.Do(s.client(), transport.Call{
			Request: request(t, "https://api.test/"),
			Handle: func(resp *http.Response, _ time.Time) error {
				defer func() { _ = resp.Body.Close() }()
				if handled++; handled < 3 {
					return io.ErrUnexpectedEOF
				}
				return nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if handled != 3 || report.Attempts != 3 {
			t.Errorf("handled %d times, %+v", handled, report)
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
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()

	for url, want := range map[string]bool{hangsUp.URL: true, gone.URL: false} {
		var failed transport.Try
		//nolint:bodyclose // no response comes
		_, _, err := transport.RetryPolicy{}.Do(newClient(t, transport.Options{}), transport.Call{
			Request: request(t, url), Body: []byte("a write"),
			Judge: func(t transport.Try) transport.Verdict { failed = t; return transport.ByPolicy },
		})
		if err == nil || failed.Sent != want {
			t.Errorf("sent: got %t, want %t (%v)", failed.Sent, want, err)
		}
		if !want && !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got %v", err)
		}
	}
}

func TestDo_EachAttemptIsSentOrNotByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		attempts := 0
		base := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if attempts++; attempts == 1 {
				httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
			}
			return nil, syscall.ECONNREFUSED
		})}
		var sent []bool
		//nolint:bodyclose // no response comes
		_, _, err := transport.RetryPolicy{MaxRetries: 1}.Do(base, transport.Call{
			Request: request(t, "https://api.test/"),
			Judge: func(t transport.Try) transport.Verdict {
				sent = append(sent,
					t.Sent)
				return transport.ByPolicy
			},
		})
		if !errors.Is(err, syscall.ECONNREFUSED) || len(sent) != 2 || !sent[0] || sent[1] {
			t.Errorf("got %v, %v", sent, err)
		}
	})
}

// net/http may still be reading the headers of an attempt that failed.
func TestDo_SignDoesNotTouchTheHeadersOfTheLastAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var sent []http.Header
		base := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = append(sent, r.Header)
			return nil, syscall.ECONNREFUSED
		})}
		//nolint:bodyclose // no response comes
		_, _, err := transport.RetryPolicy{MaxRetries: 1}.Do(base, transport.Call{
			Request: request(t, "https://api.test/"),
			Sign: func(next *http.Request) error {
				next.Header.Set("Attempt", strconv.Itoa(len(sent)+1))
				return nil
			},
		})
		if err == nil || len(sent) != 2 || sent[0].Get("Attempt") != "1" ||
			sent[1].Get("Attempt") != "2" {
			t.Errorf("got %v, %v", sent, err)
		}
	})
}
