// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// throttled refuses the first request for 57 seconds.
func throttled(t *testing.T) (*rest.Client, *wire) {
	t.Helper()
	return connect(t, nothing, status(429, "Retry-After: 57"), status(200), status(200))
}

func write() rest.Request {
	return rest.Request{Method: http.MethodPost, Body: []byte("{}"), Once: true, Handle: read}
}

func TestDo_ARefusedCallHoldsBackAllOthersWithoutCountingAgainstThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, w := throttled(t)
		start := time.Now()
		var all sync.WaitGroup
		all.Go(func() { get(t, c) })
		synctest.Wait()
		if _, err := c.Do(t.Context(), write()); err != nil {
			t.Error(err)
		}
		all.Wait()
		if len(w.seen) != 3 || w.times[1].Sub(start) < 57*time.Second {
			t.Errorf("requests came at %s", w.times)
		}
		ids := w.column("MS-RequestId")
		if slices.Sort(ids); len(slices.Compact(ids)) != 3 {
			t.Errorf("got %q, want three different ids", w.column("MS-RequestId"))
		}
	})
}

func TestDo_ACallThatIsHeldBackEndsWithTheRefusal(t *testing.T) {
	t.Parallel()
	type row struct {
		timeout, cancelled, after, tooLong time.Duration
		cause                              error
	}
	expect.Each(t, map[string]row{
		"no time to wait": {timeout: 30 * time.Second, cancelled: time.Hour, tooLong: 57 * time.Second},
		"cancelled": {timeout: time.Hour, cancelled: 10 * time.Second, after: 10 * time.Second,
			cause: context.Canceled},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			c, w := throttled(t)
			go get(t, c)
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
			defer cancel()
			time.AfterFunc(test.cancelled, cancel)
			start := time.Now()
			_, err := c.Do(ctx, write())
			expect.Equal(t, "it took", test.after, time.Since(start))
			var failed *rest.CallError
			if !errors.As(err, &failed) || failed.StatusCode != 429 || failed.OutcomeUnknown ||
				failed.TooLong != test.tooLong || !errors.Is(err, test.cause) && test.cause != nil {
				t.Errorf("got %+v", err)
			}
			expect.Equal(t, "requests", 1, w.sent())
			time.Sleep(2 * time.Minute) // until the other call has ended
		})
	})
}
