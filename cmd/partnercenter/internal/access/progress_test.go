// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package access

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func TestProgress_IsQuietForTwoSecondsAndThenRare(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var errs bytes.Buffer
		p := startProgress(cli.Environment{Stderr: &errs})
		p.observe(t.Context(), transport.Exchange{StatusCode: 200})
		p.observe(t.Context(), transport.Exchange{Err: "connection refused"})
		time.Sleep(2*time.Second - 1)
		synctest.Wait()
		p.mu.Lock() // the timer writes under this lock
		early := errs.String()
		p.mu.Unlock()
		expect.Equal(t, "before two seconds", "", early)
		time.Sleep(3 * time.Minute)
		synctest.Wait()
		p.stop()
		time.Sleep(time.Hour)
		expect.Equal(t, "three minutes", `Still working after 2s: 1 answer received.
Still working after 4s: 1 answer received.
Still working after 8s: 1 answer received.
Still working after 16s: 1 answer received.
Still working after 32s: 1 answer received.
Still working after 1m4s: 1 answer received.
Still working after 2m4s: 1 answer received.
`, errs.String())
	})
}

func TestRetryLine_ShowsTheReasonAndEscapesIt(t *testing.T) {
	t.Parallel()
	failed := transport.Retry{Method: "GET", URL: "https://api.example/v1", Attempt: 2,
		StatusCode: 503, Wait: 1234 * time.Millisecond}
	expect.Equal(t, "a status",
		"Attempt 2 of GET https://api.example/v1 failed with HTTP 503. Retrying in 1.2s.",
		retryLine(failed))
	failed.Wait = 0
	expect.Equal(t, "no wait",
		"Attempt 2 of GET https://api.example/v1 failed with HTTP 503. Retrying now.",
		retryLine(failed))
	failed.StatusCode = 401
	expect.Equal(t, "a refused token",
		"Attempt 2 of GET https://api.example/v1 failed with HTTP 401. Getting another token.",
		retryLine(failed))
	failed.StatusCode, failed.Wait, failed.Err = 0, 1234*time.Millisecond, "reset\x1b[2J"
	expect.Equal(t, "an error",
		`Attempt 2 of GET https://api.example/v1 failed (reset\u001b[2J). Retrying in 1.2s.`,
		retryLine(failed))
}
