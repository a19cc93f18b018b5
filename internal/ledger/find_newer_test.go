// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// A listing that may be older than a write is read again for a few seconds, and less if it catches
// up. A failure to read it again does not matter, because the first listing is complete.
func TestFindNewer_ReadsAgainForAFewSeconds(t *testing.T) {
	t.Parallel()
	type row struct {
		catchesUp time.Duration // 0: never
		breaks    bool
		lists     int
		takes     time.Duration
	}
	inBubbles(t, map[string]row{
		"catches up at once": {time.Millisecond, false, 2, 250 * time.Millisecond},
		"catches up":         {time.Second, false, 4, 1750 * time.Millisecond},
		"never":              {0, false, 5, 3750 * time.Millisecond},
		"breaks":             {0, true, 2, 250 * time.Millisecond},
	}, func(t *testing.T, test row) {
		s := &fakeService{events: manyEvents(subA, 1)}
		if test.catchesUp > 0 {
			time.AfterFunc(test.catchesUp, func() { s.colleague("e000", fraud.Fraud) })
		}
		s.onList = func(_ context.Context, call int) error {
			if test.breaks && call > 1 {
				return errBroken
			}
			return nil
		}
		began := time.Now()
		seen, err := ledger.New(s, nil).FindNewer(t.Context(), keyOf("e000"), isActive)
		expect.NoError(t, err)
		expect.Equal(t, "caught up", test.catchesUp > 0, seen.Event.Status == fraud.Resolved)
		expect.Equal(t, "after", test.takes, time.Since(began))
		s.wantCalls(t, test.lists, 0)
	})
}

// All events share the wait and the listings, whether they are read at the same time or not.
func TestFindNewer_ManyEventsWaitOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 100), latency: 50 * time.Millisecond}
		l := ledger.New(s, nil)
		began := time.Now()
		var pending []<-chan result[ledger.Sighting]
		for i, e := range s.events {
			if i == 50 { // Terraform refreshes only some at a time
				for _, p := range pending {
					_ = wait(t, p)
				}
			}
			time.Sleep(20 * time.Millisecond)
			pending = append(pending, start(func() (ledger.Sighting, error) {
				return l.FindNewer(t.Context(), e.Key, isActive)
			}))
		}
		for _, p := range pending[50:] {
			_ = wait(t, p)
		}
		if took := time.Since(began); took > 6*time.Second || s.listCount() > 12 {
			t.Errorf("%d listings took %s", s.listCount(), took)
		}
	})
}

func isActive(e fraud.Event) bool { return e.Status == fraud.Active }
