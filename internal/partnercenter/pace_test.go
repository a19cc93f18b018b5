// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// throttling is a client whose first request is refused for 57 seconds, and the service that notes
// when its requests come, and their ids.
func throttling(t *testing.T, options ...func(*partnercenter.Config)) (*partnercenter.Client,
	*throttled) {
	t.Helper()
	s := &throttled{start: time.Now(), ids: map[string]bool{}}
	changes := append([]func(*partnercenter.Config){over(func(r *http.Request) (*http.Response,
		error) {
		s.Lock()
		defer s.Unlock()
		s.times, s.ids[r.Header.Get("MS-RequestId")] = append(s.times, time.Since(s.start)), true
		if len(s.times) == 1 {
			return canned(r, 429, sample(t, "40-throttling-429.http"), "Retry-After: 57")
		}
		return canned(r, 200, "[]")
	})}, options...)
	return newClientAt(t, "https://api.partnercenter.test", changes...), s
}

type throttled struct {
	sync.Mutex
	start time.Time
	times []time.Duration
	ids   map[string]bool
}

func TestClient_ARefusedCallHoldsBackAllOthersWithoutCountingAgainstThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, seen := throttling(t)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := list(t, c, fraud.Query{}); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		_ = updated(t, c, fraudUpdate(t))
		all.Wait()
		if len(seen.times) != 3 || seen.times[1] < 57*time.Second || seen.times[2] < 57*time.Second {
			t.Errorf("requests came after %s", seen.times)
		}
		expect.Equal(t, "request ids", 3, len(seen.ids))
	})
}

func TestClient_ACallThatIsHeldBackEndsWithTheRefusal(t *testing.T) {
	t.Parallel()
	type row struct {
		timeout, cancelled, after time.Duration
		want                      string
	}
	expect.Each(t, map[string]row{
		"no time to wait": {30 * time.Second, time.Hour, 0, "HTTP 429 Too Many Requests: the service " +
			"limits the rate of requests. The next attempt would have to wait 57s"},
		"cancelled": {time.Hour, 10 * time.Second, 10 * time.Second, "HTTP 429 Too Many Requests: the " +
			"operation was canceled before a usable answer arrived. Try again later: Partner Center " +
			"limits the rate"},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			c, seen := throttling(t)
			go func() { _ = c.FraudEvents().List(t.Context(), fraud.Query{}, &pages{}) }()
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
			defer cancel()
			time.AfterFunc(test.cancelled, cancel)
			start := time.Now()
			_, err := c.FraudEvents().Update(ctx, fraudUpdate(t))
			expect.Equal(t, "it took", test.after, time.Since(start))
			if failed := failure(t, err); failed.StatusCode != 429 || failed.OutcomeUnknown {
				t.Errorf("got %v", err)
			}
			expect.Contains(t, err.Error(), test.want)
			expect.Equal(t, "requests", 1, len(seen.times))
			time.Sleep(2 * time.Minute)
		})
	})
}

// More retries do not help a call that has no time for them, and more time does not help one that
// has no retries left.
func TestClient_AdviceOnARefusedCallNamesOnlyWhatHelps(t *testing.T) {
	t.Parallel()
	const retries, timeout = "`max_retries`", "Raise `timeout`"
	listWithin := func(d time.Duration) func(*testing.T, *partnercenter.Client) error {
		return func(t *testing.T, c *partnercenter.Client) error {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			defer cancel()
			return c.FraudEvents().List(ctx, fraud.Query{}, &pages{})
		}
	}
	update := func(t *testing.T, c *partnercenter.Client) error {
		_, err := c.FraudEvents().Update(t.Context(), fraudUpdate(t))
		return err
	}
	observe := func(t *testing.T, c *partnercenter.Client) (first error) {
		ctx := fraud.WithObserver(t.Context(), func(failure error) {
			if first == nil {
				first = failure
			}
		})
		expect.NoError(t, c.FraudEvents().List(ctx, fraud.Query{}, &pages{}))
		return first
	}
	type row struct {
		retries   int
		fail      func(*testing.T, *partnercenter.Client) error
		want, not string
	}
	expect.Each(t, map[string]row{
		"no retry left":         {0, listWithin(time.Hour), retries, timeout},
		"no time for the wait":  {6, listWithin(30 * time.Second), timeout + " above 57s.", retries},
		"a retry, but no time":  {6, observe, timeout + ".", retries},
		"an update, once more":  {6, update, timeout + ".", retries},
		"an update, for good":   {0, update, retries, timeout},
		"neither time nor call": {0, listWithin(30 * time.Second), retries, timeout},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			c, _ := throttling(t, func(c *partnercenter.Config) {
				c.Retry.MaxRetries = test.retries
			})
			advice := failure(t, test.fail(t, c)).Advice.String()
			expect.Contains(t, advice, test.want, "Partner Center limits the rate of requests")
			if strings.Contains(advice, test.not) {
				t.Errorf("got %q, which names %s", advice, test.not)
			}
		})
	})
}
