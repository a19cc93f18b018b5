// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	keptEvents     = 100_000
	roundsTogether = 8
)

// rounds list subscriptions and hand on the new events: one round at a time for each subscription.
// All alerts that arrive during a round share the next one, because a round that has begun may have
// missed their events.
type rounds struct {
	Config

	base     context.Context // of all rounds, which outlast their alerts
	together *semaphore.Weighted
	ended    func(subscription string, shown result) // before the callers of the round continue
	handed   *memory[eventKey]                       // events that have been handed on

	mu      sync.Mutex // guards the field below
	running map[string]*turns
}

// eventKey identifies a fraud event.
type eventKey struct{ subscription, event string }

// turns are the present and the next round of a subscription.
type turns struct{ present, next *round }

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

func newRounds(base context.Context, config Config, ended func(string, result)) *rounds {
	return &rounds{Config: config, base: base, together: semaphore.NewWeighted(roundsTogether),
		ended: ended, handed: newMemory[eventKey](keptEvents), running: map[string]*turns{}}
}

// join returns a round that begins now or later.
func (r *rounds) join(subscription string) *round {
	r.mu.Lock()
	defer r.mu.Unlock()
	of := r.running[subscription]
	if of != nil {
		if of.next == nil {
			of.next = &round{done: make(chan struct{})}
		}
		return of.next
	}
	first := &round{done: make(chan struct{})}
	r.running[subscription] = &turns{present: first}
	go r.run(subscription)
	return first
}

// run runs rounds as long as alerts wait for one.
func (r *rounds) run(subscription string) {
	for {
		r.mu.Lock()
		present := r.running[subscription].present
		r.mu.Unlock()
		present.result, present.err = r.list(subscription)
		r.ended(subscription, present.result)
		close(present.done)

		r.mu.Lock()
		of := r.running[subscription]
		of.present, of.next = of.next, nil
		over := of.present == nil
		if over {
			delete(r.running, subscription)
		}
		r.mu.Unlock()
		if over {
			return
		}
	}
}

// list hands on what is new, the oldest first. After a failure, the next round continues there.
func (r *rounds) list(subscription string) (result, error) {
	ctx, cancel := context.WithTimeout(r.base, workTime)
	defer cancel()
	if err := r.together.Acquire(ctx, 1); err != nil {
		return result{}, err
	}
	defer r.together.Release(1)
	events, err := r.Lister.Search(ctx, fraud.Filter{SubscriptionID: subscription})
	if err != nil {
		return result{}, err
	}
	found := result{listed: len(events)}
	for _, e := range slices.Backward(events) {
		key := eventKey{strings.ToLower(e.SubscriptionID), e.EventID}
		if e.Status == fraud.Resolved { // needs nobody's decision until it is reopened
			r.handed.forget(key)
			continue
		}
		if r.handed.has(key) {
			continue
		}
		news, err := newsOfEvent(e, cmp.Or(r.EventsURL, r.BaseURL))
		if err == nil {
			err = r.HandOn(ctx, news)
		}
		if err != nil {
			return found, err
		}
		r.handed.add(key)
		found.handed++
	}
	return found, nil
}
