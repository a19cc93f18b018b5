// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

const (
	paceMemory = time.Minute // how long a pace remembers successful calls
	paceSteps  = 3           // doublings of the rate until the limit ends
	// quiet time before the rate doubles, if the service asked for an equal wait.
	longestQuiet = time.Minute
	longestTurn  = 10 * time.Second // between two calls
)

// Pace shares a service's limits among many calls. Without a refusal, it delays nothing. After a
// 429, or a 503 with Retry-After, no call goes out before the time that the service asked for.
//
// A 429 also limits the rate to that of the previous successful calls. Each further 429 halves it,
// unless the call was already on its way. The limit follows the service's own terms: the distance
// between two calls never exceeds the requested wait, and the rate doubles after an equally long
// quiet time. The fourth doubling ends the limit.
//
// A Pace is safe for concurrent use; a nil one does nothing. Use [NewPace].
type Pace struct {
	mu      sync.Mutex
	passed  []time.Time // when calls of the last minute were answered without a 429
	until   time.Time   // no call goes out before this time
	status  int         // of the refusal that set until
	limited time.Time   // when a 429 last changed the rate
	rate    rate.Limit  // at that time
	quiet   time.Duration
	limiter *rate.Limiter
	kept    []turn // of calls that were late
}

// NewPace returns a pace without limits.
func NewPace() *Pace { return &Pace{} }

// pacedError ends a call that would have to wait longer than it can or may. Such a call is late,
// even if it need not wait at all.
type pacedError struct {
	wait time.Duration
	late bool
}

func (e *pacedError) Error() string {
	if e.late && e.wait == 0 {
		return ErrTooLate.Error()
	}
	return "the service limits the rate of requests"
}

// Is implements [errors.Is].
func (e *pacedError) Is(target error) bool { return e.late && target == ErrTooLate }

// wait returns when a call may go out, and says how long that took. It fails with ctx's error. If
// the wait would outlast ctx's deadline or leaveBy, it fails at once with a *pacedError; a zero
// leaveBy means no limit.
//
// A late call's turn is kept for the next call that must leave in time. The sender takes another
// turn to read again before it retries; under a rate limit, a second turn for the retry could come
// too late for what it has read.
func (p *Pace) wait(ctx context.Context, leaveBy time.Time) (waited time.Duration, err error) {
	timed := !leaveBy.IsZero()
	if p == nil {
		p = NewPace()
	}
	var turn turn
	if timed {
		turn = p.keptTurn()
	}
	for {
		now := time.Now()
		delay := p.delay(now, &turn)
		if deadline, ok := ctx.Deadline(); ok && delay > 0 && now.Add(delay).After(deadline) {
			turn.giveBack()
			return waited, &pacedError{wait: delay}
		}
		if timed && now.Add(delay).After(leaveBy) {
			p.keep(turn)
			return waited, &pacedError{delay, true}
		}
		if delay <= 0 {
			return waited, nil
		}
		if !sharing.Pause(ctx, delay) {
			turn.giveBack()
			return waited, ctx.Err()
		}
		waited += delay
	}
}

// turn is the place of one call in a limiter's queue.
type turn struct {
	limiter     *rate.Limiter
	reservation *rate.Reservation
}

func (t *turn) giveBack() {
	if t.reservation != nil {
		t.reservation.Cancel()
	}
}

// keep keeps a turn for the next call that must leave in time.
func (p *Pace) keep(t turn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t.limiter != nil && t.limiter == p.limiter {
		p.kept = append(p.kept, t)
	}
}

// keptTurn returns the first kept turn that still counts.
func (p *Pace) keptTurn() (first turn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept = slices.DeleteFunc(p.kept, func(t turn) bool { return t.limiter != p.limiter })
	if len(p.kept) > 0 {
		first, p.kept = p.kept[0], p.kept[1:]
	}
	return first
}

// delay returns how long a call must wait from now. It takes a turn if there is a limit and the
// call has no turn yet, or one from before the last refusal.
func (p *Pace) delay(now time.Time, t *turn) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Before(p.until) {
		return p.until.Sub(now)
	}
	p.relax(now)
	if p.limiter == nil {
		return 0
	}
	if t.limiter != p.limiter {
		t.limiter, t.reservation = p.limiter, p.limiter.ReserveN(now, 1)
	}
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

// pass records that the service answered a call without limiting it.
func (p *Pace) pass(now time.Time) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed = append(p.recent(now), now)
}

// recent returns the successful calls in the remembered time.
func (p *Pace) recent(now time.Time) []time.Time {
	recent := p.passed
	for len(recent) > 0 && now.Sub(recent[0]) > paceMemory {
		recent = recent[1:]
	}
	return recent
}

// refuse records a refusal, by its status, of a call sent at a time, and how long to wait.
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

// learned returns the rate that the service seems to allow, or 0. It divides the number of
// remembered calls by the time from the first of them until the service accepts the next.
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
