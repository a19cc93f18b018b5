// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// tenantService is a Partner Center with many subscriptions of two events each, in pages. It counts
// calls.
type tenantService struct {
	subscriptions int // that exist
	pageSize      int
	classic       bool
	only          bool  // lists only the whole tenant, which the first listing shows
	filtered      int   // listings that would have been filtered
	broken        error // of a listing of the whole tenant

	mu     sync.Mutex
	single int // listings of one subscription
	pages  int // of listings of the whole tenant
}

func subscriptionNumber(i int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", i) }

func (s *tenantService) Limits() fraud.Limits {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fraud.Limits{EventsPerUpdate: 100, AllFields: !s.classic,
		TenantOnly: s.only && s.filtered > 0}
}

func (s *tenantService) List(_ context.Context, q fraud.Query,
	to fraud.Visitor) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.only && q.TellUnfiltered {
		s.filtered++
		return fraud.ErrUnfiltered
	}
	if q.SubscriptionID != "" {
		s.single++
		return hand(to, time.Now(), activeEvent(q.SubscriptionID, "a"),
			activeEvent(q.SubscriptionID, "b"))
	}
	if s.broken != nil {
		s.pages++
		return s.broken
	}
	var all []fraud.Event
	for i := range 2 * s.subscriptions {
		all = append(all, activeEvent(subscriptionNumber(i/2), []string{"a", "b"}[i%2]))
	}
	read := 0
	for page := range slices.Chunk(all, s.pageSize) {
		if read++; q.MaxPages > 0 && read > q.MaxPages {
			return fraud.ErrMorePages
		}
		s.pages++
		if err := hand(to, time.Now(), page...); err != nil {
			return err
		}
	}
	return nil
}

func (s *tenantService) Update(context.Context, fraud.Update) (fraud.Receipt, error) {
	return fraud.Receipt{}, nil // accepted, but never seen to take effect
}

// findAll finds both events of the first n subscriptions, ten at a time as Terraform does.
func findAll(t *testing.T, book *ledger.Ledger, n int) {
	t.Helper()
	keys := make(chan fraud.Key)
	var walkers sync.WaitGroup
	for range 10 {
		walkers.Go(func() {
			for key := range keys {
				if seen, err := book.Find(t.Context(), key); err != nil || seen.Event == nil ||
					seen.Event.EventID != key.EventID {
					t.Errorf("%s: %+v, %v", key, seen, err)
				}
			}
		})
	}
	for i := range 2 * n {
		keys <- fraud.Key{SubscriptionID: subscriptionNumber(i / 2), EventID: []string{"a", "b"}[i%2]}
	}
	close(keys)
	walkers.Wait()
}

func TestTenant_TheCheaperListingIsTaken(t *testing.T) {
	t.Parallel()
	type row struct {
		service *tenantService
		asked   int
		most    int // calls; ten are in progress at the choice
	}
	expect.Each(t, map[string]row{
		"few subscriptions": {&tenantService{subscriptions: 500, pageSize: 500}, 4,
			4},
		"many subscriptions, few pages": {&tenantService{subscriptions: 500, pageSize: 500}, 500,
			20},
		"some subscriptions of a large tenant": {&tenantService{subscriptions: 50_000, pageSize: 500},
			40, 40 + 8 + 32},
		"all subscriptions of a larger tenant": {&tenantService{subscriptions: 5_000, pageSize: 500},
			5_000, 8 + 8 + 24 + 20 + 10},
		"many subscriptions, the classic model": {&tenantService{subscriptions: 50, pageSize: 500,
			classic: true}, 50, 50},
		"many subscriptions, tenant refused": {&tenantService{subscriptions: 50, pageSize: 500,
			broken: errors.New("refused")}, 50, 50 + 2},
	}, func(t *testing.T, c row) {
		findAll(t, ledger.New(c.service, nil), c.asked)
		if calls := c.service.single + c.service.pages; calls > c.most || c.service.classic &&
			c.service.pages > 0 {
			t.Errorf("%d single listings and %d pages, want at most %d calls", c.service.single,
				c.service.pages, c.most)
		}
	})
}

