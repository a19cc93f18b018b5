// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

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
	e := &CallError{
		Service: c.client.cfg.Service, Purpose: c.Purpose,
		RequestID: c.requestID, SentID: c.requestID, CorrelationID: c.client.cfg.CorrelationID,
		Attempts: c.Before.Made + report.Attempts, Elapsed: time.Since(c.Before.Since),
		TooLong: report.TooLong, OutcomeUnknown: c.unknown, MayRepeat: report.Again,
		Wait: report.Wait, Err: bare(err),
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
		ids := c.client.cfg.Service.ids()
		e.RequestID = cmp.Or(transport.ResponseID(resp.Header, ids.Reply), e.RequestID)
		e.CorrelationID = cmp.Or(transport.ResponseID(resp.Header, ids.Correlation), e.CorrelationID)
	}
	if c.Once && e.StatusCode/100 == 2 {
		e.OutcomeUnknown = true // the answer to a write, however it reads
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
