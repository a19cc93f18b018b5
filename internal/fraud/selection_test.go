// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// listedAt returns an event of a subscription, detected on that day of a month.
func listedAt(subscription, id string, day int, standing fraud.Standing) fraud.Event {
	return fraud.Event{
		Key:       fraud.Key{SubscriptionID: subscription, EventID: id},
		EventTime: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC),
		Status:    standing.Status, Reason: standing.Reason,
	}
}

func open(subscription, id string, day int) fraud.Event {
	return listedAt(subscription, id, day, fraud.Standing{Status: fraud.Active})
}

func key(subscription, id string) fraud.Key {
	return fraud.Key{SubscriptionID: subscription, EventID: id}
}

func keys(events []fraud.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.String())
	}
	return out
}

func expectPick(t *testing.T, s fraud.Selection, listed []fraud.Event, want ...string) {
	t.Helper()
	picked, err := s.Pick(listed)
	if diff := cmp.Diff(want, keys(picked)); err != nil || diff != "" {
		t.Errorf("error %v, picked (-want +got):\n%s", err, diff)
	}
}

func TestSelection_TheZeroValuePicksNothing(t *testing.T) {
	t.Parallel()
	expectPick(t, fraud.Selection{}, []fraud.Event{open("s", "e1", 1)})
}

func TestSelection_PicksBySubscriptionAndThenNewestFirst(t *testing.T) {
	t.Parallel()
	listed := []fraud.Event{open("S2", "a", 1), open("s1", "b", 1), open("s2", "c", 3),
		open("s1", "d", 2)}
	expectPick(t, fraud.SelectAll(), listed, "s1/d", "s1/b", "s2/c", "S2/a")
	expectPick(t, fraud.SelectNamed("a", "d"), listed, "s1/d", "S2/a")
}

func TestSelection_AnEventThatIsListedTwiceIsPickedOnce(t *testing.T) {
	t.Parallel()
	listed := []fraud.Event{open("s", "e1", 1), open("S", "e1", 1), open("s", "E1", 1)}
	expectPick(t, fraud.SelectAll(), listed, "s/E1", "s/e1")
	expectPick(t, fraud.SelectNamed("e1"), listed, "s/e1")
	expectPick(t, fraud.SelectNamed("e1", "e1"), listed, "s/e1")
}

func TestSelection_MatchingNeedsAnUpperBoundInTime(t *testing.T) {
	t.Parallel()
	if _, err := fraud.SelectMatching(fraud.Filter{Statuses: []string{"Active"}}); err == nil {
		t.Error("no error")
	}
	s := expect.Must(fraud.SelectMatching(fraud.Filter{DetectedBefore: time.Date(2026, 1, 2, 0, 0, 0,
		0, time.UTC)}))(t)
	undated := open("s", "undated", 1)
	undated.EventTime = time.Time{}
	expectPick(t, s, []fraud.Event{open("s", "old", 1), open("s", "new", 2), undated}, "s/old")
}

func TestSelection_AnExactIDTakesPrecedence(t *testing.T) {
	t.Parallel()
	listed := []fraud.Event{open("s", "Ab", 1), open("s", "aB", 2), open("s", "One", 3)}
	expectPick(t, fraud.SelectNamed("aB", "ONE"), listed, "s/One", "s/aB")
}

func TestSelection_NamesThatMatchNoneOrSeveralSelectNothing(t *testing.T) {
	t.Parallel()
	listed := []fraud.Event{open("s", "Ab", 1), open("s", "aB", 2), open("s", "e1", 3),
		open("s1", "twice", 1), open("s2", "twice", 1)}
	picked, err := fraud.SelectNamed("e1", "gone2", "ab", "twice", "gone1").Pick(listed)
	expect.Equal(t, "picked", 0, len(picked))
	var wrong *fraud.SelectionError
	if !errors.As(err, &wrong) || !cmp.Equal(wrong.Unlisted, []string{"gone1", "gone2"}) {
		t.Fatalf("got %v", err)
	}
	expect.Contains(t, err.Error(), "no listed event has any of these ids: gone1, gone2; ")
	fits := map[string][]fraud.Key{}
	for _, a := range wrong.Ambiguous {
		fits[a.EventID] = a.Fits
	}
	want := map[string][]fraud.Key{"ab": {key("s", "Ab"), key("s", "aB")},
		"twice": {key("s1", "twice"), key("s2", "twice")}}
	expect.Equal(t, "ambiguous", want, fits)
}
