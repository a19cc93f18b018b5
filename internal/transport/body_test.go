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

// A body that is held back makes no request: the server has nothing to carry out, and the next
// attempt sends all of it.
func TestDo_ABodyThatWouldLeaveTooLateIsNotSent(t *testing.T) {
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
	// on new connections, and on a reused one
	for _, late := range []bool{true, false, true, false} {
		leaveBy := time.Now().Add(time.Minute)
		client := server.Client()
		if late {
			leaveBy = time.Now().Add(time.Millisecond)
			client = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				time.Sleep(600 * time.Millisecond) // for connecting
				return server.Client().Transport.RoundTrip(r)
			})}
		}
		resp, report, err := transport.RetryPolicy{MaxRetries: 1, MinWait: 1, MaxWait: 1}.Do(client,
			transport.Call{
				Request: request(t, server.URL), Body: []byte("decide"), LeaveBy: leaveBy, Once: true,
				Handle: func(resp *http.Response, _ time.Time) error { return resp.Body.Close() },
			})
		switch {
		case late && (!errors.Is(err, transport.ErrTooLate) || report.Attempts != 1 || !report.Again):
			t.Errorf("got %v, %+v", err, report)
		case !late && (err != nil || resp.StatusCode != http.StatusOK):
			t.Errorf("got %v, %+v", err, report)
		}
	}
	if len(bodies) != 2 || bodies[0] != "decide" || bodies[1] != "decide" {
		t.Errorf("the server was asked %q", bodies)
	}
}
