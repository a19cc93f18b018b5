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

func TestDecide_ABatchRefusedForOneIDIsHalvedUntilItStandsAlone(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 64), refuses: map[string]bool{"e017": true}}
		wantRefused(t, decideAll(t, ledger.New(s, nil), changesOf(64)), "e017")
		s.wantCalls(t, 1, 1+2*6) // 64 = 2^6
	})
}

func TestDecide_EveryRefusedIDFailsAloneAndNoOther(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 100),
			refuses: map[string]bool{"e000": true, "e049": true, "e099": true}}
		wantRefused(t, decideAll(t, ledger.New(s, nil), changesOf(100)), "e000", "e049", "e099")
		if n := len(s.posted()); n > 1+3*2*7 {
			t.Errorf("%d updates for 3 refused ids", n)
		}
	})
}

// wantRefused checks that exactly these events of manyEvents were refused.
func wantRefused(t *testing.T, results []result[fraud.Outcome], want ...string) {
	t.Helper()
	var failed []string
	for i, r := range results {
		if r.err == nil {
			continue
		}
		failed = append(failed, fmt.Sprintf("e%03d", i))
		if !fraud.Failed(r.err, fraud.RefusedForEvents) {
			t.Errorf("%d: %v", i, r.err)
		}
	}
	expect.Equal(t, "failed", want, failed)
}

func TestDecide_OtherFailuresAreNotTheFaultOfAnID(t *testing.T) {
	t.Parallel()
	inBubbles(t, map[string]error{
		"no call": errBroken, "no answer": failed(), "refused": failed(fraud.Refused),
		"an unknown value":        failed(fraud.Refused, fraud.UnknownValue),
		"an unknown subscription": failed(fraud.NotFound, fraud.UnknownSubscription, fraud.Refused),
		"a fault":                 failed(fraud.MayHaveHappened),
	}, func(t *testing.T, want error) {
		s := &fakeService{events: manyEvents(subA, 10), onUpdate: failing(want)}
		for _, r := range decideAll(t, ledger.New(s, nil), changesOf(10)) {
			if !errors.Is(r.err, want) {
				t.Errorf("%+v", r)
			}
		}
		s.wantCalls(t, 1, 1)
	})
}

// A service that takes no batches is not asked about halves of one.
func TestDecide_AServiceThatTakesNoBatchesGetsNoSecondOne(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := &fakeService{events: manyEvents(subA, 20), oneByOne: true}
		wantRefused(t, decideAll(t, ledger.New(s, nil), changesOf(20)))
		s.wantCalls(t, 1, 1+20)
	})
}

// refuse is a service that refuses these events, and every call that names one.
func refuse(n int, refused func(i int) bool) *fakeService {
	s := &fakeService{events: manyEvents(subA, n), refuses: map[string]bool{}}
	for i := range n {
		s.refuses[fmt.Sprintf("e%03d", i)] = refused(i)
	}
	return s
}

// TestDecide_WhenAllAreRefusedEachIsAskedOnceByItself: each event gets its own reason for the
// refusal, which takes one call per event. The additional calls isolate the first two events.
func TestDecide_WhenAllAreRefusedEachIsAskedOnceByItself(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		s := refuse(100, func(int) bool { return true })
		for i, r := range decideAll(t, ledger.New(s, nil), changesOf(100)) {
			if !fraud.Failed(r.err, fraud.RefusedForEvents) {
				t.Errorf("%d: %+v", i, r)
			}
		}
		alone := map[string]int{}
		for _, u := range s.posted() {
			if u.EventIDs.Len() == 1 {
				alone[u.EventIDs.Slice()[0]]++
			}
		}
		expect.Equal(t, "events asked about by themselves", 100, len(alone))
		s.wantCalls(t, 1, 100+7) // 100, 50, 25, 13, 7, 4 and 2 events together
	})
}

// TestDecide_RefusedOnesAtTheStartDoNotMakeTheRestHopeless: as soon as one call succeeds, events
// share calls again.
func TestDecide_RefusedOnesAtTheStartDoNotMakeTheRestHopeless(t *testing.T) {
	t.Parallel()
	for _, refused := range []int{1, 2, 3, 5} {
		inBubble(t, func(t *testing.T) {
			s := refuse(100, func(i int) bool { return i < refused })
			var failed int
			// in this order
			for _, r := range ledger.New(s, nil).DecideAll(within(t, time.Hour), changesOf(100)) {
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
