// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
)

// inBubble runs a test in fake time. It fails the test if anything still runs an hour after its
// end.
func inBubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(time.Hour)
		test(t)
	})
}

// inBubbles runs a test in fake time for each row, in parallel.
func inBubbles[T any](t *testing.T, rows map[string]T, test func(t *testing.T, row T)) {
	t.Helper()
	expect.Each(t, rows, func(t *testing.T, row T) {
		t.Helper()
		inBubble(t, func(t *testing.T) { test(t, row) })
	})
}

// within returns a context that ends after d.
func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// result is the result of a call of the Ledger, and its time.
type result[T any] struct {
	got   T
	err   error
	after time.Duration
}

// start makes a call in the background.
func start[T any](call func() (T, error)) <-chan result[T] {
	done := make(chan result[T], 1)
	began := time.Now()
	go func() {
		got, err := call()
		done <- result[T]{got, err, time.Since(began)}
	}()
	return done
}

// wait returns the result of a call that must not fail.
func wait[T any](t *testing.T, pending <-chan result[T]) T {
	t.Helper()
	r := <-pending
	return expect.Must(r.got, r.err)(t)
}

// wantErr returns the error of that type in an error, or ends the test.
func wantErr[T error](t *testing.T, err error) T {
	t.Helper()
	found, is := errors.AsType[T](err)
	if !is {
		t.Fatalf("got %v, want a %T", err, found)
	}
	return found
}

func startFind(ctx context.Context, l *ledger.Ledger,
	key fraud.Key) <-chan result[ledger.Sighting] {
	return start(func() (ledger.Sighting, error) { return l.Find(ctx, key) })
}

func startDecide(ctx context.Context, l *ledger.Ledger,
	c fraud.Change) <-chan result[fraud.Outcome] {
	return start(func() (fraud.Outcome, error) { return l.Decide(ctx, c) })
}

// decideAll carries out the changes concurrently.
func decideAll(t *testing.T, l *ledger.Ledger, changes []fraud.Change) []result[fraud.Outcome] {
	t.Helper()
	ctx := within(t, time.Hour)
	var pending []<-chan result[fraud.Outcome]
	for _, c := range changes {
		pending = append(pending, startDecide(ctx, l, c))
	}
	var results []result[fraud.Outcome]
	for _, p := range pending {
		results = append(results, <-p)
	}
	return results
}

// resolve and investigate create decisions from the words of a configuration.
func resolve(reason fraud.Reason) fraud.Decision { return decision(fraud.Resolved, reason) }
func investigate() fraud.Decision                { return decision(fraud.Investigating, "") }

func decision(status fraud.Status, reason fraud.Reason) fraud.Decision {
	d, err := fraud.NewDecision(string(status), string(reason))
	if err != nil {
		panic(err) // a mistake of the test itself
	}
	return d
}

// open is an event that a listing showed as Active.
func open(subscription, id string, day int) fraud.Event {
	return fraud.Event{
		Key:       fraud.Key{SubscriptionID: subscription, EventID: id},
		EventTime: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC),
		Status:    fraud.Active,
	}
}

var errBroken = errors.New("broken")

// failing makes every call fail with this error.
func failing(err error) func(context.Context, int) error {
	return func(context.Context, int) error { return err }
}

func manyEvents(subscription string, n int) []fraud.Event {
	var events []fraud.Event
	for i := range n {
		events = append(events, activeEvent(subscription, fmt.Sprintf("e%03d", i)))
	}
	return events
}

// changeOf returns the decision that an event of subscription A is fraud.
func changeOf(id string) fraud.Change {
	return fraud.Change{Key: keyOf(id), Decision: resolve(fraud.Fraud)}
}

// changesOf returns the same decision about the first n of manyEvents.
func changesOf(n int) []fraud.Change {
	var changes []fraud.Change
	for _, e := range manyEvents(subA, n) {
		changes = append(changes, changeOf(e.EventID))
	}
	return changes
}

// keyOf is the key of an event of subscription A.
func keyOf(id string) fraud.Key { return fraud.Key{SubscriptionID: subA, EventID: id} }

func mustFind(t *testing.T, l *ledger.Ledger, key fraud.Key) ledger.Sighting {
	t.Helper()
	return expect.Must(l.Find(t.Context(), key))(t)
}

func mustDecide(t *testing.T, l *ledger.Ledger, c fraud.Change) fraud.Outcome {
	t.Helper()
	return expect.Must(l.Decide(within(t, time.Hour), c))(t)
}

// noReply accepts an update without returning events.
func noReply([]fraud.Event) []fraud.Event { return nil }
