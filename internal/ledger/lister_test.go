// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// switchable answers 404 about subscriptions, and about the tenant as long as it is off.
type switchable struct {
	fakeService

	code  string
	takes time.Duration

	mu      sync.Mutex
	off     bool
	tenants int // listings of the tenant
}

func (s *switchable) ListFraudEvents(_ context.Context, q partnercenter.ListQuery,
	to fraud.Visitor) error {
	time.Sleep(s.takes)
	s.mu.Lock()
	defer s.mu.Unlock()
	notFound := &partnercenter.Error{Operation: "list", StatusCode: 404, Code: s.code,
		SubscriptionID: q.SubscriptionID}
	if strings.EqualFold(q.SubscriptionID, subA) {
		return notFound
	}
	if q.SubscriptionID == "" {
		s.tenants++
	}
	if s.off {
		return notFound
	}
	return hand(to, time.Now(), activeEvent(subB, "b"))
}

// asking are the ways to ask about the events of a subscription; each returns whether it says that
// there is nothing.
func asking() map[string]func(context.Context, *ledger.Ledger) (nothing bool, err error) {
	key := eventKey("e")
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
	for how, ask := range asking() {
		for name, test := range map[string]struct {
			code     string
			off      bool
			answered bool // another subscription was listed before
			tenants  int
			nothing  bool
		}{
			"names the subscription, nothing else answers": {"20003", true, false, 0, true},
			"the other code that does":                     {"800111", true, false, 0, true},
			"code 1000, the tenant answers":                {"1000", false, false, 1, true},
			"no body, the tenant answers":                  {"", false, false, 1, true},
			"code 1000, another subscription was listed":   {"1000", false, true, 0, true},
			"code 1000, nothing answers":                   {"1000", true, false, 1, false},
			"no body, nothing answers":                     {"", true, false, 1, false},
			"another code, the tenant answers":             {"4711", false, false, 0, false},
		} {
			t.Run(how+", "+name, func(t *testing.T) {
				t.Parallel()
				inBubble(t, func(t *testing.T) {
					s := &switchable{code: test.code, off: test.off}
					l := ledger.New(door(s), nil)
					if test.answered {
						if _, err := l.Find(t.Context(), fraud.Key{SubscriptionID: subB, EventID: "b"}); err != nil {
							t.Fatal(err)
						}
					}
					nothing, err := ask(t.Context(), l)
					if nothing != test.nothing || s.tenants != test.tenants {
						t.Errorf("says nothing is there: %v (%v), after %d listings of the tenant", nothing, err,
							s.tenants)
					}
					if test.off && !test.nothing &&
						(statusOf(err) != 404 || !strings.Contains(err.Error(), "`base_url`")) {
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
		s := &switchable{code: "1000", off: true, takes: time.Second}
		l := ledger.New(door(s), nil)
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

func TestLister_AProbeThatFailsOtherwiseIsTold(t *testing.T) {
	t.Parallel()
	s := &fakeService{}
	s.onList = func(_ context.Context, call int) error {
		if call == 1 {
			return &partnercenter.Error{StatusCode: 404, SubscriptionID: subA}
		}
		return &partnercenter.Error{StatusCode: 503, Hint: "Not available right now."}
	}
	_, err := ledger.New(door(s), nil).Search(t.Context(), fraud.Filter{SubscriptionID: subA})
	for _, want := range []string{"404", "503", "Not available right now."} {
		if err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

func TestLister_ASubscriptionThatBecomesUnknownMidwayIsAnError(t *testing.T) {
	t.Parallel()
	for how, ask := range asking() {
		s := &fakeService{events: manyEvents(subA, 5), pageSize: 2}
		s.onPage = func(_, page int) error {
			if page == 2 {
				return &partnercenter.Error{StatusCode: 404, Code: "20003", SubscriptionID: subA,
					LaterPage: true}
			}
			return nil
		}
		if nothing, err := ask(within(t, time.Minute), ledger.New(door(s), nil)); nothing ||
			statusOf(err) != 404 {
			t.Errorf("%s: says nothing is there: %v, %v", how, nothing, err)
		}
	}
}
