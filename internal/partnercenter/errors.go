// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Error is a failed call: the request, the response, and advice. It never holds a token or a body.
type Error struct {
	Area           Area
	Operation      string // for example "list fraud events"
	Asked          string // for example "subscription 6b7c…, 3 events"; empty if there is only one
	SubscriptionID string // the requested subscription, if any
	LaterPage      bool   // the call was for a later page than the first
	StatusCode     int    // of the last response; 0 without one
	Code           string // the API's own code, for example "900421"
	Description    string // the API's own words, shortened
	Instead        string // what came instead of words, for example a page of HTML
	RequestID      string // MS-RequestId of the last attempt
	CorrelationID  string // MS-CorrelationId
	Attempts       int
	Elapsed        time.Duration
	Advice         anatomy.Text // advice
	// the cause, if any: a network error, an *auth.Error, a *jsonlist.Error, ctx's error
	Err error

	// OutcomeUnknown means that an update may or may not have happened.
	OutcomeUnknown bool

	// MayRepeat means that an update may be sent again, after Wait, with Next as its Before.
	MayRepeat bool
	Wait      time.Duration
	Next      fraud.Attempts

	// TimeOver means that time, rather than retries, keeps the call from another attempt.
	TimeOver bool

	// TooLong is a wait for the next attempt that exceeds the remaining time; 0 if there was none.
	TooLong time.Duration

	// MissingMFA means that the user signed in without multifactor authentication (docs-dev/api.md,
	// MFA).
	MissingMFA bool

	// NotOurs means that the response's body does not come from Partner Center: a proxy or another
	// server answered.
	NotOurs bool
}

// Error implements error.
func (e *Error) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *Error) Anatomy() anatomy.Anatomy {
	failed := rest.Error{
		Refusal:    rest.Refusal{Code: e.Code, Description: e.Description, Instead: e.Instead},
		StatusCode: e.StatusCode, Attempts: e.Attempts, Elapsed: e.Elapsed, Err: e.Err,
	}
	what := e.Operation
	if e.Asked != "" {
		what += " (" + e.Asked + ")"
	}
	return failed.Describe(what, e.Advice,
		anatomy.ID{Name: transport.HeaderRequestID, Value: e.RequestID},
		anatomy.ID{Name: transport.HeaderCorrelationID, Value: e.CorrelationID})
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Area is a part of Partner Center's API: fraud events, webhooks, or budgets.
type Area struct {
	// Name is what messages call the area, in the plural: "fraud events".
	Name string

	// Advise gives the advice for the area's own codes. It may be nil, and so may its result: then the
	// advice depends only on the status.
	Advise func(e *Error) anatomy.Text
}

// title is the name at the beginning of a sentence.
func (a Area) title() string {
	if a.Name == "" {
		return "These calls"
	}
	return strings.ToUpper(a.Name[:1]) + a.Name[1:]
}

// ReadOnlyError is a write that a read-only client did not send.
type ReadOnlyError struct {
	Operation string // "cancel the Azure subscription"
}

// Error implements error.
func (e *ReadOnlyError) Error() string { return e.Anatomy().String() }

// Anatomy implements [anatomy.Error].
func (e *ReadOnlyError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{
		Kind:   anatomy.ReadOnlyMode,
		What:   anatomy.Say("the provider is read-only and did not %s", e.Operation),
		Advice: anatomy.Say("To write, turn %v off.", anatomy.ReadOnly),
	}
}
