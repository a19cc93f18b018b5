// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhookurl"
)

// confirmWaits are the waits before each reading of a write that no reply has confirmed.
func confirmWaits() []time.Duration {
	return []time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second}
}

// Saved is the result of a write.
type Saved struct {
	Registration Registration // as the service reports it
	RequestID    string       // of the write
}

// Save replaces the registration, or creates it if there is none (before is nil). The service
// replaces the URL and all events together. Save returns when the service reports the registration,
// and never writes a second time without a reading that still shows the state before.
func (c *Client) Save(ctx context.Context, before *Registration, want Registration) (Saved, error) {
	call := partnercenter.Call{Area: area(), Operation: "register the webhook",
		Asked:  fmt.Sprintf("%s, events: %s", webhookurl.Redacted(want.URL), Names(want.Events)),
		Method: http.MethodPut, Path: path(), Body: want.body()}
	if before == nil {
		call.Method = http.MethodPost
	}
	for {
		saved, again, err := c.saveOnce(ctx, call, before, want)
		if err == nil || again == nil {
			return saved, err
		}
		select {
		case <-ctx.Done():
			return saved, err
		case <-time.After(again.Wait):
			call.Before = again.Next
		}
	}
}

// saveOnce writes once. again is the failure to continue with, if the write has had no effect, and
// may be sent again.
func (c *Client) saveOnce(ctx context.Context, call partnercenter.Call, before *Registration,
	want Registration) (saved Saved, again *partnercenter.Error, err error) {
	reply, err := c.calls.Write(ctx, call)
	saved.RequestID = reply.RequestID
	var failed *partnercenter.Error
	if errors.As(err, &failed) && failed.MayHaveHappened() {
		saved.RequestID = failed.RequestID
		return c.afterUnknown(ctx, saved, before, want, failed)
	}
	if err != nil {
		return saved, nil, err
	}
	// A reply that cannot be read is not a failure of the write: the reading decides.
	if printed, err := decode(reply); err == nil && printed != nil && printed.Meets(want) {
		saved.Registration = *printed
		return saved, nil, nil
	}
	saved, err = c.confirm(ctx, saved, want)
	return saved, nil, err
}

// afterUnknown reads what has become of a write whose reply was lost.
func (c *Client) afterUnknown(ctx context.Context, saved Saved, before *Registration,
	want Registration, lost *partnercenter.Error) (Saved, *partnercenter.Error, error) {
	now, err := c.Registration(ctx)
	switch {
	case err != nil:
		return saved, nil, &UnconfirmedError{Want: want, Err: lost}
	case now != nil && now.Meets(want):
		saved.Registration = *now
		return saved, nil, nil
	case lost.MayRepeat && same(now, before):
		return saved, lost, &UnconfirmedError{Want: want, Found: now, Err: lost}
	}
	return saved, nil, &UnconfirmedError{Want: want, Found: now, Err: lost}
}

func same(a, b *Registration) bool {
	if a == nil || b == nil {
		return a == b
	}
	return webhookurl.Same(a.URL, b.URL) && SameEvents(a.Events, b.Events)
}

// confirm reads until the service reports what was written.
func (c *Client) confirm(ctx context.Context, saved Saved, want Registration) (Saved, error) {
	unconfirmed := &UnconfirmedError{Want: want, RequestID: saved.RequestID}
	for _, wait := range confirmWaits() {
		select {
		case <-ctx.Done():
			unconfirmed.Err = ctx.Err()
			return saved, unconfirmed
		case <-time.After(wait):
		}
		now, err := c.Registration(ctx)
		unconfirmed.Found, unconfirmed.Err = now, err
		if err == nil && now != nil && now.Meets(want) {
			saved.Registration = *now
			return saved, nil
		}
	}
	return saved, unconfirmed
}

// UnconfirmedError is a write that may or may not have taken effect.
type UnconfirmedError struct {
	Want      Registration  // what was sent
	Found     *Registration // what the service reports instead; nil if it reports nothing
	RequestID string        // of the write
	Err       error         // of the last call; nil if the calls succeeded
}

// Error implements error.
func (e *UnconfirmedError) Error() string { return e.Anatomy().String() }

// Unwrap returns the cause.
func (e *UnconfirmedError) Unwrap() error { return e.Err }

// Anatomy implements [anatomy.Error].
func (e *UnconfirmedError) Anatomy() anatomy.Anatomy {
	found := "Partner Center reports no registration"
	switch {
	case e.Found != nil && !webhookurl.Same(e.Found.URL, e.Want.URL):
		found = "Partner Center reports the URL " + webhookurl.Redacted(e.Found.URL)
	case e.Found != nil && !SameEvents(e.Found.Events, e.Want.Events):
		found = "Partner Center reports the events " + Names(e.Found.Events)
	case e.Found != nil:
		found = "Partner Center reports another header for signatures"
	}
	a := anatomy.Anatomy{Kind: anatomy.Call,
		What: anatomy.Say("the webhook registration was sent, but %s", found),
		Advice: anatomy.Say("Plan again. The plan shows whether the registration took effect, or " +
			"whether another tool has changed it."),
		Facts: anatomy.Facts{}.With(anatomy.ID{Name: "MS-RequestId", Value: e.RequestID})}
	if e.Err != nil {
		cause := anatomy.Of(e.Err)
		a.What = anatomy.Say("the webhook registration may or may not have taken effect: %v", cause.What)
		a.Facts = cause.Facts
	}
	return a
}
