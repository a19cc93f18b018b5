// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity

import (
	"strings"
	"time"
)

// Outcomes of a call.
const (
	Answered   = "answered"
	NoResponse = "no_response"
	NoToken    = "no_token"
	TooLarge   = "too_large"
	NotSent    = "not_sent" // after a refused rate, or out of time
)

// Outcomes returns the outcomes of a call.
func Outcomes() []string { return []string{Answered, NoResponse, NoToken, TooLarge, NotSent} }

// CodeUnknown stands for an error code that no documentation has.
const CodeUnknown = "unknown"

// Codes returns the documented error codes, of Partner Center and of Microsoft Graph.
func Codes() []string {
	return strings.Fields(`
	0 400 401 403 404 406 409 415 500 1000 2006 2032 3000 10001 20002 20003 60003 800001 800002
	800003 800111 900115 900118 900126 900150 900159 900192 900307 900308 900309 900313 900329 900335
	900337 900420 900421 Authorization_RequestDenied InvalidAuthenticationToken NotFound Forbidden
	Unauthorized_MissingMFA UnknownError BadRequest
	`)
}

// Headers returns the names of response headers that a report may name.
func Headers() []string {
	return strings.Fields(`
	Cache-Control Connection Content-Encoding Content-Length Content-Type Date ETag Expires Location
	MS-ContinuationToken MS-CorrelationId MS-CV MS-RequestId MS-ServerId OData-Version Pragma
	RateLimit-Limit RateLimit-Remaining RateLimit-Reset Retry-After Server Strict-Transport-Security
	Transfer-Encoding Vary WWW-Authenticate X-Powered-By client-request-id isMfaCompliant request-id
	x-ms-ags-diagnostic
	`)
}

// Contents returns the kinds of bodies.
func Contents() []string { return []string{"json", "html", "text", "none", "other"} }

// Times returns the coarse durations.
func Times() []string { return []string{"under_1s", "under_10s", "under_60s", "longer"} }

// Took is a coarse duration.
func Took(d time.Duration) string {
	switch {
	case d < time.Second:
		return "under_1s"
	case d < 10*time.Second:
		return "under_10s"
	case d < time.Minute:
		return "under_60s"
	}
	return "longer"
}

// Sizes returns the coarse sizes of bodies.
func Sizes() []string {
	return []string{"empty", "under_1kb", "under_100kb", "under_10mb", "larger"}
}

// Size is a coarse size.
func Size(n int) string {
	switch {
	case n == 0:
		return "empty"
	case n < 1<<10:
		return "under_1kb"
	case n < 100<<10:
		return "under_100kb"
	case n < 10<<20:
		return "under_10mb"
	}
	return "larger"
}

// Names of the calls. None is made twice with one name, except for pages and plans.
const (
	CallEvents         = "events"
	CallClassic        = "events_classic"
	CallPageOne        = "events_page_one"
	CallPageTwo        = "events_page_two"
	CallHalfPage       = "events_half_paging"
	CallLargePage      = "events_large_page"
	CallAfterLarge     = "events_after_large_page"
	CallEventsAgain    = "events_again"
	CallUnknownValue   = "events_unknown_value"
	CallNoEvents       = "events_unknown_subscription"
	CallFilter         = "events_filter"
	CallFilterCase     = "events_filter_other_case"
	CallClassicPage    = "events_classic_page"
	CallWebhook        = "webhook_registration"
	CallWebhookNames   = "webhook_event_names"
	CallAudit          = "audit_records"
	CallAuditPage      = "audit_records_next_page"
	CallAuditLarge     = "audit_records_large_page"
	CallAuditType      = "audit_records_by_type"
	CallPlans          = "customer_subscriptions"
	CallEntitlements   = "azure_entitlements"
	CallEntitlement    = "azure_entitlement"
	CallBudget         = "customer_budget"
	CallUnknownBudget  = "unknown_customer_budget"
	CallUsage          = "usage_records"
	CallUsageSummary   = "usage_summary"
	CallMFAUsers       = "mfa_users"
	CallMFAApps        = "mfa_applications"
	CallScore          = "security_score"
	CallScoreNeeds     = "security_score_requirements"
	CallScoreCustomers = "security_score_customers"
	CallAlerts         = "security_alerts"
	CallAlertsFilter   = "security_alerts_filter"
)

// CallNames returns the names of all calls.
func CallNames() []string {
	return []string{CallEvents, CallClassic, CallPageOne, CallPageTwo, CallHalfPage, CallLargePage,
		CallAfterLarge, CallEventsAgain, CallUnknownValue, CallNoEvents, CallFilter, CallFilterCase,
		CallClassicPage, CallWebhook, CallWebhookNames, CallAudit, CallAuditPage, CallAuditLarge,
		CallAuditType,
		CallPlans, CallEntitlements, CallEntitlement, CallBudget, CallUnknownBudget, CallUsage,
		CallUsageSummary, CallMFAUsers, CallMFAApps, CallScore, CallScoreNeeds, CallScoreCustomers,
		CallAlerts, CallAlertsFilter}
}
