// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

func anyKey(fraud.Key) bool { return true }

// scattered returns nine events in random order: e9 is the newest, e1 the oldest.
func scattered() []fraud.Event {
	var events []fraud.Event
	for _, day := range []int{3, 9, 1, 7, 5, 2, 8, 6, 4} {
		e := activeEvent(subA, fmt.Sprintf("e%d", day))
		e.EventTime = time.Date(2026, 1, day, 12, 0, 0, 0, time.UTC)
		e.AdditionalDetails = map[string]string{"connectionCount": "31"}
		events = append(events, e)
	}
	return events
}

func TestNewest_KeepsTheNewestOfALongerListing(t *testing.T) {
	t.Parallel()
	all := []string{"e9", "e8", "e7", "e6", "e5", "e4", "e3", "e2", "e1"}
	for _, test := range []struct{ limit, kept int }{{1, 1}, {2, 2}, {3, 3}, {4, 4}, {8, 8}, {9, 9},
		{10, 9}, {math.MaxInt, 9}, {0, 9}, {-1, 9}} {
		s := &fakeService{events: scattered()}
		got := expect.Must(ledger.New(s, nil).Newest(t.Context(), fraud.Filter{}, test.limit, anyKey))(t)
		expect.Equal(t, fmt.Sprint("limit ", test.limit), all[:test.kept], eventIDs(got.Events))
		if got.Matched != 9 || len(s.lists) != 1 {
			t.Errorf("limit %d: %d match in %d listings, want 9 in one", test.limit, got.Matched,
				len(s.lists))
		}
	}
}

func TestNewest_EventsOfOneTimeAreOrderedByTheirIDs(t *testing.T) {
	t.Parallel()
	s := &fakeService{events: []fraud.Event{activeEvent(subA, "c"),
		activeEvent(subB, "a"), activeEvent(subA, "d"), activeEvent(subA, "b")}}
	got, err := ledger.New(s, nil).Newest(t.Context(), fraud.Filter{}, 3, anyKey)
	if diff := cmp.Diff([]string{"a", "b", "c"}, eventIDs(got.Events)); err != nil || diff != "" {
		t.Errorf("%v, (-want +got):\n%s", err, diff)
	}
}

func TestNewest_FiltersAndCountsUnwantedEvents(t *testing.T) {
	t.Parallel()
	nowhere := activeEvent("", "nowhere")
	events := append(scattered(), nowhere)
	events[0].Status = fraud.Resolved // e3
	named := func(k fraud.Key) bool { return k.SubscriptionID != "" }
	got := expect.Must(ledger.New(&fakeService{events: events}, nil).Newest(t.Context(),
		fraud.Filter{Statuses: []string{"active"}}, 2, named))(t)
	expect.Equal(t, "events", []string{"e9", "e8"}, eventIDs(got.Events))
	if got.Matched != 8 || got.Unwanted != 1 {
		t.Errorf("%d match and %d are not wanted, want 8 and 1", got.Matched, got.Unwanted)
	}
}

func TestNewest_KeepsNoDetails(t *testing.T) {
	t.Parallel()
	got := expect.Must(ledger.New(&fakeService{events: scattered()}, nil).Newest(t.Context(),
		fraud.Filter{}, 5, anyKey))(t)
	if slices.ContainsFunc(got.Events,
		func(e fraud.Event) bool { return e.AdditionalDetails != nil }) {
		t.Error("events carry details")
	}
}

func TestNewest_OfNothingIsNotAnError(t *testing.T) {
	t.Parallel()
	unknown := &fakeService{onList: func(context.Context, int) error { return gone() }}
	for name, s := range map[string]*fakeService{"no events": {}, "unknown subscription": unknown} {
		got, err := ledger.New(s, nil).Newest(t.Context(), fraud.Filter{SubscriptionID: subA}, 5, anyKey)
		if diff := cmp.Diff(ledger.NewestEvents{}, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestNewest_AListingThatBrokeOffIsAnError(t *testing.T) {
	t.Parallel()
	got, err := ledger.New(&brokenOff{err: errBroken}, nil).Newest(t.Context(), fraud.Filter{},
		5, anyKey)
	if !errors.Is(err, errBroken) || len(got.Events) > 0 {
		t.Errorf("got %v and %v", got, err)
	}
}

// endless lists events of 64 KiB each that nobody else holds, newer and newer, and reports the
// memory in use at the end.
type endless struct {
	fakeService
	events int
	inUse  uint64
}

func (s *endless) List(_ context.Context, _ fraud.Query,
	to fraud.Visitor) error {
	to.Begin()
	before := memoryInUse()
	for i := range s.events {
		e := activeEvent(subA, fmt.Sprintf("e%04d", i))
		e.EventTime = time.Date(2026, 1, 1, 0, i, 0, 0, time.UTC)
		e.Description = strings.Repeat("x", 64<<10)
		if err := to.Event(e); err != nil {
			return err
		}
	}
	s.inUse = max(memoryInUse(), before) - before
	return to.End()
}

func memoryInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestNewest_MemoryFollowsTheLimit lists 64 MiB and keeps 10 events of them.
//
//nolint:paralleltest // it measures memory, and other tests allocate
func TestNewest_MemoryFollowsTheLimit(t *testing.T) {
	s := &endless{events: 1024}
	got, err := ledger.New(s, nil).Newest(t.Context(), fraud.Filter{}, 10, anyKey)
	if err != nil || len(got.Events) != 10 || got.Events[0].EventID != "e1023" {
		t.Fatalf("got %d events and %v", len(got.Events), err)
	}
	if s.inUse > 4<<20 {
		t.Errorf("%d KiB are in use at the end of the listing, want at most twice the limit, 1280 "+
			"KiB, and some", s.inUse>>10)
	}
}

func eventIDs(events []fraud.Event) []string {
	var ids []string
	for _, e := range events {
		ids = append(ids, e.EventID)
	}
	return ids
}
