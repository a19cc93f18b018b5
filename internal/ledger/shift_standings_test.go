// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// For display, a row on two pages means that the list has shifted, and it is read once more.
// Without such a row, it is not.
func TestShift_ASearchReadsAListingThatMovedOnceMore(t *testing.T) {
	t.Parallel()
	type row struct {
		moves    int // number of listings in a row that shift
		listings int
	}
	expect.Each(t, map[string]row{"quiet": {0, 1}, "moves once": {1, 2}, "moves always": {9, 3}},
		func(t *testing.T, test row) {
			s := &fakeService{events: manyEvents(subA, 5), pageSize: 2}
			arrived := 0
			s.onPage = func(call, page int) error {
				s.mu.Lock()
				defer s.mu.Unlock()
				if call <= test.moves && page == 1 {
					arrived++
					s.events = append([]fraud.Event{activeEvent(subA, fmt.Sprint("new", call))}, s.events...)
				}
				return nil
			}
			found := expect.Must(ledger.New(s, nil).Search(t.Context(), fraud.Filter{}))(t)
			// An event that arrives during the last listing may be missing from it.
			if got := len(found); got != 5+min(arrived, 2) && got != 5+arrived {
				t.Errorf("got %v", eventIDs(found))
			}
			seen := map[string]bool{}
			for _, e := range found {
				if seen[e.EventID] {
					t.Errorf("%s comes twice", e.EventID)
				}
				seen[e.EventID] = true
			}
			s.wantCalls(t, test.listings, 0)
		})
}

// moving resolves e001 between the first page and its repetition on the second, in each listing up
// to the last.
func moving(last int) *fakeService {
	s := &fakeService{events: manyEvents(subA, 5), pageSize: 2}
	s.onPage = func(call, page int) error {
		if page != 1 || call > last {
			return nil
		}
		s.mu.Lock()
		s.events = append([]fraud.Event{activeEvent(subA, fmt.Sprint("new", call))}, s.events...)
		s.mu.Unlock()
		status := []fraud.Status{fraud.Investigating, fraud.Active}[call%2]
		for i := range 5 {
			s.change(fmt.Sprintf("e%03d", i), func(e *fraud.Event) { e.Status = status })
		}
		return nil
	}
	return s
}

func TestShift_OfTwoStandingsTheLaterOneIsDisplayed(t *testing.T) {
	t.Parallel()
	s := moving(3)
	found := expect.Must(ledger.New(s, nil).Search(t.Context(),
		fraud.Filter{Statuses: []string{"Active", "Investigating"}}))(t)
	for _, e := range found {
		if e.EventID == "e000" && e.Status != fraud.Active {
			t.Errorf("e000 is %s", e.Status)
		}
	}
	sum, err := ledger.New(moving(3), nil).Summarize(t.Context(), fraud.Filter{}, time.Now())
	if err != nil || sum.Total != len(found) {
		t.Errorf("the summary counts %d of %d, %v", sum.Total, len(found), err)
	}
}

// twice lists e001 again on a later page, with another standing, in each listing up to the last.
func twice(last int) *fakeService {
	s := &fakeService{pageSize: 2}
	other := activeEvent(subA, "e001")
	other.Status = "Investigating"
	s.events = append(manyEvents(subA, 5), other)
	s.onPage = func(call, page int) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		if call > last && page == 1 {
			s.events = manyEvents(subA, 5)
		}
		return nil
	}
	return s
}

func TestShift_TwoStandingsAreNoReview(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]func(*testing.T, *ledger.Ledger) (fraud.Outcome, error){
		"plan": func(t *testing.T, l *ledger.Ledger) (fraud.Outcome, error) {
			return l.Review(t.Context(), changeOf("e001"))
		},
		"apply": func(t *testing.T, l *ledger.Ledger) (fraud.Outcome, error) {
			return l.Decide(t.Context(), changeOf("e001"))
		},
	}, func(t *testing.T, ask func(*testing.T, *ledger.Ledger) (fraud.Outcome, error)) {
		s := twice(1)
		if out, err := ask(t, ledger.New(s, nil)); err != nil || out.Action != fraud.Write {
			t.Errorf("once: got %+v and %v", out, err)
		}
		expect.Equal(t, "once: listings", 2, s.listCount())
		s = twice(99)
		_, err := ask(t, ledger.New(s, nil))
		unsteady := new(fraud.UnsteadyError)
		if !errors.As(err, &unsteady) || unsteady.Event.EventID != "e001" {
			t.Errorf("again and again: got %v", err)
		}
		s.wantCalls(t, 3, 0)
		if seen, err := ledger.New(s, nil).Find(t.Context(), keyOf("e001")); err != nil ||
			seen.Event.Status != fraud.Investigating {
			t.Errorf("display: got %+v and %v", seen, err)
		}
	})
}
