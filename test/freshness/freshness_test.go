// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package freshness tests the Ledger and the real client together: a write leaves at most five
// seconds after the request for the page that showed its event, whatever delays it.
package freshness_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// subscriptionID is the subscription of all events.
const subscriptionID = "6B7CAAAA-0000-4000-8000-00000000000A"

// inBubble runs a test in fake time. It fails the test if anything still runs an hour after its
// end.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Hour)
		test(t)
	})
}

// changeOf returns the decision that an event is fraud.
func changeOf(t *testing.T, id string) fraud.Change {
	t.Helper()
	return fraud.Change{Key: fraud.Key{SubscriptionID: subscriptionID, EventID: id},
		Decision: expect.Must(fraud.NewDecision("Resolved", "Fraud"))(t)}
}

// decideAll gives the changes one hour.
func decideAll(t *testing.T, l *ledger.Ledger, changes []fraud.Change) []ledger.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	return l.DecideAll(ctx, changes)
}

// findOther reads an event that is not to be decided.
func findOther(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	key := fraud.Key{SubscriptionID: subscriptionID, EventID: "e001"}
	if _, err := l.Find(t.Context(), key); err != nil {
		t.Error(err)
	}
}

// Whatever delays a write after its review, it leaves at most five seconds after the request for
// its page.
func TestDecideAll_NothingIsWrittenByAnOldPage(t *testing.T) {
	t.Parallel()
	const second = time.Second
	slowPage := func(slow int, takes time.Duration) func(int) time.Duration {
		return func(page int) time.Duration {
			if page == slow {
				return takes
			}
			return 100 * time.Millisecond
		}
	}
	for name, test := range map[string]struct {
		wire    *wire
		decide  []string
		before  func(t *testing.T, l *ledger.Ledger) // begins another step
		written int
		fails   string
		lists   int // at most
	}{
		"nothing": {wire: &wire{events: 3, pageSize: 5}, decide: []string{"e000", "e001"}, written: 2,
			lists: 1},
		"a slow later page": {
			wire:   &wire{events: 20, pageSize: 5, listTakes: slowPage(3, 20*second)},
			decide: []string{"e000", "e001"}, written: 2, lists: 6,
		},
		"many pages": {
			wire:   &wire{events: 100, pageSize: 5, listTakes: func(int) time.Duration { return second }},
			decide: []string{"e007"}, written: 1, lists: 23,
		},
		"events of pages far apart": {
			wire:    &wire{events: 60, pageSize: 5, listTakes: func(int) time.Duration { return second }},
			decide:  []string{"e001", "e033", "e059"},
			written: 3, lists: 90,
		},
		"a page that is always too slow": {
			wire:   &wire{events: 3, pageSize: 5, listTakes: func(int) time.Duration { return 6 * second }},
			decide: []string{"e000"},
			fails:  "more than five seconds", lists: 6,
		},
		"a listing that began long ago": {
			wire: &wire{events: 7, pageSize: 5, listTakes: slowPage(2, 30*second)}, decide: []string{"e000"},
			written: 1, lists: 8,
			before: func(t *testing.T, l *ledger.Ledger) {
				go findOther(t, l)
				time.Sleep(20 * second)
			},
		},
		"a listing of minutes ago": {
			wire: &wire{events: 3, pageSize: 5}, decide: []string{"e000"}, written: 1, lists: 2,
			before: func(t *testing.T, l *ledger.Ledger) {
				findOther(t, l)
				time.Sleep(2 * time.Minute)
			},
		},
		"a refused token": {
			wire: &wire{
				events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[int]int{1: 401}[post], 0 },
				tokens: func(asked int) time.Duration { return map[int]time.Duration{3: 10 * second}[asked] },
			},
			decide: []string{"e000"}, written: 1, lists: 9,
		},
		"a slow token": {
			wire: &wire{
				events: 3, pageSize: 5,
				tokens: func(asked int) time.Duration { return map[int]time.Duration{2: 10 * second}[asked] },
			},
			decide: []string{"e000"}, written: 1, lists: 2,
		},
		"throttling": {
			wire: &wire{events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[int]int{1: 429, 2: 429}[post], 40 }},
			decide: []string{"e000"}, written: 1, lists: 4,
		},
		"back-off": {
			wire: &wire{events: 3, pageSize: 5,
				refuse: func(post int) (int, int) { return map[bool]int{true: 503}[post <= 5], 0 }},
			decide: []string{"e000"}, written: 1, lists: 7,
		},
		"a refused batch, in parts": {
			wire:   &wire{events: 16, pageSize: 20, refuses: "e005", postTakes: 2 * second},
			decide: []string{"e000", "e001", "e002", "e003", "e004", "e005", "e006", "e007"}, written: 7,
			fails: "3000", lists: 3,
		},
		"a batch of which everything is refused": { // one look covers all of them
			wire: &wire{events: 12, pageSize: 20, refuse: func(int) (int, int) { return 400, 0 },
				postTakes: second},
			decide: []string{"e000", "e001", "e002", "e003", "e004", "e005", "e006", "e007", "e008", "e009",
				"e010", "e011"}, fails: "400", lists: 4,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				w := test.wire
				w.t, w.shown = t, map[string]time.Time{}
				l := connect(t, w, w, w.pageSize)
				if test.before != nil {
					test.before(t, l)
				}
				var changes []fraud.Change
				for _, id := range test.decide {
					changes = append(changes, changeOf(t, id))
				}
				var said strings.Builder
				for _, r := range decideAll(t, l, changes) {
					if r.Err != nil {
						said.WriteString(r.Err.Error())
					}
				}
				if test.fails == "" && said.Len() > 0 || !strings.Contains(said.String(), test.fails) {
					t.Errorf("it says %q", said.String())
				}
				if len(w.wrote) != test.written {
					t.Errorf("wrote %v, want %d", w.wrote, test.written)
				}
				if w.lists > test.lists {
					t.Errorf("%d pages, want %d at the most", w.lists, test.lists)
				}
			})
		})
	}
}
