// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Change cancels or reactivates an Azure subscription.
type Change struct {
	Subscription

	// Reason cancels the subscription. An empty reason reactivates it.
	Reason string

	// Wait waits until Partner Center reports the new status.
	Wait bool

	// AlreadySent only waits for the effect of a request that was sent before.
	AlreadySent bool

	// Sleep waits for that time, or less if the context ends. Nil is a real clock.
	Sleep func(context.Context, time.Duration) error

	// Heard is called after each read while waiting.
	Heard func(Entitlement)
}

// Target is the status after the change.
func (c Change) Target() string {
	if c.Reason == "" {
		return Active
	}
	return Inactive
}

// Done reports whether there is nothing to change. A deleted subscription needs no cancellation.
func (c Change) Done() bool {
	return c.Is(c.Target()) || c.Target() == Inactive && c.Is(Deleted)
}

// Result is the result of a change. It also has what is known after an error.
type Result struct {
	Entitlement // as last read

	Sent      bool   // a request has left, and may have taken effect
	Accepted  bool   // Partner Center has accepted it
	Confirmed bool   // Partner Center reports the new status
	Refusal   error  // of a request that came too late: somebody else made the change before
	RequestID string // of the request; empty if it is unknown
}

// Apply sends the change exactly once, and waits for its effect. Partner Center accepts a change at
// once, but takes about ten minutes to carry it out, and still reports the old status meanwhile.
//
// If the outcome of the request is unknown, Apply only reads from then on: a second request could
// meet a subscription that somebody has reactivated in between. If the new status does not appear
// in time, the error is a *PendingError.
//
// Nothing shows a change that another client has requested. If Partner Center refuses the request
// for its own reasons, Apply reads once more: somebody else may have made the change.
func (c *Client) Apply(ctx context.Context, change Change) (Result, error) {
	r := Result{Entitlement: change.Entitlement}
	if change.Legacy {
		return r, &LegacyError{change.Subscription}
	}
	if change.AlreadySent {
		r.Sent, r.Accepted = true, true
		return c.await(ctx, change, r, nil)
	}
	reply, err := c.calls.Write(ctx, change.call())
	unknown := fraud.Failed(err, fraud.MayHaveHappened)
	if err != nil && !unknown {
		r.RequestID = requestID(err)
		return c.refused(ctx, change, r, err)
	}
	r.Sent, r.Accepted, r.RequestID = true, !unknown, reply.RequestID
	if unknown {
		r.RequestID = requestID(err)
		return c.awaitUnknown(ctx, change, r, err)
	}
	if !change.Wait {
		return r, nil
	}
	return c.await(ctx, change, r, nil)
}

// refused returns the refusal, unless somebody else has made the change meanwhile.
func (c *Client) refused(ctx context.Context, change Change, r Result, refusal error) (Result,
	error) {
	if !mayComeTooLate(refusal) {
		return r, refusal
	}
	now, err := c.Get(ctx, change.CustomerTenantID, change.PlanID, change.ID)
	if err != nil {
		return r, refusal
	}
	change.Entitlement, r.Entitlement = now, now
	if !change.Done() {
		return r, refusal
	}
	r.Confirmed, r.Refusal = true, refusal
	return r, nil
}

// lastRead is the time for a read after the context has ended.
const lastRead = 20 * time.Second

// awaitUnknown awaits the effect of a request with an unknown outcome. The context may have ended
// with the request. Its outcome still needs one read.
func (c *Client) awaitUnknown(ctx context.Context, change Change, r Result, sending error) (Result,
	error) {
	if ctx.Err() == nil {
		return c.await(ctx, change, r, sending)
	}
	change.Wait = false
	extended, end := context.WithTimeout(context.WithoutCancel(ctx), lastRead)
	defer end()
	r, err := c.await(extended, change, r, sending)
	var pending *PendingError
	if errors.As(err, &pending) {
		pending.Interrupted = errors.Is(ctx.Err(), context.Canceled)
	}
	return r, err
}

func requestID(err error) string {
	var failed *partnercenter.Error
	if errors.As(err, &failed) {
		return failed.RequestID
	}
	return ""
}

// The pauses between two reads grow from the first to the longest.
const (
	firstPause   = 2 * time.Second
	longestPause = 30 * time.Second
)

// await reads until the target is reached. sending is the error of a request with an unknown
// outcome, which needs at least one read.
func (c *Client) await(ctx context.Context, change Change, r Result, sending error) (Result,
	error) {
	before := change.Status
	var reading error
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		var now Entitlement
		now, reading = c.Get(ctx, change.CustomerTenantID, change.PlanID, change.ID)
		if reading == nil {
			change.Entitlement, r.Entitlement = now, now
			if change.Heard != nil {
				change.Heard(now)
			}
			if change.Done() {
				r.Confirmed = true
				return r, nil
			}
		}
		if hopeless(reading) || !change.Wait {
			break
		}
		if change.sleep(ctx, pause) != nil {
			break
		}
	}
	return r, &PendingError{Change: change, Before: before, Sending: sending, Reading: reading,
		RequestID: r.RequestID, Interrupted: errors.Is(ctx.Err(), context.Canceled)}
}

// hopeless reports whether further reads would fail in the same way.
func hopeless(err error) bool {
	return err != nil && (fraud.Failed(err, fraud.NotPermitted) || notFound(err))
}

func (c Change) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// call returns the request of the change. docs-dev/respond.md, Cancel (parity: azure-cancel-reply),
// says which of the printed bodies is the real one.
func (c Change) call() partnercenter.Call {
	call := partnercenter.Call{Area: changes(), Operation: c.Operation(),
		Asked: asked(c.CustomerTenantID, c.PlanID, c.ID), Method: http.MethodPost}
	verb := "reactivate"
	if c.Reason != "" {
		verb = "cancel"
		call.Body = struct {
			Reason string `json:"cancellationReason"`
		}{c.Reason}
	}
	call.Path = pathOf(c.CustomerTenantID, c.PlanID, "azureEntitlements", c.ID, verb)
	return call
}

// Operation names the change.
func (c Change) Operation() string {
	if c.Reason == "" {
		return "reactivate the Azure subscription"
	}
	return "cancel the Azure subscription"
}
