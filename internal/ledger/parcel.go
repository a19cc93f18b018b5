// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// parcel holds the events of one call, with all its attempts.
type parcel struct {
	*book
	ctx    *sharing.Context // of all its orders; it ends with the parcel
	all    []*order         // of the delivery
	orders []*order         // still to be sent
	before fraud.Attempts
	looks  int // in a row, without an attempt in between

	// the last look at the events, at the latest before the first attempt
	lookedAt time.Time
	waited   bool            // a long wait since then
	last     fraud.CallError // the last failure, except lateness; nil before the first

	// the outcome
	accepted bool   // the service has accepted it
	refused  bool   // the service has refused its only event
	parts    []part // its orders must be sent in these parts
}

// longWait is a wait after which a write is reviewed again even if the page with its events is
// younger than fraud.ReviewLasts: a service that limits its callers has accepted other calls in the
// meantime.
const longWait = time.Second

// mostReviews limits how often in a row events are reviewed again before their write can leave.
const mostReviews = 5

// update returns the update, with the events in the service's own spelling.
func (p *parcel) update() (fraud.Update, error) {
	ids := make([]string, len(p.orders))
	for i, o := range p.orders {
		ids[i] = o.reviewed.EventID
	}
	set, err := fraud.NewEventIDs(ids[0], ids[1:]...)
	return fraud.Update{
		SubscriptionID: p.orders[0].reviewed.SubscriptionID,
		EventIDs:       set,
		Decision:       p.orders[0].change.Decision,
		LeaveBy:        p.leaveBy(),
		Leaving:        p.leaving,
		Before:         p.before,
	}, err
}

// leaveBy returns the time by which the attempt must be ready to leave. Even an attempt that is
// already too late is made, so that the backend has a token and a turn before the events are
// reviewed again.
func (p *parcel) leaveBy() time.Time {
	if p.waited {
		return p.lookedAt
	}
	return reviewedAt(p.orders).Add(p.lasts)
}

// leaving is called when an attempt leaves: from then on, interrupted callers wait for its outcome.
func (p *parcel) leaving() { p.ctx.Linger(wrapUp) }

// inDoubt reports whether an attempt may have taken effect on one of the orders' events.
func (p *parcel) inDoubt() bool { return slices.ContainsFunc(p.orders, (*order).mayHaveHappened) }

// takeBack records that no attempt is in transit: interrupted callers stop at once, unless an
// earlier attempt may have happened. It reports whether orders remain.
func (p *parcel) takeBack() bool {
	if !p.inDoubt() {
		p.ctx.Linger(0)
	}
	for _, o := range p.orders {
		o.takeBack()
	}
	p.keep(unsettled(p.orders))
	return len(p.orders) > 0
}

// looked records that the events have just been read.
func (p *parcel) looked() { p.lookedAt, p.waited = time.Now(), false }

// keep records the remaining orders. A call about fewer events is another call, with its own id.
func (p *parcel) keep(orders []*order) {
	if len(orders) < len(p.orders) {
		p.before.RequestID = ""
	}
	p.orders = orders
}

// noteMaybe records that the last attempt may have taken effect.
func (p *parcel) noteMaybe() {
	request, correlation := p.last.CallIDs()
	noteRequest(p.orders, request, correlation)
	for _, o := range p.orders {
		o.noteMaybe()
	}
}

// pause waits before the next attempt.
func (p *parcel) pause(wait time.Duration) bool {
	if sharing.Pause(p.ctx, wait) {
		p.waited = wait > 0 && time.Since(p.lookedAt) >= longWait
		return true
	}
	p.fail(&fraud.FailedCall{CallError: p.last, Fact: fraud.CutShort, Cause: p.ctx.Err()})
	return false
}

// afterReading informs observers of the failure again, because a successful read has reported
// success.
func (p *parcel) afterReading() {
	if p.last != nil {
		fraud.Observe(p.ctx, p.last)
	}
}

// unread ends the parcel if its events could not be read before another attempt. If an attempt may
// have taken effect, that matters more.
func (p *parcel) unread(err error) {
	if p.last != nil && p.inDoubt() {
		err = &fraud.FailedCall{CallError: p.last, Fact: fraud.Unread, Cause: err}
	}
	p.fail(err)
}

// fail settles the orders that the service did not accept. Orders that it refused because of events
// are sent again in halves, until the events at fault are isolated, so that only they fail. A
// service that has just turned out to take fewer events in one update gets no more than that.
func (p *parcel) fail(err error) {
	p.reads.EndWrite(nil, false)
	if fraud.Failed(err, fraud.RefusedForEvents) {
		if n := len(p.orders); n > 1 {
			p.takeBack()
			size := min((n+1)/2, max(1, p.service.Limits().EventsPerUpdate))
			for fewer := range slices.Chunk(p.orders, size) {
				p.parts = append(p.parts, part{orders: fewer})
			}
			return
		}
		p.refused = true
	}
	settleAll(p.orders, err)
}
