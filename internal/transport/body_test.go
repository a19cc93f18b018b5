// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// A body that is kept back makes no request: the server has nothing to carry out, and the next
// attempt is whole.
func TestCall_ABodyThatMayNotDepartIsNotSent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, string(body))
	}))
	t.Cleanup(server.Close)
	late, asked := errors.New("too late"), 0
	for range 2 { // a new connection, and one that is kept
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		var failed []error
		resp, report, err := transport.RetryPolicy{MaxRetries: 2,
			MinWait: time.Millisecond}.Do(server.Client(), transport.Call{
			Request: req, Body: []byte("decide"),
			Depart: func() error {
				if asked++; asked%2 == 1 {
					return late
				}
				return nil
			},
			Judge: func(try transport.Try) transport.Verdict {
				failed = append(failed, try.Err)
				return transport.ByPolicy
			},
			Handle: func(resp *http.Response) error { return resp.Body.Close() },
		})
		if err != nil || resp.StatusCode != http.StatusOK || report.Attempts != 2 || len(failed) != 1 ||
			!errors.Is(failed[0], late) {
			t.Errorf("got %v after %d attempts, failed with %v", err, report.Attempts, failed)
		}
	}
	if len(bodies) != 2 || bodies[0] != "decide" || bodies[1] != "decide" {
		t.Errorf("the server was asked %q", bodies)
	}
}
