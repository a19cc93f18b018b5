// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	// quiet is how long a decision about an unlisted event waits for a state of the same run that
	// holds it: until no state was reported for this long. Terraform passes states at the start of a
	// run, in no particular order, and a refresh reports its state before it calls Partner Center.
	quiet = 1500 * time.Millisecond

	// longestQuiet limits the wait while states keep being reported.
	longestQuiet = 30 * time.Second
)

// evidence holds the decisions in the states of this run, about events that were once listed.
// Because of it, a decision that moves from one object to another is recorded although its event is
// unlisted.
type evidence struct {
	mu   sync.Mutex
	held map[fraud.Key]fraud.Standing
	news chan struct{} // closed by the next report
	last time.Time     // the time of the last report, or of the first wait
}

func newEvidence() *evidence {
	return &evidence{held: map[fraud.Key]fraud.Standing{}, news: make(chan struct{})}
}

// note records a state of this run in which the event has this standing.
func (e *evidence) note(key fraud.Key, s fraud.Standing) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if key = key.Fold(); e.held[key] == s {
		return
	}
	e.held[key], e.last = s, time.Now()
	close(e.news)
	e.news = make(chan struct{})
}

// supports reports whether a state of this run holds the decision. It waits only if none does.
func (e *evidence) supports(ctx context.Context, c fraud.Change) bool {
	ctx, cancel := context.WithTimeout(ctx, longestQuiet)
	defer cancel()
	for {
		held, wait, news := e.look(c.Key)
		switch {
		case held == c.Decision.Standing():
			return true
		case wait <= 0:
			return false
		}
		select {
		case <-news:
		case <-time.After(wait):
		case <-ctx.Done():
			return false
		}
	}
}

// look returns the current evidence about an event, and how long to wait if it is not sufficient.
// After a quiet period, nobody waits again until there is new evidence.
func (e *evidence) look(key fraud.Key) (held fraud.Standing, wait time.Duration,
	news <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.last.IsZero() {
		e.last = time.Now()
	}
	return e.held[key.Fold()], time.Until(e.last.Add(quiet)), e.news
}

// inherit records a change that was refused because its event is unlisted, if a state of this run
// holds the decision.
func (e *evidence) inherit(ctx context.Context, c fraud.Change, out fraud.Outcome,
	err error) (fraud.Outcome, error) {
	if !mayInherit(c, err) || !e.supports(ctx, c) {
		return out, err
	}
	return fraud.Outcome{Action: fraud.Record, Inherited: true}, nil
}

// mayInherit reports whether a state of this run could still lift the refusal.
func mayInherit(c fraud.Change, err error) bool {
	_, unlisted := err.(*fraud.UnlistedError) //nolint:errorlint // a wrapped one is about a write
	return unlisted && c.First && !c.SawListed()
}
