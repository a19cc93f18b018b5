// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// CallError is a failed call: its purpose, the last response, and the attempts. A client's own
// error embeds it, and adds what only its service knows. It never holds a token or a body.
type CallError struct {
	Refusal
	Purpose

	StatusCode    int    // of the last response; 0 without one
	RequestID     string // the service's id of the last attempt, or else SentID
	SentID        string // the id that was sent with the last attempt
	CorrelationID string // empty if the service has none
	Attempts      int
	Elapsed       time.Duration

	// OutcomeUnknown means that a write may or may not have happened.
	OutcomeUnknown bool

	// TooLong is a wait for the next attempt that exceeds the call's remaining time; 0 without one.
	TooLong time.Duration

	// MayRepeat means that a write may be sent again, after Wait, with Next as its Before.
	MayRepeat bool
	Wait      time.Duration
	Next      Attempts

	// NotOurs means that a proxy or another server answered instead of the service.
	NotOurs bool

	// Advice is empty until the client has explained the error.
	Advice anatomy.Text

	// Err is the cause, if any: a network error, a failed sign-in, an error of the handler, or ctx's
	// error.
	Err error

	// Service names the service and its ids.
	Service Service
}

// Purpose is what a call is for.
type Purpose struct {
	Operation string // a verb and its object: "list fraud events"
	Asked     string // what exactly: "subscription 6b7c…, 3 events"; empty if there is only one
}

func (p Purpose) String() string {
	if p.Asked == "" {
		return p.Operation
	}
	return p.Operation + " (" + p.Asked + ")"
}

// Error implements error.
func (e *CallError) Error() string { return e.Anatomy().String() }

// Unwrap returns the cause.
func (e *CallError) Unwrap() error { return e.Err }

// Anatomy implements [anatomy.Error]. After a failed sign-in, that is what happened, and the task
// is its purpose.
func (e *CallError) Anatomy() anatomy.Anatomy {
	a := anatomy.Anatomy{Kind: anatomy.Call, Service: e.Service.Name, Advice: e.Advice,
		Facts: anatomy.Facts{Attempts: e.Attempts, Elapsed: e.Elapsed}.With(e.ids()...)}
	var refusal *auth.Error
	if !errors.As(e.Err, &refusal) {
		a.What = e.what(e.Err)
		return a
	}
	signIn := refusal.Anatomy()
	a.Facts.IDs = slices.Concat(signIn.Facts.IDs, a.Facts.IDs)
	if e.StatusCode == 0 {
		signIn.Service, signIn.Facts = a.Service, a.Facts
		signIn.More = anatomy.Say("The sign-in was needed to %s.", e.Purpose)
		return signIn
	}
	a.What = e.what(nil)
	a.More = anatomy.Join(anatomy.Say("No other token was available: %v.", signIn.What),
		signIn.Advice)
	return a
}

// ids returns the ids of the last attempt, each under its name in the service.
func (e *CallError) ids() []anatomy.ID {
	names := e.Service.ids()
	request := anatomy.ID{Name: names.Reply, Value: e.RequestID}
	if e.RequestID == e.SentID {
		request.Name = names.Request
	}
	return []anatomy.ID{request, {Name: names.Correlation, Value: e.CorrelationID}}
}

// Refuses distinguishes a decision of the service from a failure to decide.
func (e *CallError) Refuses() bool {
	switch e.StatusCode {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusTooManyRequests:
		return false
	}
	return e.StatusCode >= 400 && e.StatusCode < 500 && !e.NotOurs
}

// MayHaveHappened recognizes failures of a write without a statement that nothing was done. A call
// that only waited because of another's refusal has done nothing.
func (e *CallError) MayHaveHappened() bool {
	failed := e.StatusCode >= http.StatusInternalServerError ||
		e.StatusCode == http.StatusRequestTimeout
	return e.OutcomeUnknown || failed && !e.TooLate()
}

// MayYetHappen recognizes a write that the service has accepted, and may carry out later.
func (e *CallError) MayYetHappen() bool {
	return e.OutcomeUnknown && errors.As(e.Err, new(*StatusError))
}

// NotPermitted recognizes a caller that the service rejects, and a failed sign-in.
func (e *CallError) NotPermitted() bool {
	return e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusForbidden ||
		errors.As(e.Err, new(*auth.Error))
}

// TooLate reports whether a write could not leave in time, so that nothing was sent.
func (e *CallError) TooLate() bool { return errors.Is(e.Err, transport.ErrTooLate) }

// OutOfTime reports whether the end of its context cut short a call of which no attempt had failed.
func (e *CallError) OutOfTime() bool {
	var ended *EndedError
	return e.StatusCode == 0 && errors.As(e.Err, &ended) && ended.Last == nil
}

// what describes the response, in the service's own words if possible, or says why none came.
func (e *CallError) what(cause error) anatomy.Text {
	var parts []string
	if e.StatusCode != 0 {
		status := anatomy.Status(e.StatusCode)
		if e.Code != "" {
			status += ", code " + e.Code
		}
		if e.Description != "" {
			status += fmt.Sprintf(" (%q)", e.Description)
		}
		parts = append(parts, status)
	}
	if e.Instead != "" {
		parts = append(parts, e.Instead)
	}
	if cause != nil {
		parts = append(parts, cause.Error())
	}
	return anatomy.Say("could not %s: %s", e.Purpose, strings.Join(parts, ": "))
}
