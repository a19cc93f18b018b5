// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	paceMemory = time.Minute // how far back a pace remembers what went through
	paceSteps  = 3           // doublings of the rate, after which the limit is gone
	// after which the rate doubles, if the service asked for as long a wait
	longestQuiet = time.Minute
	longestTurn  = 10 * time.Second // between two calls
)

// Pace is what many calls to one service share about its limits. Without a refusal it delays
// nothing. When one call is answered by 429, or by 503 with Retry-After, none goes out before the
// time that the service asked for. After a 429 the rate is limited as well, to what went through
// before, and to half of it after each further one; calls that were on their way by then are not
// counted as further ones. The limit thinks in the service's own terms: it never asks for more time
// between two calls than the service did, and when as much time again has passed in quiet it
// doubles the rate. The fourth such time ends it. A Pace is safe for concurrent use; a nil one does
// nothing. Use [NewPace].
type Pace struct {
	mu      sync.Mutex
	passed  []time.Time // when calls of the last minute were answered without a 429
	until   time.Time   // no call goes out before
	status  int         // of the refusal that set until
	limited time.Time   // when a 429 last changed the rate
	rate    rate.Limit  // at that time
	quiet   time.Duration
	limiter *rate.Limiter
}

// NewPace returns a pace without limits.
func NewPace() *Pace { return &Pace{} }

// pacedError ends a call that would have to wait for longer than it has time, because another call
// was refused.
type pacedError struct{ wait time.Duration }

func (*pacedError) Error() string { return "the service limits the rate of requests" }

// wait returns when a call may go out, and says how long that took. It fails with ctx's error, or
// at once with a *pacedError if the wait would outlast ctx's deadline. A call that asks again keeps
// its turn.
func (p *Pace) wait(ctx context.Context, turn *turn) (waited time.Duration, err error) {
	if p == nil {
		return 0, nil
	}
	for {
		now := time.Now()
		delay := p.delay(now, turn)
		if delay <= 0 {
			return waited, nil
		}
		if deadline, ok := ctx.Deadline(); ok && now.Add(delay).After(deadline) {
			turn.giveBack()
			return waited, &pacedError{delay}
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
			waited += delay
		case <-ctx.Done():
			timer.Stop()
			turn.giveBack()
			return waited, ctx.Err()
		}
	}
}

// turn is the place of one call among those that wait for a limiter.
type turn struct {
	limiter     *rate.Limiter
	reservation *rate.Reservation
}

func (t *turn) giveBack() {
	if t.reservation != nil {
		t.reservation.Cancel()
	}
}

// delay returns how long a call must wait from now on. It takes a turn if there is a limit and the
// call has none yet, or has one from before the last refusal.
func (p *Pace) delay(now time.Time, t *turn) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.until) {
		return p.until.Sub(now)
	}
	p.relax(now)
	if p.limiter == nil || t.limiter == p.limiter {
		return 0
	}
	t.limiter, t.reservation = p.limiter, p.limiter.ReserveN(now, 1)
	return t.reservation.DelayFrom(now)
}

// relax raises the rate after quiet time.
func (p *Pace) relax(now time.Time) {
	if p.limiter == nil {
		return
	}
	steps := max(0, int(now.Sub(p.until)/p.quiet))
	if steps > paceSteps {
		p.limiter = nil
		return
	}
	p.limiter.SetLimitAt(now, p.rate*rate.Limit(int(1)<<steps))
}

// pass notes that the service answered a call and did not limit it.
func (p *Pace) pass(now time.Time) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed = append(p.recent(now), now)
}

// recent returns what went through in the time that is remembered.
func (p *Pace) recent(now time.Time) []time.Time {
	recent := p.passed
	for len(recent) > 0 && now.Sub(recent[0]) > paceMemory {
		recent = recent[1:]
	}
	return recent
}

// refuse notes a refusal, by its status, of a call that was sent at a time, and how long to wait.
func (p *Pace) refuse(status int, sent, now time.Time, wait time.Duration) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	wait = max(wait, time.Millisecond)
	p.relax(now)
	if until := now.Add(wait); until.After(p.until) {
		p.until, p.status = until, status
	}
	if status != http.StatusTooManyRequests || !sent.After(p.limited) {
		return
	}
	p.limited = now
	if p.limiter == nil {
		p.rate = p.learned(now, wait)
	} else {
		p.rate = p.limiter.Limit() / 2
	}
	p.rate = max(p.rate, rate.Every(min(wait, longestTurn)))
	p.quiet = min(wait, longestQuiet)
	p.limiter = rate.NewLimiter(p.rate, 1)
}

// learned returns the rate that the service seems to bear, or 0. It allows a number of calls in a
// span of time: what went through is that number, and the span reaches from the first of them to
// the moment when it takes the next.
func (p *Pace) learned(now time.Time, wait time.Duration) rate.Limit {
	recent := p.recent(now)
	if len(recent) == 0 {
		return 0
	}
	return rate.Limit(float64(len(recent)) / (now.Sub(recent[0]) + wait).Seconds())
}

// lastRefusal returns the status of the refusal that calls wait for, or 0.
func (p *Pace) lastRefusal() int {
	if p == nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.status
}
