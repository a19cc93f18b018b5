// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"errors"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

var _ fraud.CallError = (*Error)(nil)

// errUnknownStatus is about a filter that no alert can pass.
var errUnknownStatus = errors.New("alerts have no such status")

// Means implements [fraud.CallError]. A 404 is never about a subscription: it is about the address
// or, in an update, about the alert.
func (e *Error) Means(kind fraud.FailureKind) bool {
	switch kind {
	case fraud.NotFound, fraud.UnknownSubscription:
		return false
	case fraud.UnknownValue:
		return errors.Is(e.Err, errUnknownStatus)
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

// CallIDs implements [fraud.CallError]. Graph has no correlation ids. The id is the one that was
// sent, because a lost answer shows no other.
func (e *Error) CallIDs() (request, correlation string) { return e.SentID, "" }

// Again implements [fraud.CallError].
func (e *Error) Again() (before fraud.Attempts, wait time.Duration, ok bool) {
	return fraud.Attempts(e.Next), e.Wait, e.MayRepeat
}

// aboutEvents reports whether an update was refused because of its alerts, and may be accepted with
// others, or fewer.
func (e *Error) aboutEvents() bool {
	if e.write == noWrite || e.NotOurs {
		return false
	}
	switch e.StatusCode {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusConflict,
		http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return true
	}
	return e.refusesBatch()
}

// refusesBatch reports whether the service takes no batch, so that each alert needs a call.
func (e *Error) refusesBatch() bool {
	if e.write != batch || e.NotOurs {
		return false
	}
	switch e.StatusCode {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	}
	return false
}

// Refuses also counts a service without batches, whatever its status.
func (e *Error) Refuses() bool { return e.CallError.Refuses() || e.refusesBatch() }

// MayHaveHappened is false for a service without batches, which has done nothing.
func (e *Error) MayHaveHappened() bool {
	return e.OutcomeUnknown || e.CallError.MayHaveHappened() && !e.refusesBatch()
}

// MissingMFA reports whether the sign-in had no MFA.
func (e *Error) MissingMFA() bool { return isMissingMFA(e.Code) }

// MissingRole reports whether the app lacks a permission, or the user a role.
func (e *Error) MissingRole() bool {
	return e.StatusCode == http.StatusForbidden && !e.NotOurs && !e.MissingMFA()
}

// mayRefuseFilter reports whether a listing may have been refused because of its filter. Graph has
// no code of its own for that, but many texts, and not all name the filter. The listing without a
// filter tells (docs-dev/api.md, Graph; parity: graph-filter).
func (e *Error) mayRefuseFilter() bool {
	return !e.NotOurs &&
		(e.StatusCode == http.StatusBadRequest || e.StatusCode == http.StatusNotImplemented)
}

// adviseOnAlerts gives the advice that only security alerts need.
func (c *Client) adviseOnAlerts(e *Error) anatomy.Text {
	switch e.StatusCode {
	case http.StatusForbidden:
		return anatomy.Join(c.adviseOnForbidden("Admin agent"), anatomy.Say("To read alerts, %s "+
			"suffices.", auth.GraphReadPermission))
	case http.StatusBadRequest:
		if e.write == noWrite {
			return adviseOnAddress()
		}
		return anatomy.Say("Check the event ids, the status, and the reason. Graph does not accept the " +
			"update.")
	case http.StatusNotFound:
		if e.write == noWrite {
			return adviseOnAddress()
		}
		return anatomy.Say("Check the event ids. Graph does not know the alert.")
	case http.StatusConflict:
		return anatomy.Say("Review the event, and try again. Somebody else changed it at the same time.")
	}
	return nil
}

// adviseOnAddress gives the advice for an address that Graph does not know. In a tenant that is not
// a partner's, it knows no address of the partner API.
func adviseOnAddress() anatomy.Text {
	return anatomy.Say("Check that %v is the partner's own tenant. Also check %v, and %v if it is "+
		"set. Graph offers security alerts to partners only. To use Partner Center's own API instead, "+
		"unset %v.",
		anatomy.TenantID, anatomy.Environment, anatomy.GraphBaseURL, anatomy.API)
}
