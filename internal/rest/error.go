// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Error is a failed call: the last response, and the attempts. The caller adds the purpose of the
// call.
type Error struct {
	Refusal

	StatusCode    int // of the last response; 0 without one
	RequestID     string
	CorrelationID string
	Attempts      int
	Elapsed       time.Duration

	// OutcomeUnknown means that a write may or may not have happened.
	OutcomeUnknown bool

	// TooLong is a wait for the next attempt that exceeds the call's remaining time; 0 without one.
	TooLong time.Duration

	// Again means that a write may be sent again, after Wait, with Next as its Before.
	Again bool
	Wait  time.Duration
	Next  Attempts

	// Err is the cause, if any: a network error, a failed sign-in, an error of the handler, or ctx's
	// error.
	Err error
}

func (e *Error) Error() string {
	switch {
	case e.Err == nil:
		return anatomy.Status(e.StatusCode)
	case e.StatusCode == 0:
		return e.Err.Error()
	}
	return anatomy.Status(e.StatusCode) + ": " + e.Err.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Describe is the anatomy of the failure, for the caller's own error. task is a verb with its
// object, and ids are those of the last attempt. After a failed sign-in, that is what happened, and
// the task is its purpose.
func (e *Error) Describe(task string, advice anatomy.Text, ids ...anatomy.ID) anatomy.Anatomy {
	facts := anatomy.Facts{Attempts: e.Attempts, Elapsed: e.Elapsed}.With(ids...)
	var refusal *auth.Error
	if !errors.As(e.Err, &refusal) {
		return anatomy.Anatomy{Kind: anatomy.Call, What: e.what(task, e.Err), Advice: advice,
			Facts: facts}
	}
	signIn := refusal.Anatomy()
	facts.IDs = slices.Concat(signIn.Facts.IDs, facts.IDs)
	if e.StatusCode == 0 {
		signIn.More = anatomy.Say("The sign-in was needed to %s.", task)
		signIn.Facts = facts
		return signIn
	}
	return anatomy.Anatomy{Kind: anatomy.Call, What: e.what(task, nil), Advice: advice, Facts: facts,
		More: anatomy.Join(anatomy.Say("No other token was available: %v.", signIn.What), signIn.Advice)}
}

// what describes the response, in the service's own words if possible, or says why none came.
func (e *Error) what(task string, cause error) anatomy.Text {
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
	return anatomy.Say("could not %s: %s", task, strings.Join(parts, ": "))
}

// callersError passes a caller's own error through the retries unchanged.
type callersError struct{ err error }

func (e *callersError) Error() string { return e.err.Error() }

// Callers marks an error of a handler that is not about the reply: Do returns err unchanged.
func Callers(err error) error { return &callersError{err} }

// SignInError is a failure to get a token.
type SignInError struct{ Err error }

func (e *SignInError) Error() string { return "signing in failed: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *SignInError) Unwrap() error { return e.Err }

// EndedError is a call that the end of its context cut short.
type EndedError struct {
	// Last is the failure that was being retried; nil if it was an HTTP response, or there was none.
	Last error
	End  error // the context's error
}

func (e *EndedError) Error() string {
	text := "the operation timed out before a usable answer arrived"
	if errors.Is(e.End, context.Canceled) {
		text = "the operation was canceled before a usable answer arrived"
	}
	if e.Last != nil {
		text = e.Last.Error() + "; " + text
	}
	return text
}

// Unwrap returns both causes.
func (e *EndedError) Unwrap() error { return errors.Join(e.Last, e.End) }

// JustEnded reports whether the end of its context cut short a call of which no attempt had failed
// without a status.
func JustEnded(err error) bool {
	var ended *EndedError
	return errors.As(err, &ended) && ended.Last == nil
}

// noAnswer is an end of the connection before a response.
type noAnswer struct{ end error }

func (*noAnswer) Error() string   { return "the server closed the connection without an answer" }
func (e *noAnswer) Unwrap() error { return e.end }

// bare returns an error without net/http's method and URL. It keeps those of wrapped errors, which
// belong to an error with its own text.
func bare(err error) error {
	if wrapped, ok := err.(*url.Error); ok { //nolint:errorlint // only the outermost
		err = wrapped.Err
	}
	if err == io.EOF { //nolint:errorlint // the error that wraps it has its own text
		return &noAnswer{err}
	}
	return err
}

// fail returns the error of the call, from its last response and its last error; one of them may be
// missing.
func (c *call) fail(report transport.Report, resp *http.Response, err error) error {
	var own *callersError
	if errors.As(err, &own) {
		return own.err
	}
	e := &Error{
		RequestID: c.requestID, CorrelationID: c.client.cfg.CorrelationID,
		Attempts: c.Before.Made + report.Attempts, Elapsed: time.Since(c.Before.Since),
		TooLong: report.TooLong, OutcomeUnknown: c.unknown, Again: report.Again, Wait: report.Wait,
		Err: bare(err),
	}
	e.Next = Attempts{e.Attempts, report.Retries, c.Before.Since, c.requestID}
	if c.answered {
		e.Next.RequestID = ""
	}
	switch {
	case report.LastStatus != 0:
		e.StatusCode, e.Refusal = report.LastStatus, c.refusal
		e.RequestID = cmp.Or(c.refusal.requestID, e.RequestID)
		e.CorrelationID = cmp.Or(c.refusal.correlationID, e.CorrelationID)
	case resp != nil && isReplyError(err):
		e.StatusCode = resp.StatusCode
		ids := c.client.cfg.IDs
		e.RequestID = cmp.Or(transport.ResponseID(resp.Header, ids.Reply), e.RequestID)
		e.CorrelationID = cmp.Or(transport.ResponseID(resp.Header, ids.Correlation), e.CorrelationID)
	}
	if end := c.ctx.Err(); end != nil && errors.Is(err, end) {
		ended := &EndedError{End: end}
		if e.StatusCode == 0 { // else, an earlier attempt failed, and a later one has the status
			ended.Last = bare(report.LastErr)
		}
		e.Err = ended
	}
	return e
}

// failAfter returns the error with which the call would end after this attempt.
func (c *call) failAfter(t transport.Try) error {
	report := transport.Report{Attempts: c.attempts, LastErr: t.Err}
	if t.Err == nil {
		report.LastStatus = t.Response.StatusCode
	}
	return c.fail(report, t.Response, t.Err)
}

// isReplyError reports whether an error is about reading a reply, so that it includes the reply's
// status.
func isReplyError(err error) bool {
	var broken *jsonlist.BrokenError
	var undecodable *jsonlist.Error
	var odd *StatusError
	return errors.As(err, &broken) || errors.As(err, &undecodable) || errors.As(err, &odd)
}

// StatusError is a 2xx status other than the two that complete a call: 200, and 204 for no content.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	switch e.Status {
	case http.StatusAccepted:
		return "the request was accepted, but may not be complete; a complete answer has status 200 " +
			"or 204"
	case http.StatusNonAuthoritativeInfo:
		return "a proxy changed the answer; a complete answer has status 200 or 204"
	case http.StatusPartialContent:
		return "the answer is partial; a complete answer has status 200 or 204"
	case http.StatusMultiStatus:
		return "the answer contains several results, and some may be failures; a complete answer has " +
			"status 200 or 204"
	}
	return "a complete answer has status 200 or 204"
}

// CheckComplete rejects an incomplete 2xx response: with a part of a listing, the rest would seem
// unlisted.
func CheckComplete(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusNoContent:
		return nil
	}
	return &StatusError{resp.StatusCode}
}
