// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

var _ fraud.CallError = (*Error)(nil)

// Means implements [fraud.CallError].
func (e *Error) Means(kind fraud.FailureKind) bool {
	switch kind {
	case fraud.NotFound:
		return e.NotFound()
	case fraud.UnknownSubscription:
		return e.NotFound() && e.NamesSubscription()
	case fraud.UnknownValue:
		return e.UnknownValue() && !e.LaterPage
	case fraud.Refused:
		return e.isRefusal()
	case fraud.RefusedForEvents:
		return e.AboutEvents()
	case fraud.UnknownOutcome:
		return e.OutcomeUnknown
	case fraud.MayHaveHappened:
		return e.OutcomeUnknown || e.StatusCode >= http.StatusInternalServerError
	}
	return false
}

// CallID implements [fraud.CallError].
func (e *Error) CallID() string { return e.RequestID }

// isRefusal tells what Partner Center has decided from what kept it from deciding.
func (e *Error) isRefusal() bool {
	switch e.StatusCode {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.StatusCode >= 400 && e.StatusCode < 500 && !e.NotOurs
}
