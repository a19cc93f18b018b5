// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// switchable answers 404 about subscriptions, and about the tenant while it is off.
type switchable struct {
	fakeService

	kinds []fraud.FailureKind
	takes time.Duration

	mu      sync.Mutex
	off     bool
	tenants int // listings of the tenant
}

func (s *switchable) List(_ context.Context, q fraud.Query,
	to fraud.Visitor) error {
	time.Sleep(s.takes)
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.EqualFold(q.SubscriptionID, subA) {
		return failed(s.kinds...)
	}
	if q.SubscriptionID == "" {
		s.tenants++
	}
	if s.off {
		return errBroken
	}
	return hand(to, time.Now(), activeEvent(subB, "b"))
}

// asking lists the ways to ask about the events of a subscription; each reports whether the answer
// is that there are none.
func asking() map[string]func(context.Context, *ledger.Ledger) (nothing bool, err error) {
	key := keyOf("e")
	return map[string]func(context.Context, *ledger.Ledger) (bool, error){
		"Find": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			seen, err := l.Find(ctx, key)
			return err == nil && seen.Event == nil && !seen.SubscriptionKnown, err
		},
		"Review": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			change := changeOf("e")
			change.AcceptUnlisted = true
			out, err := l.Review(ctx, change)
			return err == nil && out.Action == fraud.Record, err
		},
		"Decide": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			change := changeOf("e")
			change.AcceptUnlisted = true
			out, err := l.Decide(ctx, change)
			return err == nil && out.Action == fraud.Record, err
		},
		"Search": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			found, err := l.Search(ctx, fraud.Filter{SubscriptionID: subA})
			return err == nil && len(found) == 0, err
		},
		"Summarize": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			sum, err := l.Summarize(ctx, fraud.Filter{SubscriptionID: subA}, time.Now())
			return err == nil && sum.Total == 0, err
		},
		"Newest": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			newest, err := l.Newest(ctx, fraud.Filter{SubscriptionID: subA}, 5, anyKey)
			return err == nil && newest.Matched == 0, err
		},
		"Lookup": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			_, err := l.Lookup(ctx, key)
			unlisted := new(fraud.UnlistedError)
			return errors.As(err, &unlisted) && !unlisted.SubscriptionKnown, err
		},
		"Survey": func(ctx context.Context, l *ledger.Ledger) (bool, error) {
			survey, err := l.Survey(ctx, []string{subA}, "e")
			return err == nil && len(survey.Unknown) == 1, err
		},
	}
}

func TestLister_A404IsBelievedOnlyOfAnAddressThatAnswers(t *testing.T) {
	t.Parallel()
	notFound := []fraud.FailureKind{fraud.NotFound, fraud.Refused}
	named := append(slices.Clone(notFound), fraud.UnknownSubscription)
	refused := []fraud.FailureKind{fraud.Refused}
	for how, ask := range asking() {
		for name, test := range map[string]struct {
			kinds    []fraud.FailureKind
			off      bool
			answered bool // another subscription was listed before
			tenants  int
			nothing  bool
		}{
			"names the subscription, nothing else answers": {named, true, false, 0, true},
			"does not, the tenant answers":                 {notFound, false, false, 1, true},
			"does not, another subscription was listed":    {notFound, false, true, 0, true},
			"does not, nothing answers":                    {notFound, true, false, 1, false},
			"another refusal, the tenant answers":          {refused, false, false, 0, false},
		} {
			t.Run(how+", "+name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, func(t *testing.T) {
					s := &switchable{kinds: test.kinds, off: test.off}
					l := ledger.New(s, nil)
					if test.answered {
						_ = mustFind(t, l, fraud.Key{SubscriptionID: subB, EventID: "b"})
					}
					nothing, err := ask(t.Context(), l)
					if nothing != test.nothing || s.tenants != test.tenants {
						t.Errorf("says nothing is there: %v (%v), after %d listings of the tenant", nothing, err,
							s.tenants)
					}
					if test.off && !test.nothing && !errors.Is(err, errBroken) {
						t.Errorf("got %v", err)
					}
				})
			})
		}
	}
}

func TestLister_TheProbeIsSharedAndOnlyItsSuccessIsKept(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &switchable{kinds: []fraud.FailureKind{fraud.NotFound}, off: true, takes: time.Second}
		l := ledger.New(s, nil)
		together := func(wantNothing bool) {
			var pending []<-chan result[[]fraud.Event]
			for range 20 {
				pending = append(pending, start(func() ([]fraud.Event, error) {
					return l.Search(t.Context(), fraud.Filter{SubscriptionID: subA})
				}))
			}
			for _, p := range pending {
				if r := <-p; (r.err == nil) != wantNothing {
					t.Errorf("got %v", r.err)
				}
			}
		}
		together(false)
		together(false)
		s.off = false
		together(true)
		together(true)
		if s.tenants != 3 {
			t.Errorf("the tenant was listed %d times, want once while it was off, again, and once after",
				s.tenants)
		}
	})
}

func TestLister_AProbeThatFailsOtherwiseIsReported(t *testing.T) {
	t.Parallel()
	notFound, busy := failed(fraud.NotFound), failed()
	s := &fakeService{onList: func(_ context.Context, call int) error {
		if call == 1 {
			return notFound
		}
		return busy
	}}
	_, err := ledger.New(s, nil).Search(t.Context(), fraud.Filter{SubscriptionID: subA})
	var told *fraud.FailedCall
	if !errors.As(err, &told) || told.Fact != fraud.Unproven || told.CallError != busy ||
		!errors.Is(err, notFound) || fraud.Failed(err, fraud.NotFound) {
		t.Errorf("got %v", err)
	}
}

func TestLister_ASubscriptionThatBecomesUnknownMidwayIsAnError(t *testing.T) {
	t.Parallel()
	for how, ask := range asking() {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: 2}
		s.onPage = func(_, page int) error {
			if page == 2 {
				return failed(fraud.Refused)
			}
			return nil
		}
		if nothing, err := ask(within(t, time.Minute), ledger.New(s, nil)); nothing ||
			!fraud.Failed(err, fraud.Refused) {
			t.Errorf("%s: says nothing is there: %v, %v", how, nothing, err)
		}
	}
}
