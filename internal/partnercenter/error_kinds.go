// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"errors"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

var _ fraud.CallError = (*Error)(nil)

// Means implements [fraud.CallError].
func (e *Error) Means(kind fraud.FailureKind) bool {
	switch kind {
	case fraud.NotFound:
		return e.notFound()
	case fraud.UnknownSubscription:
		return e.notFound() && e.namesSubscription()
	case fraud.UnknownValue:
		return e.unknownValue() && !e.LaterPage
	case fraud.Refused:
		return e.isRefusal()
	case fraud.RefusedForEvents:
		return e.aboutEvents()
	case fraud.UnknownOutcome:
		return e.OutcomeUnknown
	case fraud.MayHaveHappened:
		return e.MayHaveHappened()
	case fraud.MayYetHappen:
		return e.OutcomeUnknown && errors.As(e.Err, new(*rest.StatusError))
	case fraud.NotPermitted:
		return e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusForbidden ||
			errors.As(e.Err, new(*auth.Error))
	case fraud.TooLate:
		return errors.Is(e.Err, transport.ErrTooLate)
	case fraud.OutOfTime:
		return e.StatusCode == 0 && rest.JustEnded(e.Err)
	}
	return false
}

// MayHaveHappened recognizes failures of a write without a statement that nothing was done. A call
// that only waited because of another's refusal has done nothing.
func (e *Error) MayHaveHappened() bool {
	failed := e.StatusCode >= http.StatusInternalServerError ||
		e.StatusCode == http.StatusRequestTimeout
	return e.OutcomeUnknown || failed && !e.Means(fraud.TooLate)
}

// CallIDs implements [fraud.CallError].
func (e *Error) CallIDs() (request, correlation string) { return e.RequestID, e.CorrelationID }

// Again implements [fraud.CallError].
func (e *Error) Again() (before fraud.Attempts, wait time.Duration, ok bool) {
	return e.Next, e.Wait, e.MayRepeat
}

// isRefusal distinguishes a decision of Partner Center from a failure to decide.
func (e *Error) isRefusal() bool {
	switch e.StatusCode {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.StatusCode >= 400 && e.StatusCode < 500 && !e.NotOurs
}
