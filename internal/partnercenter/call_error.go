// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// visitError carries the error of a caller's visit function through the retries, so that it comes
// out as it is.
type visitError struct{ err error }

func (e *visitError) Error() string { return e.err.Error() }

// signInError is a failure to get a token.
type signInError struct{ err error }

func (e *signInError) Error() string { return "signing in failed: " + e.err.Error() }
func (e *signInError) Unwrap() error { return e.err }

// readBackError is a failure to read what became of a write whose outcome is unknown.
type readBackError struct {
	failure error // of the write; nil when it was an HTTP response
	err     error
	again   bool // nothing had failed: the write had only waited
}

func (e *readBackError) Error() string {
	if e.again {
		return "looking at the events again before the write failed: " + causeText(e.err)
	}
	text := "reading the events back to find out failed as well: " + causeText(e.err)
	if e.failure != nil {
		text = causeText(e.failure) + "; " + text
	}
	return text
}

func (e *readBackError) Unwrap() []error { return without(e.failure, e.err) }

// endedError is a call that was cut short by the end of ctx.
type endedError struct {
	// the failure that was being retried; nil when it was an HTTP response, or there was none
	last error
	end  error // ctx's error
}

func (e *endedError) Error() string {
	text := "the time for the operation was over before a usable answer came"
	if errors.Is(e.end, context.Canceled) {
		text = "the operation was cancelled before a usable answer came"
	}
	if e.last != nil {
		text = causeText(e.last) + "; " + text
	}
	return text
}

func (e *endedError) Unwrap() []error { return without(e.last, e.end) }

// without returns the errors that are not nil: errors.Is does not expect one.
func without(errs ...error) []error {
	return slices.DeleteFunc(errs, func(err error) bool { return err == nil })
}

// causeText words an error without net/http's repetition of method and URL. An error that holds
// such an error further down has words of its own.
func causeText(err error) string {
	if wrapped, ok := err.(*url.Error); ok { //nolint:errorlint // only the outermost
		err = wrapped.Err
	}
	if errors.Is(err, io.EOF) && err.Error() == io.EOF.Error() {
		return "the server closed the connection without an answer"
	}
	return err.Error()
}

// fail makes the error of the call out of its last response and its last error, of which either may
// be missing.
func (c *call) fail(ctx context.Context, report transport.Report, resp *http.Response,
	err error) error {
	var visit *visitError
	if errors.As(err, &visit) {
		return visit.err
	}
	e := c.what
	e.RequestID, e.CorrelationID = c.requestID, c.client.cfg.CorrelationID
	e.Attempts, e.Elapsed = report.Attempts, report.Elapsed
	e.OutcomeUnknown = c.unknown
	e.Err = err
	switch {
	case report.LastStatus != 0:
		e.StatusCode = report.LastStatus
		e.Code, e.Description = c.failure.code, c.failure.description
		e.MissingMFA = c.failure.missingMFA
		// The gateway answers 404 for a path that it does not know: that is not about a subscription.
		e.NotOurs = c.failure.foreign || c.failure.gateway && e.StatusCode == http.StatusNotFound
		setIfAny(&e.RequestID, c.failure.requestID)
		setIfAny(&e.CorrelationID, c.failure.correlationID)
	case resp != nil && isReplyError(err):
		e.StatusCode = resp.StatusCode
		setIfAny(&e.RequestID, transport.ResponseID(resp.Header, headerRequestID))
		setIfAny(&e.CorrelationID, transport.ResponseID(resp.Header, headerCorrelationID))
	}
	if end := ctx.Err(); end != nil && errors.Is(err, end) {
		e.Err = &endedError{last: report.LastErr, end: end}
	}
	e.Hint = hintFor(&e, c.client.cfg.Audience)
	if report.TooLong > 0 {
		e.Hint = joinSentences(fmt.Sprintf("The next attempt would have to wait %s, which is more "+
			"than the time left "+
			"for the operation.", report.TooLong.Round(time.Second)), e.Hint)
	}
	return &e
}

// failAfter makes the error that the call would end with after this attempt.
func (c *call) failAfter(ctx context.Context, t transport.Try) error {
	report := transport.Report{Attempts: c.attempts, Elapsed: time.Since(c.startedAt), LastErr: t.Err}
	if t.Err == nil {
		report.LastStatus = t.Response.StatusCode
	}
	return c.fail(ctx, report, t.Response, t.Err)
}

// isReplyError says whether an error is about reading a reply, so that the reply's status belongs
// to it.
func isReplyError(err error) bool {
	var broken *jsonlist.BrokenError
	var undecodable *jsonlist.Error
	var odd *statusError
	return errors.As(err, &broken) || errors.As(err, &undecodable) || errors.As(err, &odd)
}

func setIfAny(field *string, value string) {
	if value != "" {
		*field = value
	}
}
