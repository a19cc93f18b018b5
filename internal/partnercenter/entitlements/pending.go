// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entitlements

import (
	"context"
	"errors"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// PendingError is a change that was sent, but has not appeared.
type PendingError struct {
	Change      Change // with the last status that was read
	Before      string // the status before the change
	Sending     error  // of a request with an unknown outcome; nil if it was accepted
	Reading     error  // of the last read, if it failed
	RequestID   string
	Interrupted bool // the context was canceled; otherwise its time is over
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
	a := anatomy.Anatomy{Kind: anatomy.Call,
		What: anatomy.Say("%s the request to %s %s, %s %v", e.sent(), e.Change.Operation(),
			e.Change.ID, e.conjunction(), e.known()),
		Advice: anatomy.Say("Wait for at least ten minutes, and read the status, before you try " +
			"again. The request was not repeated, because it may have been accepted.")}
	if e.Sending == nil {
		a.Advice = anatomy.Say("Read the status before you try again. Partner Center takes about ten " +
			"minutes to carry out the request, whether or not anybody waits.")
		if !e.Interrupted && !hopeless(e.Reading) {
			a.Advice = anatomy.Join(a.Advice, anatomy.Say("To wait longer, raise %v.", anatomy.Timeout))
		}
	} else {
		cause := anatomy.Of(e.Sending)
		a.More, a.Facts = anatomy.Say("The answer: %v.", cause.What), cause.Facts
	}
	if e.RequestID != "" {
		a.Facts = a.Facts.With(anatomy.ID{Name: "MS-RequestId", Value: e.RequestID})
	}
	return a
}

// sent begins a clause about the request.
func (e *PendingError) sent() string {
	switch {
	case e.Change.AlreadySent:
		return "this run has already sent"
	case e.Sending != nil:
		return "no usable answer arrived for"
	}
	return "Partner Center accepted"
}

func (e *PendingError) conjunction() string {
	if e.Sending != nil {
		return "and"
	}
	return "but"
}

// known is a clause about the status.
func (e *PendingError) known() anatomy.Text {
	status, still := fraud.Printable(e.Change.Status), "still "
	if e.Change.Status != e.Before {
		still = ""
	}
	switch {
	case e.cutShort() && e.Interrupted:
		return anatomy.Say("the run was interrupted while the last known status was %q", status)
	case e.cutShort():
		return anatomy.Say("the time ended while the last known status was %q", status)
	case e.Reading != nil:
		return anatomy.Say("its status could not be read: %v", anatomy.Of(e.Reading).What)
	case e.Interrupted:
		return anatomy.Say("the run was interrupted while its status was %s%q", still, status)
	}
	return anatomy.Say("its status is %s%q", still, status)
}

// cutShort reports whether the last read failed because the context ended.
func (e *PendingError) cutShort() bool {
	return errors.Is(e.Reading, context.Canceled) || errors.Is(e.Reading, context.DeadlineExceeded)
}
