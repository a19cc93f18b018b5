// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// adviseOnRate is about a service that limits its callers. It names the setting that keeps the call
// from another attempt, because the others do not help.
func adviseOnRate(e *Error) anatomy.Text {
	later := anatomy.Say("Try again later: Partner Center limits the rate of requests.")
	fewer := anatomy.Say("Lower %v.", anatomy.Parallelism)
	switch {
	case errors.Is(e.Err, context.Canceled): // by the user, whom no setting helps
		return later
	case errors.Is(e.Err, transport.ErrTooLate):
		return anatomy.Join(later, fewer)
	case e.TimeOver:
		return anatomy.Join(later, anatomy.Say("Raise %v.", anatomy.Timeout), fewer)
	}
	return anatomy.Join(later, anatomy.Say("Raise %v.", anatomy.MaxRetries), fewer)
}

// adviseOnWait is about a service that asks for a longer wait than there is time for. More retries
// do not help, and neither do fewer callers.
func adviseOnWait(e *Error, other anatomy.Text) anatomy.Text {
	wait := (e.TooLong + time.Second - 1).Truncate(time.Second)
	said := anatomy.Say("The next attempt would have to wait %s, which is more than the time left "+
		"for the operation.", wait)
	more := anatomy.Say("Raise %v above %s.", anatomy.Timeout, wait)
	switch e.StatusCode {
	case http.StatusTooManyRequests:
		other = anatomy.Say("Try again after that time: Partner Center limits the rate of requests.")
	case http.StatusServiceUnavailable:
		other = anatomy.Say("Try again after that time: Partner Center is not available right now.")
	}
	return anatomy.Join(said, other, more)
}
