// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// attempt makes one attempt, and reports whether to make another. It omits callers that have left
// in the meantime.
func (p *parcel) attempt() (another bool) {
	p.keep(leaving(p.orders))
	if len(p.orders) == 0 {
		return false
	}
	update, err := p.update()
	if err != nil {
		settleAll(p.orders, err)
		return false
	}
	receipt, err := p.service.Update(p.ctx, update)
	if err == nil {
		p.received(receipt)
		return false
	}
	var call fraud.CallError
	if !errors.As(err, &call) {
		p.fail(err)
		return false
	}
	return p.afterFailure(call)
}

// received confirms the accepted events. Each failed part continues by itself.
func (p *parcel) received(receipt fraud.Receipt) {
	noteRequest(p.orders, receipt.RequestID, receipt.CorrelationID)
	accepted := p.orders
	for _, failure := range receipt.Failures {
		var failed []*order
		failed, accepted = split(accepted, failure.EventIDs)
		p.parts = append(p.parts, part{orders: failed, failure: failure.Err, before: p.before})
	}
	if p.accepted = len(accepted) > 0; p.accepted {
		p.confirm(accepted, receipt)
	}
}

// afterFailure decides the next step from the possible effect of the failed attempt.
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
		p.end(call)
		return false
	case call.Means(fraud.MayHaveHappened):
		p.noteMaybe()
	case !p.takeBack():
		return false
	}
	return p.pause(wait)
}
