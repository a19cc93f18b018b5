// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// throttling is a client whose first request is refused for 57 seconds. It notes when requests
// come, and their ids.
func throttling(t *testing.T) (*partnercenter.Client,
	func() (times []time.Duration, ids []string)) {
	t.Helper()
	var (
		mu    sync.Mutex
		times []time.Duration
		ids   []string
	)
	start := time.Now()
	c, err := partnercenter.NewClient(partnercenter.Config{
		BaseURL: "https://api.partnercenter.test", Tokens: &tokens{values: []string{"token-1"}},
		Retry: transport.RetryPolicy{MaxRetries: 6},
		HTTPClient: &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			times, ids = append(times, time.Since(start)), append(ids, r.Header.Get("MS-RequestId"))
			if len(times) == 1 {
				return canned(429, sample(t, "40-throttling-429.http"), "Retry-After: 57")(r), nil
			}
			return canned(200, "[]")(r), nil
		})},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, func() ([]time.Duration, []string) {
		mu.Lock()
		defer mu.Unlock()
		return times, ids
	}
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
		all.Go(func() {
			result, err := c.FraudEvents().Update(t.Context(), fraudUpdate(t))
			if err != nil {
				t.Errorf("%+v, %v", result, err)
			}
		})
		all.Wait()
		times, ids := seen()
		if len(times) != 3 || times[1] < 57*time.Second || times[2] < 57*time.Second {
			t.Errorf("requests came after %s", times)
		}
		if ids[0] == ids[1] || ids[0] == ids[2] || ids[1] == ids[2] {
			t.Errorf("MS-RequestId: %s", ids)
		}
	})
}

func TestClient_ACallThatIsHeldBackEndsWithTheRefusal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		timeout, after time.Duration
		cancel         bool
		want           string
	}{
		"no time to wait": {
			30 * time.Second, 0, false,
			"HTTP 429 Too Many Requests: the service limits the rate of requests. The next attempt " +
				"would have to wait 57s",
		},
		"cancelled": {
			time.Hour, 10 * time.Second, true,
			"HTTP 429 Too Many Requests: the operation was canceled before a usable answer arrived. Try " +
				"again later: Partner Center limits the rate",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c, seen := throttling(t)
				go func() {
					_ = c.FraudEvents().List(t.Context(), fraud.Query{},
						partnercenter.Rows(nil))
				}()
				synctest.Wait()
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				defer cancel()
				if test.cancel {
					time.AfterFunc(10*time.Second, cancel)
				}
				start := time.Now()
				_, err := c.FraudEvents().Update(ctx, fraudUpdate(t))
				var failed *partnercenter.Error
				if !errors.As(err, &failed) || failed.StatusCode != 429 || failed.OutcomeUnknown ||
					!strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v", err)
				}
				if diff := cmp.Diff(test.after, time.Since(start)); diff != "" {
					t.Error(diff)
				}
				if times, _ := seen(); len(times) != 1 {
					t.Errorf("%d requests", len(times))
				}
				time.Sleep(2 * time.Minute)
			})
		})
	}
}
