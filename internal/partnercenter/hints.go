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

// advise returns the advice for a failure. It returns nil if the cause, such as a failed sign-in,
// has better advice. audience is the required audience of a token.
func advise(e *Error, audience string) anatomy.Text {
	switch {
	case e.StatusCode == 0 || e.StatusCode/100 == 2:
		return adviseOnCause(e.Err)
	case e.MissingMFA():
		return anatomy.Say("Sign in again as an Admin agent with multifactor authentication (MFA), and " +
			"store the new refresh token. Partner Center requires MFA, and this token has no MFA claim. " +
			"Renewing the token does not help.")
	case e.StatusCode/100 == 3:
		return anatomy.Say("Check %v, and whether a proxy or a network sign-in page redirects the "+
			"call. Redirects are not followed, so that no token reaches another host.", anatomy.BaseURL)
	case e.NotOurs && e.StatusCode/100 != 5 && e.StatusCode != http.StatusTooManyRequests:
		return anatomy.Say("Check %v and the proxy settings (HTTPS_PROXY, NO_PROXY). A proxy or another "+
			"server answered instead of Partner Center.", anatomy.BaseURL)
	case e.WrongAudience():
		return anatomy.Say("Check %v, or the origin of %v. The token was issued for another service; "+
			"Partner Center requires the audience %s.", anatomy.Environment,
			anatomy.AccessToken, audience)
	case e.AppOnly():
		return anatomy.Say("Set %v to a refresh token of an Admin agent, in addition to the client "+
			"credential. %s need an App+User sign-in.", anatomy.RefreshToken, e.Area.title())
	}
	if e.StatusCode == http.StatusTooManyRequests {
		return adviseOnRate(e)
	}
	if e.StatusCode == http.StatusNotFound && e.Code == codeUnknownTenant {
		return anatomy.Say("Check %v and %v. Partner Center does not know the tenant.",
			anatomy.TenantID, anatomy.Environment)
	}
	if e.Area.Advise != nil {
		if own := e.Area.Advise(e); own != nil {
			return own
		}
	}
	return adviseOnStatus(e.StatusCode, e.Code)
}

// adviseOnEvents is about what only calls about fraud events meet.
func adviseOnEvents(e *Error) anatomy.Text {
	switch {
	case e.StatusCode == http.StatusNotFound && e.SubscriptionID == "":
		return AdviseOnAddress(e.Area.Name)
	case e.unknownSubscription():
		return anatomy.Say("Check the subscription id. Partner Center does not know this subscription; " +
			"it may have been canceled.")
	case e.unknownValue():
		return anatomy.Say("Check the status, the reason, the event type, and %v. Partner Center does "+
			"not know one of the values.", anatomy.NewEventsModel)
	case e.StatusCode == http.StatusBadRequest:
		return anatomy.Say("Check the ids, the status, and the reason. Partner Center does not accept " +
			"the request.")
	case e.StatusCode == http.StatusConflict:
		return anatomy.Say("Review the event, and try again. Somebody else changed it at the same time.")
	case e.StatusCode == http.StatusNotFound:
		return anatomy.Say("Check the subscription id, and %v if it is set. Partner Center has "+
			"nothing at this address.", anatomy.BaseURL)
	}
	return nil
}

// AdviseOnAddress is about a 404 for an address that names no customer and no subscription.
func AdviseOnAddress(area string) anatomy.Text {
	return anatomy.Say("Check %v if it is set, and %v. Partner Center has no %s at this "+
		"address. If both are correct, the API may be turned off.", anatomy.BaseURL,
		anatomy.Environment, area)
}

// adviseOnStatus covers statuses and codes that the methods of [Error] do not. The codes come from
// docs-dev/api.md, Errors. A code is meaningless without its status, because the same number has
// several meanings.
func adviseOnStatus(status int, code string) anatomy.Text {
	switch status {
	case http.StatusBadRequest:
		return anatomy.Say("Check the values. Partner Center does not accept the request.")
	case http.StatusUnauthorized:
		return anatomy.Say("Check that %v is the partner's own tenant, and sign in again as an Admin "+
			"agent with MFA. Partner Center does not accept this sign-in.", anatomy.TenantID)
	case http.StatusForbidden:
		return adviseOnForbidden(code)
	case http.StatusNotFound:
		return anatomy.Say("Check the ids, and %v if it is set. Partner Center has nothing at this "+
			"address.", anatomy.BaseURL)
	case http.StatusProxyAuthRequired:
		return anatomy.Say("Check the proxy settings of the environment (HTTPS_PROXY, NO_PROXY). The " +
			"proxy requires credentials.")
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return anatomy.Say("Try again later. Partner Center did not answer in time.")
	case http.StatusConflict:
		return anatomy.Say("Try again. Somebody else made a change at the same time.")
	case http.StatusServiceUnavailable:
		return anatomy.Say("Try again later. Partner Center is not available right now.")
	}
	if status >= http.StatusInternalServerError {
		return anatomy.Say("Try again later. If this persists, report the ids to Microsoft Support. " +
			"Partner Center failed.")
	}
	return nil
}

func adviseOnForbidden(code string) anatomy.Text {
	switch code {
	case "20002":
		return anatomy.Say("Check the subscription id and %v. The partner has no commerce relationship "+
			"with this customer.", anatomy.TenantID)
	case "900309":
		return anatomy.Say("Ask the directory administrator to check the Conditional Access policies " +
			"for this user, app, and network location. One of them blocks the sign-in.")
	}
	return anatomy.Say("Give the signed-in user the Admin agent role in Partner Center, and check "+
		"that %v is the tenant of a direct bill partner or an indirect provider.", anatomy.TenantID)
}

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
