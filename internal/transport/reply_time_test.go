// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A service that takes a request and never answers costs a minute for each attempt.
func TestNew_WaitsAMinuteForAReply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := expect.Must(New(Options{}))(t)
		observing, _ := client.Transport.(*observer)
		base := observing.next
		attempts := 0
		base.Proxy = nil
		base.DialContext = func(context.Context, string, string) (net.Conn, error) {
			attempts++
			ours, theirs := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, theirs) }()
			return ours, nil
		}
		request := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet,
			"http://service.example", http.NoBody))(t)
		began := time.Now()
		_, err := RetryPolicy{MaxRetries: 1, MinWait: time.Second, MaxWait: time.Second}.Client(client).
			Do(request) //nolint:bodyclose // there is no reply
		took := time.Since(began).Round(time.Minute)
		if err == nil || attempts != 2 || took != 2*time.Minute {
			t.Errorf("%d attempts in %v, %v", attempts, took, err)
		}
	})
}
