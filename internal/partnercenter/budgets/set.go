// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package budgets

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

const (
	mostWrites   = 3 // after lost replies
	firstLook    = 250 * time.Millisecond
	longestPause = 5 * time.Second
	longestWait  = time.Minute // for a budget to show the new amount
)

// ChangedError means that the budget is neither what the caller knows nor what it wants.
type ChangedError struct {
	Customer           string
	Known, Found, Want *big.Float
}

// Error implements error.
func (e *ChangedError) Error() string {
	switch {
	case e.Found == nil:
		return fmt.Sprintf("customer %s no longer has a budget; it was %s", e.Customer, Text(e.Known))
	case e.Known == nil:
		return fmt.Sprintf("customer %s has a budget of %s now; there was none", e.Customer,
			Text(e.Found))
	}
	return fmt.Sprintf("the budget of customer %s is %s now, not %s", e.Customer, Text(e.Found),
		Text(e.Known))
}

// UnconfirmedError means that a write was sent, but the budget does not show it.
type UnconfirmedError struct {
	Customer    string
	Want, Found *big.Float
	RequestID   string
	Err         error // of the write or of the read after it; nil if both succeeded
}

// Error implements error.
func (e *UnconfirmedError) Error() string {
	text := fmt.Sprintf("Partner Center was asked to set the budget of customer %s to %s",
		e.Customer, Text(e.Want))
	if e.Want == nil {
		text = fmt.Sprintf("Partner Center was asked to remove the budget of customer %s", e.Customer)
	}
	switch {
	case e.Err != nil:
		return text + ", but the result is unknown"
	case e.Found == nil:
		return text + ", but shows no budget"
	}
	return text + ", but shows " + Text(e.Found)
}

// Unwrap returns the cause.
func (e *UnconfirmedError) Unwrap() error { return e.Err }

// Set sets the budget of a customer, who has the budget known now, and confirms it by reading. A
// nil amount removes the budget. If the reply is lost, it reads before it writes again. It returns
// the MS-RequestId of the write.
func (c *Client) Set(ctx context.Context, customer string, known, want *big.Float) (string, error) {
	c.note(customer)
	operation := "set the budget"
	if want == nil {
		operation = "remove the budget"
	}
	call := budgetCall(operation, customer)
	call.Area, call.Method, call.Body = budgetArea(adviseOnAmount), http.MethodPatch, newBody(want)
	for sent := 1; ; sent++ {
		reply, err := c.api.Write(ctx, call)
		if err == nil {
			return reply.RequestID, c.confirm(ctx, customer, known, want, reply.RequestID)
		}
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || !failed.MayHaveHappened() {
			return "", err
		}
		found, readErr := c.Get(ctx, customer)
		switch {
		case readErr != nil || sent == mostWrites:
			return failed.RequestID, &UnconfirmedError{Customer: customer, Want: want, Found: found,
				RequestID: failed.RequestID, Err: err}
		case Same(found, want):
			return failed.RequestID, nil
		case !Same(found, known):
			return failed.RequestID, &ChangedError{Customer: customer, Known: known, Found: found,
				Want: want}
		case !failed.OutcomeUnknown && !failed.MayRepeat, !sharing.Pause(ctx, failed.Wait):
			return failed.RequestID, err
		}
		call.Before = failed.Next
	}
}

// confirm reads the budget until it shows the amount. It shows the known one while the write is on
// its way. A third one is final: the service has rounded it, or somebody else was faster.
func (c *Client) confirm(ctx context.Context, customer string, known, want *big.Float,
	requestID string) error {
	began, pause := time.Now(), firstLook
	for {
		found, err := c.Get(ctx, customer)
		if err == nil && Same(found, want) {
			return nil
		}
		waits := err == nil && Same(found, known) && time.Since(began) < longestWait
		if !waits || !sharing.Pause(ctx, pause) {
			return &UnconfirmedError{Customer: customer, Want: want, Found: found,
				RequestID: requestID, Err: err}
		}
		pause = min(2*pause, longestPause)
	}
}

// note remembers that the customer's record may be out of date from now on.
func (c *Client) note(customer string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.written[key(customer)] = true
}

func (c *Client) wrote(customer string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.written[key(customer)]
}

// IsUnknownCustomer reports whether Partner Center does not know the customer, or no budget of it.
func IsUnknownCustomer(err error) bool {
	var failed *partnercenter.Error
	return errors.As(err, &failed) && failed.StatusCode == http.StatusNotFound && !failed.NotOurs &&
		!unknownTenant(failed)
}
