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

// cappedService lists only its first events to callers that allow a cut, and to those that are not
// thorough: its limit is not a likely one.
type cappedService struct {
	*fakeService

	cap int
}

func (s cappedService) List(ctx context.Context, q fraud.Query,
	to fraud.Visitor) error {
	cut := &cutting{Visitor: to, cap: s.cap}
	if q.Thorough && !q.AllowCut {
		return s.fakeService.List(ctx, q, to)
	}
	err := s.fakeService.List(ctx, q, cut)
	if err == nil && cut.events >= s.cap && q.AllowCut {
		return fraud.ErrMayBeCut
	}
	return err
}

// cutting passes on only the first events.
type cutting struct {
	fraud.Visitor

	cap, events int
}

func (c *cutting) Event(e fraud.Event) error {
	if c.events++; c.events > c.cap {
		return nil
	}
	return c.Visitor.Event(e)
}

func TestReads_OnlyAnEventMissingFromACutListingNeedsAWholeOne(t *testing.T) {
	t.Parallel()
	for _, step := range []struct {
		name     string
		ids      []string // searched one after the other
		listed   bool
		listings int
	}{
		{"held", []string{"e000", "e099", "e050"}, true, 1},
		{"lacked", []string{"e000", "e100", "e149", "e000"}, true, 2},
		{"in another case", []string{"E000", "E149"}, true, 2},
		{"not listed at all", []string{"none", "nothing"}, false, 2},
	} {
		t.Run(step.name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				s := &fakeService{events: manyEvents(subA, 150)}
				l := ledger.New(cappedService{s, 100}, nil)
				for _, id := range step.ids {
					seen, err := l.Find(t.Context(), keyOf(id))
					if err != nil || (seen.Event != nil) != step.listed {
						t.Errorf("%s: %+v, %v", id, seen, err)
					}
				}
				s.wantCalls(t, step.listings, 0)
			})
		})
	}
}

func TestReads_ConcurrentReadersOfACutListingShareTheWholeOne(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{latency: time.Second, events: manyEvents(subA, 150)}
		l := ledger.New(cappedService{s, 100}, nil)
		var pending []<-chan result[ledger.Sighting]
		for _, id := range []string{"e000", "e120", "e130", "e140"} {
			pending = append(pending, startFind(t.Context(), l, keyOf(id)))
		}
		for _, p := range pending {
			if r := <-p; r.err != nil || r.got.Event == nil {
				t.Errorf("%+v", r)
			}
		}
		s.wantCalls(t, 2, 0)
	})
}

func TestDecide_AnEventBehindACutListingIsWrittenAndConfirmed(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]bool{"confirmed by reading": false, "its reply is lost": true},
		func(t *testing.T, lost bool) {
			s := &fakeService{events: manyEvents(subA, 150)}
			s.reply = noReply
			s.lost = func(int) (bool, bool) { return lost, true }
			l := ledger.New(cappedService{s, 100}, nil)
			out := mustDecide(t, l, changeOf("e149"))
			if out.Action != fraud.Write || !out.Event.Carries(resolve(fraud.Fraud)) {
				t.Errorf("%+v", out)
			}
			s.wantCalls(t, 3, 1) // a cut listing, a whole one, and one afterwards
		})
}

// The survey reads the rest only for a named event that it lacks.
func TestSurvey_ANamedEventBehindACutListingIsFound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		named    []string
		listings int
		events   int
	}{
		{[]string{"e000", "e099"}, 1, 100},
		{[]string{"e000", "e149"}, 2, 150},
		{[]string{"none"}, 2, 150},
		{nil, 1, 100}, // the next survey, by names, finds them
	} {
		s := &fakeService{events: manyEvents(subA, 150)}
		l := ledger.New(cappedService{s, 100}, nil)
		got := expect.Must(l.Survey(t.Context(), []string{subA}, test.named...))(t)
		expect.Equal(t, "events", test.events, len(got.Events))
		s.wantCalls(t, test.listings, 0)
		if seen := mustFind(t, l, keyOf("e149")); seen.Event == nil {
			t.Errorf("after a survey of %v, the last event is unlisted", test.named)
		}
	}
}

// A lookup by id finds an event behind the limit, too.
func TestLookup_IsThorough(t *testing.T) {
	t.Parallel()
	s := &fakeService{events: manyEvents(subA, 150)}
	l := ledger.New(cappedService{s, 100}, nil)
	expect.Equal(t, "event", "e149", expect.Must(l.Lookup(t.Context(), keyOf("e149")))(t).EventID)
}