func TestTenant_AnEventThatItDoesNotHoldIsUnlisted(t *testing.T) {
	t.Parallel()
	book := ledger.New(&tenantService{subscriptions: 50, pageSize: 500}, nil)
	findAll(t, book, 50)
	for _, key := range []fraud.Key{{SubscriptionID: subscriptionNumber(1), EventID: "c"},
		{SubscriptionID: subscriptionNumber(99), EventID: "a"}} {
		if seen, err := book.Find(t.Context(), key); err != nil || seen.Event != nil {
			t.Errorf("%s: %+v, %v", key, seen, err)
		}
	}
}

func TestTenant_AfterAWriteTheSubscriptionIsReadByItself(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		service := &tenantService{subscriptions: 50, pageSize: 500}
		book := ledger.New(service, nil)
		findAll(t, book, 50)
		before, pages := service.single, service.pages
		key := fraud.Key{SubscriptionID: subscriptionNumber(7), EventID: "a"}
		_, err := book.Decide(within(t, 1e9), fraud.Change{Key: key, Decision: resolve(fraud.Ignore)})
		_ = wantErr[*fraud.UnconfirmedError](t, err)
		if service.single == before || service.pages != pages {
			t.Errorf("%d further single listings and %d further pages, want some and none",
				service.single-before, service.pages-pages)
		}
	})
}

// Each write needs a recent listing of its own subscription; a listing of the tenant would be an
// extra call.
func TestTenant_AProcessThatWritesListsSubscriptionsByThemselves(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		service := &tenantService{subscriptions: 500, pageSize: 500}
		book := ledger.New(service, nil)
		_, _ = book.Decide(within(t, 1e9),
			fraud.Change{Key: fraud.Key{SubscriptionID: subscriptionNumber(0), EventID: "a"},
				Decision: resolve(fraud.Ignore)})
		findAll(t, book, 100)
		if service.pages != 0 {
			t.Errorf("%d pages of the whole tenant were listed", service.pages)
		}
	})
}

// Every listing of one subscription would cost as much as one of the tenant.
func TestFind_AServiceThatListsOnlyTheTenantIsListedOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &tenantService{subscriptions: 300, pageSize: 100, only: true}
		findAll(t, ledger.New(s, nil), 300)
		if s.single != 0 || s.pages != 6 || s.filtered > 10 {
			t.Errorf("%d listings of subscriptions, %d pages, %d attempts to filter", s.single, s.pages,
				s.filtered)
		}
	})
}

// Writes are reviewed against listings of the tenant, too.
func TestDecide_AServiceThatListsOnlyTheTenantIsListedRarely(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{tenantOnly: true, latency: 100 * time.Millisecond}
		var changes []fraud.Change
		for i := range 300 {
			s.events = append(s.events, activeEvent(subscriptionNumber(i), "a"))
			changes = append(changes, fraud.Change{Key: s.events[i].Key, Decision: resolve(fraud.Fraud)})
		}
		book := ledger.New(s, nil)
		for batch := range slices.Chunk(changes, 10) {
			for _, r := range decideAll(t, book, batch) {
				expect.NoError(t, r.err)
			}
		}
		if n := s.listCount(); n > 10 {
			t.Errorf("%d listings for 300 writes", n)
		}
		expect.Equal(t, "updates", 300, len(s.posted()))
	})
}

// The failure of the one listing is everybody's.
func TestFind_AServiceThatListsOnlyTheTenantFails(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &tenantService{subscriptions: 1, pageSize: 10, only: true, broken: errBroken}
		_, err := ledger.New(s, nil).Find(within(t, time.Hour),
			fraud.Key{SubscriptionID: subscriptionNumber(0), EventID: "a"})
		if !errors.Is(err, errBroken) {
			t.Errorf("got %v", err)
		}
	})
}
