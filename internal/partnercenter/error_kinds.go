// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
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
		return e.Refuses()
	case fraud.RefusedForEvents:
		return e.aboutEvents()
	case fraud.UnknownOutcome:
		return e.OutcomeUnknown
	case fraud.MayHaveHappened:
		return e.MayHaveHappened()
	case fraud.MayYetHappen:
		return e.MayYetHappen()
	case fraud.NotPermitted:
		return e.NotPermitted()
	case fraud.TooLate:
		return e.TooLate()
	case fraud.OutOfTime:
		return e.OutOfTime()
	}
	return false
}

// CallIDs implements [fraud.CallError].
func (e *Error) CallIDs() (request, correlation string) { return e.RequestID, e.CorrelationID }

// Again implements [fraud.CallError].
func (e *Error) Again() (before fraud.Attempts, wait time.Duration, ok bool) {
	return fraud.Attempts(e.Next), e.Wait, e.MayRepeat
}
