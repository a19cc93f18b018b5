// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestDecide_ABatchRefusedForOneIDIsHalvedUntilItStandsAlone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 404, 409, 413, 422} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				s := &fakeService{events: manyEvents(subA, 64), refuses: map[string]bool{"e017": true},
					refuseStatus: status}
				results := decideAll(t, ledger.New(door(s), nil), changesOf(64))
				wantFailed(t, results, status, "e017")
				s.wantCalls(t, 1, 1+2*6) // 64 = 2^6
			})
		})
	}
}

func TestDecide_EveryRefusedIDFailsAloneAndNoOther(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 100),
			refuses: map[string]bool{"e000": true, "e049": true, "e099": true}, refuseStatus: 400}
		wantFailed(t, decideAll(t, ledger.New(door(s), nil), changesOf(100)), 400, "e000", "e049", "e099")
		if n := len(s.posted()); n > 1+3*2*7 {
			t.Errorf("%d updates for 3 refused ids", n)
		}
	})
}

// wantFailed checks that just these events of manyEvents failed, with this status.
func wantFailed(t *testing.T, results []result[fraud.Outcome], status int, want ...string) {
	t.Helper()
	var failed []string
	for i, r := range results {
		if r.err == nil {
			continue
		}
		failed = append(failed, fmt.Sprintf("e%03d", i))
		if statusOf(r.err) != status {
			t.Errorf("%d: %v", i, r.err)
		}
	}
	if !slices.Equal(failed, want) {
		t.Errorf("failed: %v, want %v", failed, want)
	}
}

func TestDecide_OtherFailuresAreNotTheFaultOfAnID(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 401, 403, 429, 500, 503, 504} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				s := &fakeService{events: manyEvents(subA, 10), onUpdate: failing(status)}
				for _, r := range decideAll(t, ledger.New(door(s), nil), changesOf(10)) {
					if r.err == nil || statusOf(r.err) != status {
						t.Errorf("%+v", r)
					}
				}
				s.wantCalls(t, 1, 1)
			})
		})
	}
}

// refuse is a service that refuses these events, and every call that names one of them.
func refuse(n int, refused func(i int) bool) *fakeService {
	s := &fakeService{events: manyEvents(subA, n), refuses: map[string]bool{},
		refuseStatus: http.StatusBadRequest}
	for i := range n {
		s.refuses[fmt.Sprintf("e%03d", i)] = refused(i)
	}
	return s
}

// TestDecide_WhenAllAreRefusedEachIsAskedOnceByItself: what an event is refused for it hears
// itself, and that takes one call for each. What comes on top are the calls until the first two
// stand alone.
func TestDecide_WhenAllAreRefusedEachIsAskedOnceByItself(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := refuse(100, func(int) bool { return true })
		for i, r := range decideAll(t, ledger.New(door(s), nil), changesOf(100)) {
			if statusOf(r.err) != http.StatusBadRequest {
				t.Errorf("%d: %+v", i, r)
			}
		}
		alone := map[string]int{}
		for _, u := range s.posted() {
			if u.EventIDs.Len() == 1 {
				alone[u.EventIDs.Slice()[0]]++
			}
		}
		if len(alone) != 100 {
			t.Errorf("%d events were asked about by themselves, want all", len(alone))
		}
		s.wantCalls(t, 1, 100+7) // 100, 50, 25, 13, 7, 4 and 2 events together
	})
}

// TestDecide_RefusedOnesAtTheStartDoNotMakeTheRestHopeless: as soon as one call goes through,
// events travel together again.
func TestDecide_RefusedOnesAtTheStartDoNotMakeTheRestHopeless(t *testing.T) {
	t.Parallel()
	for _, refused := range []int{1, 2, 3, 5} {
		inBubble(t, func(t *testing.T) {
			s := refuse(100, func(i int) bool { return i < refused })
			var failed int
			// in this order
			for _, r := range ledger.New(door(s), nil).DecideAll(within(t, time.Hour), changesOf(100)) {
				if r.Err != nil {
					failed++
				}
			}
			t.Logf("%d refused: %d updates", refused, len(s.posted()))
			if n := len(s.posted()); failed != refused || n > 1+2*7+2*refused {
				t.Errorf("%d refused: %d failed, after %d updates", refused, failed, n)
			}
		})
	}
}

// TestDecide_WhatCannotBeAboutEventsIsNotSentInParts: the service names what it finds fault with.
func TestDecide_WhatCannotBeAboutEventsIsNotSentInParts(t *testing.T) {
	t.Parallel()
	for code, status := range map[string]int{"900126": http.StatusBadRequest,
		"20003": http.StatusNotFound, "60003": http.StatusNotFound} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				s := &fakeService{events: manyEvents(subA, 10), onUpdate: func(context.Context, int) error {
					return &partnercenter.Error{StatusCode: status, Code: code, SubscriptionID: subA}
				}}
				for _, r := range decideAll(t, ledger.New(door(s), nil), changesOf(10)) {
					if statusOf(r.err) != status {
						t.Errorf("%+v", r)
					}
				}
				s.wantCalls(t, 1, 1)
			})
		})
	}
}
