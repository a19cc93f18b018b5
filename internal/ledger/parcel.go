// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// parcel is the events of one call, which is made until there is an end to it.
type parcel struct {
	*delivery
	ctx    context.Context //nolint:containedctx // of all its orders; it ends with the parcel
	orders []*order        // that are still to be sent
	before fraud.Attempts
	looks  int // in a row, without an attempt in between

	// when the events were last looked at, at the latest before the first attempt
	lookedAt time.Time
	waited   bool            // for long, since then
	last     fraud.CallError // the last failure, but for being late; nil before the first
}

// longWait is a wait after which a write is reviewed again even if the page that showed its events
// is younger than fraud.ReviewLasts: a service that limits its callers has let others through
// meanwhile.
const longWait = time.Second

// mostReviews is how often in a row events are reviewed anew before their write can leave.
const mostReviews = 5

// attempt makes one, and reports whether there is to be another. Callers that have left meanwhile
// are left out.
func (p *parcel) attempt() (another bool) {
	p.keep(leaving(p.orders))
	if len(p.orders) == 0 {
		return false
	}
	update, err := newUpdate(p.orders, p.before, p.leaveBy())
	if err != nil {
		settleAll(p.orders, err)
		return false
	}
	receipt, err := p.service.Update(p.ctx, update)
	if err == nil {
		p.accepted = true
		noteRequest(p.orders, receipt.RequestID, receipt.CorrelationID)
		p.confirm(p.orders, receipt)
		return false
	}
	var call fraud.CallError
	if !errors.As(err, &call) {
		p.failed(p.orders, err)
		return false
	}
	return p.afterFailure(call)
}

// leaveBy is when the attempt must be due to leave. Even one that may not leave any more is made,
// so that the backend has a token and a turn before the events are reviewed anew.
func (p *parcel) leaveBy() time.Time {
	if p.waited {
		return p.lookedAt
	}
	return reviewedAt(p.orders).Add(fraud.ReviewLasts)
}

// looked notes that the events have just been looked at.
func (p *parcel) looked() { p.lookedAt, p.waited = time.Now(), false }

// keep notes which orders are left. A call about fewer events is another one, with an id of its
// own.
func (p *parcel) keep(orders []*order) {
	if len(orders) < len(p.orders) {
		p.before.RequestID = ""
	}
	p.orders = orders
}

// afterFailure decides, by what a failed attempt may have done, what comes before the next.
func (p *parcel) afterFailure(call fraud.CallError) (another bool) {
	made := p.before.Made
	before, wait, again := call.Again()
	p.before = before
	if before.Made > made {
		p.looks = 0
	}
	if again && wait == 0 && call.Means(fraud.TooLate) {
		return p.reviewAnew(call)
	}
	p.last = call
	switch {
	case call.Means(fraud.UnknownOutcome):
		return p.findOut(wait, again)
	case !again:
		p.failed(p.orders, call)
		return false
	case call.Means(fraud.MayHaveHappened):
		p.noteMaybe()
	default:
		takeBack(p.orders)
	}
	return p.pause(wait)
}

// noteMaybe notes of the last attempt that it may have happened.
func (p *parcel) noteMaybe() {
	request, correlation := p.last.CallIDs()
	noteRequest(p.orders, request, correlation)
	for _, o := range p.orders {
		o.noteMaybe(true)
	}
}

// pause waits before the next attempt.
func (p *parcel) pause(wait time.Duration) bool {
	if sharing.Pause(p.ctx, wait) {
		p.waited = wait > 0 && time.Since(p.lookedAt) >= longWait
		return true
	}
	p.failed(p.orders, &fraud.FailedCall{CallError: p.last, Fact: fraud.CutShort, Cause: p.ctx.Err()})
	return false
}

// afterReading lets observers hear again what fails: a reading that went well has told them that
// nothing does.
func (p *parcel) afterReading() {
	if p.last != nil {
		fraud.Observe(p.ctx, p.last)
	}
}

// unread ends the parcel when its events could not be read before another attempt. If one may have
// happened, that counts for more.
func (p *parcel) unread(err error) {
	if p.last != nil && p.last.Means(fraud.MayHaveHappened) {
		err = &fraud.FailedCall{CallError: p.last, Fact: fraud.Unread, Cause: err}
	}
	p.failed(p.orders, err)
}
