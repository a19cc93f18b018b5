// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
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
	RequestID string // of the request; empty if it is unknown
}

// Apply sends the change exactly once, and waits for its effect. Partner Center accepts a change at
// once, but takes about ten minutes to carry it out, and still reports the old status meanwhile.
//
// If the outcome of the request is unknown, Apply only reads from then on: a second request could
// meet a subscription that somebody has reactivated in between. If the new status does not appear
// in time, the error is a *PendingError.
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
	unknown := err != nil && mayHaveHappened(err)
	if err != nil && !unknown {
		var failed *partnercenter.Error
		if errors.As(err, &failed) {
			r.RequestID = failed.RequestID
		}
		return r, err
	}
	r.Sent, r.Accepted, r.RequestID = true, !unknown, reply.RequestID
	if unknown {
		r.RequestID = requestID(err)
		// The context may have ended with the request. Its outcome still needs a read.
		var end context.CancelFunc
		ctx, end = extended(ctx)
		defer end()
	} else if !change.Wait {
		return r, nil
	}
	return c.await(ctx, change, r, err)
}

// lastRead is the time for a read after the context has ended.
const lastRead = 20 * time.Second

// extended returns a context with time for at least one read.
func extended(ctx context.Context) (context.Context, context.CancelFunc) {
	if ctx.Err() == nil {
		return ctx, func() {}
	}
	return context.WithTimeout(context.WithoutCancel(ctx), lastRead)
}

// mayHaveHappened reports whether the request may have been carried out. A 2xx whose body cannot be
// read is the answer to one that was.
func mayHaveHappened(err error) bool {
	var failed *partnercenter.Error
	return fraud.Failed(err, fraud.MayHaveHappened) ||
		errors.As(err, &failed) && failed.StatusCode/100 == 2
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
	return r, &PendingError{Change: change, Sending: sending, Reading: reading,
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

// PendingError is a change that was sent, but has not appeared.
type PendingError struct {
	Change      Change // with the last status that was read
	Sending     error  // of a request with an unknown outcome; nil if it was accepted
	Reading     error  // of the last read, if it failed
	RequestID   string
	Interrupted bool
}

// Error implements error.
func (e *PendingError) Error() string { return e.Anatomy().String() }

// Unwrap returns the reasons.
func (e *PendingError) Unwrap() []error {
	var all []error
	for _, err := range []error{e.Sending, e.Reading} {
		if err != nil {
			all = append(all, err)
		}
	}
	return all
}

// Anatomy implements [anatomy.Error].
func (e *PendingError) Anatomy() anatomy.Anatomy {
	operation, id := e.Change.Operation(), e.Change.ID
	status := anatomy.Say("its status is still %q", fraud.Printable(e.Change.Status))
	if e.Reading != nil {
		status = anatomy.Say("its status could not be read: %v", anatomy.Of(e.Reading).What)
	}
	a := anatomy.Anatomy{Kind: anatomy.Call}
	if e.Sending == nil {
		a.What = anatomy.Say("Partner Center accepted the request to %s %s, but %v", operation, id,
			status)
		a.Advice = anatomy.Say("Wait, and read the status. Partner Center takes about ten minutes. To "+
			"wait longer, raise %v.", anatomy.Timeout)
	} else {
		a.What = anatomy.Say("no usable answer arrived for the request to %s %s, and %v", operation, id,
			status)
		a.Advice = anatomy.Say("Wait for at least ten minutes, and read the status, before you try " +
			"again. The request was not repeated, because it may have been accepted.")
		cause := anatomy.Of(e.Sending)
		a.More, a.Facts = anatomy.Say("The answer: %v.", cause.What), cause.Facts
	}
	if e.RequestID != "" {
		a.Facts = a.Facts.With(anatomy.ID{Name: "MS-RequestId", Value: e.RequestID})
	}
	return a
}
