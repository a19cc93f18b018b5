// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	keptEvents     = 100_000
	roundsTogether = 8
)

// Lister lists fraud events, newest first. It cannot write.
type Lister interface {
	Search(ctx context.Context, f fraud.Filter) ([]fraud.Event, error)
}

// errUnlisted means that an alert came before its event.
var errUnlisted = errors.New("no new event of the subscription is listed yet")

// alerts lists the subscriptions of alerts and hands on the new events, in rounds: one round at a
// time for each subscription. All alerts that arrive during a round share the next one, because a
// round that has begun may have missed their events.
type alerts struct {
	base     context.Context // of all rounds, which outlast their alerts
	lister   Lister
	handOn   HandOn
	baseURL  string
	log      *slog.Logger
	together *semaphore.Weighted
	waits    []time.Duration // between the looks at a subscription after an alert

	mu       sync.Mutex // guards the fields below
	rounds   map[string]*rounds
	watches  map[string]*watch
	handed   *memory[eventKey] // events that have been handed on
	hopeless *memory[digest]   // alerts whose event never came
}

// eventKey identifies a fraud event.
type eventKey struct{ subscription, event string }

// rounds are the present and the next round of a subscription.
type rounds struct{ present, next *round }

// round is one listing, with the result for all its alerts.
type round struct {
	done   chan struct{}
	result result
	err    error
}

// result is what a listing showed.
type result struct {
	listed, handed int
}

func newAlerts(base context.Context, config Config) *alerts {
	return &alerts{base: base, lister: config.Lister, handOn: config.HandOn, baseURL: config.BaseURL,
		log: config.Log, together: semaphore.NewWeighted(roundsTogether), waits: lookWaits(),
		rounds: map[string]*rounds{}, watches: map[string]*watch{},
		handed: newMemory[eventKey](keptEvents), hopeless: newMemory[digest](keptDeliveries)}
}

// follow returns when the new events of the alert's subscription are handed on. It fails while the
// alert's own event is not listed.
func (a *alerts) follow(ctx context.Context, about alert) (handed int, err error) {
	a.watch(about)
	joined := a.join(about.subscriptionID)
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-joined.done:
	}
	if joined.err != nil {
		return joined.result.handed, joined.err
	}
	return joined.result.handed, a.account(about, joined.result)
}

func (a *alerts) join(subscription string) *round {
	a.mu.Lock()
	defer a.mu.Unlock()
	of := a.rounds[subscription]
	if of != nil {
		if of.next == nil {
			of.next = &round{done: make(chan struct{})}
		}
		return of.next
	}
	first := &round{done: make(chan struct{})}
	a.rounds[subscription] = &rounds{present: first}
	go a.run(subscription)
	return first
}

// run runs rounds as long as alerts wait for one.
func (a *alerts) run(subscription string) {
	for {
		a.mu.Lock()
		present := a.rounds[subscription].present
		a.mu.Unlock()
		present.result, present.err = a.list(subscription)

		a.mu.Lock()
		if w := a.watches[subscription]; w != nil {
			w.spare += present.result.handed
		}
		close(present.done)
		of := a.rounds[subscription]
		of.present, of.next = of.next, nil
		over := of.present == nil
		if over {
			delete(a.rounds, subscription)
		}
		a.mu.Unlock()
		if over {
			return
		}
	}
}

// list hands on what is new, the oldest first. After a failure, the next round continues there.
func (a *alerts) list(subscription string) (result, error) {
	ctx, cancel := context.WithTimeout(a.base, workTime)
	defer cancel()
	if err := a.together.Acquire(ctx, 1); err != nil {
		return result{}, err
	}
	defer a.together.Release(1)
	events, err := a.lister.Search(ctx, fraud.Filter{SubscriptionID: subscription})
	if err != nil {
		return result{}, err
	}
	found := result{listed: len(events)}
	for _, e := range slices.Backward(events) {
		key := eventKey{strings.ToLower(e.SubscriptionID), e.EventID}
		if e.Status == fraud.Resolved { // needs nobody's decision until it is reopened
			a.handed.forget(key)
			continue
		}
		if a.handed.has(key) {
			continue
		}
		news, err := newsOfEvent(e, a.baseURL)
		if err == nil {
			err = a.handOn(ctx, news)
		}
		if err != nil {
			return found, err
		}
		a.handed.add(key)
		found.handed++
	}
	return found, nil
}
