// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

const (
	mostWatches = 1000
	mostLate    = 100 // alerts of a watch
)

// lookWaits are the waits between the looks at a subscription after an alert. The documentation
// says nothing of the delay between an alert and its event (parity: webhook-order).
func lookWaits() []time.Duration {
	return []time.Duration{time.Minute, 4 * time.Minute, 10 * time.Minute, 45 * time.Minute}
}

// errUnlisted means that an alert came before its event.
var errUnlisted = errors.New("no new event of the subscription is listed yet")

// alerts hands on the events of alerts, and watches the subscriptions of late ones.
type alerts struct {
	base   context.Context // of all watches, which outlast their alerts
	log    *slog.Logger
	rounds *rounds
	waits  []time.Duration // between the looks at a subscription after an alert

	mu       sync.Mutex // guards the fields below
	watches  map[string]*watch
	hopeless *memory[digest] // alerts whose event never came
}

// watch looks at a subscription again and again for a while after its last alert, because an alert
// can come before its event is listed.
type watch struct {
	spare int             // events that were handed on, and that no alert has accounted for
	late  map[digest]bool // alerts without an event
	again chan struct{}   // starts the looks over
}

func newAlerts(base context.Context, config Config) *alerts {
	a := &alerts{base: base, log: config.Log, waits: lookWaits(), watches: map[string]*watch{},
		hopeless: newMemory[digest](keptDeliveries)}
	a.rounds = newRounds(base, config, a.spare)
	return a
}

// spare notes events that a round has handed on.
func (a *alerts) spare(subscription string, shown result) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if w := a.watches[subscription]; w != nil {
		w.spare += shown.handed
	}
}

// follow returns when the new events of the alert's subscription are handed on. It fails while the
// alert's own event is not listed.
func (a *alerts) follow(ctx context.Context, about alert) (handed int, err error) {
	a.watch(about)
	joined := a.rounds.join(about.subscriptionID)
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

// watch begins to watch the subscription of a new alert.
func (a *alerts) watch(about alert) {
	a.mu.Lock()
	defer a.mu.Unlock()
	w := a.watches[about.subscriptionID]
	switch {
	case !about.isNew() || a.hopeless.has(about.digest):
	case w == nil && len(a.watches) < mostWatches:
		w = &watch{late: map[digest]bool{}, again: make(chan struct{}, 1)}
		a.watches[about.subscriptionID] = w
		go a.look(about.subscriptionID, w)
	case w != nil && !w.late[about.digest]:
		select {
		case w.again <- struct{}{}:
		default:
		}
	}
}

// account lets an alert account for one event. Whether the event is that of the alert cannot be
// told, because an alert has no id. An alert is late if no event is left for it.
func (a *alerts) account(about alert, shown result) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	w := a.watches[about.subscriptionID]
	switch {
	case a.hopeless.has(about.digest):
		return nil
	case w != nil && about.isNew() && w.spare > 0:
		w.spare--
		delete(w.late, about.digest)
		return nil
	case w != nil && about.isNew():
		if len(w.late) < mostLate {
			w.late[about.digest] = true
		}
		return errUnlisted
	case shown.listed == 0 && !about.isResolved():
		return errUnlisted
	}
	return nil
}

// look runs the looks of a watch. A new alert starts them over.
func (a *alerts) look(subscription string, w *watch) {
	for done := 0; done < len(a.waits) || !a.giveUp(subscription, w); {
		select {
		case <-a.base.Done():
			return
		case <-w.again:
			done = 0
		case <-time.After(a.waits[done%len(a.waits)]):
			a.lookOnce(subscription)
			done++
		}
	}
}

func (a *alerts) lookOnce(subscription string) {
	joined := a.rounds.join(subscription)
	<-joined.done
	log := a.log.With(slog.String("subscription_id", subscription))
	switch {
	case joined.err != nil:
		log.Error("not looked again", reason(joined.err))
	case joined.result.handed > 0:
		log.Info("looked again", "handed_on", joined.result.handed)
	}
}

// giveUp ends a watch, unless there is a new alert. The next attempts of its late alerts succeed.
func (a *alerts) giveUp(subscription string, w *watch) (over bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(w.again) > 0 {
		return false
	}
	delete(a.watches, subscription)
	for late := range w.late {
		a.hopeless.add(late)
	}
	if len(w.late) > w.spare {
		a.log.Warn("no event came", "subscription_id", subscription, "alerts", len(w.late)-w.spare)
	}
	return true
}
