// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Error is a call that failed: what was asked, what came back, and what to do next. It never holds
// a token or a body.
type Error struct {
	Operation      string // "list fraud events" or "update fraud events"
	Asked          string // for example "subscription 6b7c…, status Resolved, reason Fraud, 3 events"
	SubscriptionID string // the subscription that was asked for, if one was
	LaterPage      bool   // the call was for a later page than the first
	StatusCode     int    // of the last response; 0 when none came
	Code           string // the API's own code, for example "900421"
	Description    string // the API's own words, shortened
	RequestID      string // MS-RequestId of the last attempt
	CorrelationID  string // MS-CorrelationId
	Attempts       int
	Elapsed        time.Duration
	Hint           string // what to do next
	// the cause, where there is one: a network error, an *auth.Error, a *jsonlist.Error, ctx's error
	Err error

	// OutcomeUnknown says that an update may or may not have happened.
	OutcomeUnknown bool

	// MayRepeat says that an update may be sent once more, after Wait, with Next as its Before.
	MayRepeat bool
	Wait      time.Duration
	Next      fraud.Attempts

	// MissingMFA says that the sign-in was made without multifactor authentication (docs-dev/api.md,
	// MFA).
	MissingMFA bool

	// NotOurs says that the body of the response was not one of Partner Center's: a proxy or another
	// server answered.
	NotOurs bool
}

// Error says it all in sentences: what failed, how, what to do next, and the ids that Microsoft's
// support asks for.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s.", e.Operation, e.Asked, e.failure())
	if e.Hint != "" {
		b.WriteString(" " + e.Hint)
	}
	var facts []string
	if e.Attempts > 0 {
		facts = append(facts, transport.CountAttempts(e.Attempts, e.Elapsed))
	}
	if e.RequestID != "" {
		facts = append(facts, transport.HeaderRequestID+" "+e.RequestID)
	}
	if e.CorrelationID != "" {
		facts = append(facts, transport.HeaderCorrelationID+" "+e.CorrelationID)
	}
	if len(facts) > 0 {
		b.WriteString(" [" + strings.Join(facts, ", ") + "]")
	}
	return b.String()
}

// failure describes the last response, or the reason why there was none, without a full stop.
func (e *Error) failure() string {
	var parts []string
	if e.StatusCode != 0 {
		status := strings.TrimSpace(fmt.Sprintf("HTTP %d %s", e.StatusCode,
			http.StatusText(e.StatusCode)))
		if e.Code != "" {
			status += ", code " + e.Code
		}
		parts = append(parts, status)
	}
	if e.Description != "" {
		parts = append(parts, strings.TrimRight(e.Description, ". "))
	}
	if e.Err != nil {
		parts = append(parts, strings.TrimRight(e.Err.Error(), ". "))
	}
	return strings.Join(parts, ": ")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
