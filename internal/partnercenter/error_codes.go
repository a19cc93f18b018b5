// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "net/http"

// Codes of the service that decide something. Each has this meaning only with its own status:
// docs-dev/api.md, Error codes (parity: error-codes).
const (
	codeAppOnly       = "900329" // 403
	codeAudience      = "900420" // 401
	codeUnknownValue  = "900126" // 400
	codeNotFound      = "1000"   // 404
	codeUnknownTenant = "60003"  // 404
)

// isMFACode reports whether this is the code of a 401 for missing multifactor authentication.
func isMFACode(code string) bool { return code == "900421" || code == "10001" }

// WrongAudience reports whether the token was issued for another service.
func (e *Error) WrongAudience() bool {
	return e.StatusCode == http.StatusUnauthorized && e.Code == codeAudience
}

// AppOnly reports whether the application signed in without a user.
func (e *Error) AppOnly() bool {
	return e.StatusCode == http.StatusForbidden && e.Code == codeAppOnly
}

// MissingRole reports whether the user lacks a role or permission.
func (e *Error) MissingRole() bool {
	if e.StatusCode != http.StatusForbidden {
		return false
	}
	switch e.Code {
	case "", "2032", "900150", "900308":
		return true
	}
	return false
}

// unknownValue reports whether Partner Center does not know a requested value, such as a status.
func (e *Error) unknownValue() bool {
	return e.StatusCode == http.StatusBadRequest && e.Code == codeUnknownValue
}

// notFound reports whether Partner Center may not know the requested subscription. That excludes a
// 404 of another server, about something else, or about a later page of a subscription whose first
// page existed. Unless namesSubscription also holds, a disabled API or a wrong address looks the
// same.
func (e *Error) notFound() bool {
	if e.StatusCode != http.StatusNotFound || e.SubscriptionID == "" || e.LaterPage || e.NotOurs {
		return false
	}
	return e.Code == "" || e.unknownSubscription()
}

// unknownSubscription covers a listing, in which only the subscription can be unknown.
func (e *Error) unknownSubscription() bool {
	return e.namesSubscription() || e.StatusCode == http.StatusNotFound && e.Code == codeNotFound
}

// namesSubscription also covers an update, in which an event can be unknown.
func (e *Error) namesSubscription() bool {
	return e.StatusCode == http.StatusNotFound && (e.Code == "20003" || e.Code == "800111")
}

// aboutEvents reports whether an update was refused because of its events, and may be accepted with
// other event ids, or fewer. That excludes faults of the subscription, the tenant, the status or
// the reason, which all events of an update share, and a gateway that does not know the address.
func (e *Error) aboutEvents() bool {
	switch e.StatusCode {
	case http.StatusBadRequest:
		return !e.unknownValue()
	case http.StatusNotFound:
		return !e.NotOurs && e.Code != codeUnknownTenant && !e.namesSubscription()
	case http.StatusConflict, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return true
	}
	return false
}
