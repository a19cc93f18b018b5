// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// throttling is a client whose first request is refused for 57 seconds.
func throttling(t *testing.T, retries int) *partnercenter.Client {
	t.Helper()
	var sent atomic.Int32
	answer := func(r *http.Request) (*http.Response, error) {
		if sent.Add(1) == 1 {
			return canned(r, 429, sample(t, "40-throttling-429.http"), "Retry-After: 57")
		}
		return canned(r, 200, "[]")
	}
	return newClientAt(t, "https://api.partnercenter.test", over(answer),
		func(c *partnercenter.Config) { c.Retry.MaxRetries = retries })
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
	cancelled := func(t *testing.T, c *partnercenter.Client) error {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		return c.FraudEvents().List(ctx, fraud.Query{}, &pages{})
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
		"cancelled":             {6, cancelled, "Try again later", "Raise"},
		"neither time nor call": {0, listWithin(30 * time.Second), retries, timeout},
	}, func(t *testing.T, test row) {
		synctest.Test(t, func(t *testing.T) {
			advice := failure(t, test.fail(t, throttling(t, test.retries))).Advice.String()
			expect.Contains(t, advice, test.want, "Partner Center limits the rate of requests")
			if strings.Contains(advice, test.not) {
				t.Errorf("got %q, which names %s", advice, test.not)
			}
		})
	})
}
