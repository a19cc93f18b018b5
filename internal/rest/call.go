// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Request is one call.
type Request struct {
	Method string
	Path   []string // segments, below the base URL
	Query  url.Values
	Body   []byte // JSON

	// Handle reads a 2xx response to a request that was sent at a time. An error that is not a
	// *jsonlist.BrokenError is final.
	Handle func(resp *http.Response, sent time.Time) error

	// Observe is told each failed attempt, and nil at a good end. It may be nil.
	Observe func(failed *Error)

	// Look reads the state of a write whose outcome is unknown, or that had to wait; nil for reads,
	// which may be repeated.
	Look func(context.Context, Sent) (done bool, err error)

	// ReviewedAt says when the state that a write rests on was asked for, and ReviewLasts for how long
	// that counts. It may be nil.
	ReviewedAt  func() time.Time
	ReviewLasts time.Duration
}

// Sent is a write that was sent, and whose outcome is not known, or one that Waits.
type Sent struct {
	RequestID     string
	CorrelationID string
	Waits         bool
}

// Result is what is known of a call that went well.
type Result struct {
	RequestID string
	Applied   bool // by reading: no usable reply came
}

// call is one request with its retries: which id and token go with each attempt, and what a failure
// means.
type call struct {
	Request
	ctx    context.Context //nolint:containedctx // it ends with the call
	client *Client

	requestID string
	token     auth.Token
	wanted    auth.TokenRequest // what to ask of the token source for the next attempt
	renewing  bool              // the next attempt answers a 401
	refusal   Refusal           // what the last failed response said
	// the last attempt may have reached the service, and nothing tells what it did
	unknown  bool
	readBack bool // look has been asked about it
	// MS-RequestId of an attempt that failed, and may have been carried out all the same
	tried     string
	lookedAt  time.Time // when the events were last looked at, at the latest before the call
	looks     int       // that the next attempt has had
	askedAt   time.Time // when the last attempt went out
	startedAt time.Time
	attempts  int    // that failed so far
	told      *Error // what the observer was last told about this call
}

// errApplied ends a call whose write turned out to have happened.
var errApplied = errors.New("the update was applied")

// errSameToken ends a call after a 401 for which no other token is to be had.
var errSameToken = errors.New("the service refuses the access token, and no other one can be had")

// Do makes a call. It returns an *Error, or the error that a handler marked with Callers.
func (c *Client) Do(ctx context.Context, r Request) (Result, error) {
	now := time.Now()
	call := &call{Request: r, ctx: ctx, client: c, requestID: uuid.NewString(), startedAt: now,
		lookedAt: now}
	err := call.do()
	result := Result{RequestID: call.requestID, Applied: errors.Is(err, errApplied)}
	if result.Applied {
		err = nil
	}
	return result, err
}

func (c *call) do() error {
	req, err := c.client.newRequest(c.ctx, c.Request)
	if err != nil {
		return c.fail(transport.Report{}, nil, err)
	}
	if err := c.sign(req); err != nil {
		return c.fail(transport.Report{}, nil, err)
	}
	resp, report, err := c.client.cfg.Retry.Do(c.client.cfg.HTTPClient, transport.Call{
		Request: req, Body: c.Body, Pace: c.client.pace, Prepare: c.prepare, Resume: c.resume,
		Begin: func() { c.askedAt, c.looks = time.Now(), 0 }, Depart: c.depart,
		Judge: c.judge,
		Handle: func(resp *http.Response) error {
			defer func() { _ = resp.Body.Close() }()
			c.answered(resp)
			return c.Handle(resp, c.askedAt)
		},
	})
	if err == nil && resp.StatusCode/100 == 2 {
		c.tell(nil)
		return nil
	}
	if c.unknown && !c.readBack && c.ctx.Err() == nil {
		// There will be no further attempt, but the truth may still be had.
		if unresolved := c.resolveAtLast(c.ctx, err); unresolved != nil {
			err = unresolved
		}
	}
	if errors.Is(err, errApplied) {
		c.tell(nil)
		return errApplied
	}
	return c.fail(report, resp, err)
}

// sign puts the token and the request id of the next attempt on its request.
func (c *call) sign(req *http.Request) error {
	token, err := c.client.cfg.Tokens.Token(req.Context(), c.wanted)
	if err != nil {
		return &SignInError{err}
	}
	if c.renewing && token.Value == c.token.Value {
		return errSameToken
	}
	c.token, c.renewing, c.wanted.Claims = token, false, ""
	req.Header.Set(headerAuthorization, "Bearer "+token.Value)
	req.Header.Set(headerRequestID, c.requestID)
	return nil
}

// judge notes what a failed attempt means, tells the observer, and decides where the retry policy
// must not.
func (c *call) judge(t transport.Try) transport.Verdict {
	verdict := c.understand(t)
	c.attempts++
	var failed *Error
	// else the end of ctx made it fail, or the caller itself
	if c.ctx.Err() == nil && errors.As(c.failAfter(t), &failed) {
		c.tell(failed)
	}
	return verdict
}

func (c *call) understand(t transport.Try) transport.Verdict {
	c.unknown, c.readBack = false, false
	if t.Err != nil {
		return c.judgeError(t)
	}
	c.answered(t.Response)
	c.refusal = c.client.readRefusal(t.Response, c.token.Value)
	switch t.Response.StatusCode {
	case http.StatusUnauthorized:
		return c.judgeUnauthorized(t.Response)
	case http.StatusGatewayTimeout:
		c.unknown = c.Look != nil
	}
	if code := t.Response.StatusCode; code >= http.StatusInternalServerError ||
		code == http.StatusRequestTimeout {
		c.tried = c.requestID
	}
	return transport.ByPolicy
}

func (c *call) judgeError(t transport.Try) transport.Verdict {
	var broken *jsonlist.BrokenError
	var odd *StatusError
	switch {
	case errors.Is(t.Err, ErrSlowConnection):
		return transport.ByPolicy // nothing was sent
	case t.Response == nil:
		c.unknown = c.Look != nil && t.Sent
	case errors.As(t.Err, &odd):
		c.unknown = c.Look != nil
		return transport.Stop
	case !errors.As(t.Err, &broken):
		return transport.Stop
	}
	return transport.ByPolicy
}

// judgeUnauthorized asks for one attempt with a renewed token; the transport grants it once for
// each call. A claims challenge, by which the service says which token it wants, counts for more than
// Unrenewable.
func (c *call) judgeUnauthorized(resp *http.Response) transport.Verdict {
	claims := challengeClaims(resp.Header)
	if claims == "" && c.refusal.Unrenewable {
		return transport.Stop
	}
	c.renewing = true
	c.wanted = auth.TokenRequest{Rejected: c.token.Value, Claims: claims}
	return transport.AgainOnce
}

// prepare runs after the back-off, before the pace lets the next attempt go. The request id names a
// unit of work for the service: it stays when nothing came back, and changes after any response
// (docs-dev/api.md, Headers).
func (c *call) prepare(next *http.Request, failed transport.Try) error {
	if c.unknown {
		if err := c.resolve(next.Context(), failed.Err); err != nil {
			return err
		}
	}
	if failed.Response != nil {
		c.requestID = uuid.NewString()
	}
	return c.sign(next)
}

const (
	// longWait is a wait after which a write is reviewed again even if the page that showed its events
	// is younger than ReviewLasts: a service that limits its callers has let others through meanwhile.
	longWait = time.Second

	// maxLooks is how often in a row the events are looked at before an attempt.
	maxLooks = 5

	// reviewLimit is how old a review may be when the write leaves.
	reviewLimit = 5 * time.Second
)

// resume looks at the events again before a write that comes too late after its review, whatever
// held it up: somebody else may have decided meanwhile. It runs when nothing is left to wait for.
func (c *call) resume(ctx context.Context, waited time.Duration) (again bool, err error) {
	switch {
	case c.Look == nil || !c.outdated(waited):
		return false, nil
	case c.looks == maxLooks:
		return false, &readBackError{err: ErrNeverFresh, again: true}
	}
	c.looks++
	done, err := c.lookAgain(ctx, c.waiting())
	switch {
	case errors.Is(err, ErrCannotReadBack):
		return false, nil
	case err != nil:
		return false, &readBackError{err: err, again: true}
	case done:
		return false, errApplied
	}
	return true, nil
}

// waiting is a write that is about to leave, with the attempt that may have been carried out
// before.
func (c *call) waiting() Sent {
	sent := Sent{Waits: true, RequestID: c.tried}
	if c.tried != "" {
		sent.CorrelationID = c.client.cfg.CorrelationID
	}
	return sent
}

// depart holds a write back for which a connection was had too late.
func (c *call) depart() error {
	if c.ReviewedAt != nil && time.Since(c.ReviewedAt()) > reviewLimit {
		return ErrSlowConnection
	}
	return nil
}

func (c *call) outdated(waited time.Duration) bool {
	if waited > 0 && time.Since(c.lookedAt) >= longWait {
		return true
	}
	return c.ReviewedAt != nil && time.Since(c.ReviewedAt()) >= c.ReviewLasts
}

// resolve finds out by reading whether the write has happened, and returns errApplied if so. It
// returns nil if not, and an error with both failures if that could not be read.
func (c *call) resolve(ctx context.Context, failure error) error {
	c.readBack = true
	done, err := c.lookAgain(ctx, Sent{RequestID: c.requestID,
		CorrelationID: c.client.cfg.CorrelationID})
	switch {
	case err != nil:
		return &readBackError{failure: bare(failure), err: err}
	case done:
		return errApplied
	}
	c.unknown, c.tried = false, ""
	return nil
}

// resolveAtLast is resolve when there will be no further attempt. After an odd status, such as 202,
// the write may still be on its way: then it waits a little for the effect, and without one nobody
// knows.
func (c *call) resolveAtLast(ctx context.Context, failure error) error {
	var odd *StatusError
	if !errors.As(failure, &odd) {
		return c.resolve(ctx, failure)
	}
	const first, last = 250 * time.Millisecond, 2 * time.Second
	for wait := first; ; wait *= 2 {
		if err := c.resolve(ctx, failure); err != nil {
			return err
		}
		c.unknown = true
		if wait > last || !pause(ctx, wait) {
			return nil
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

func (c *call) lookAgain(ctx context.Context, sent Sent) (bool, error) {
	done, err := c.Look(ctx, sent)
	c.lookedAt = time.Now()
	if c.told != nil {
		c.tell(c.told) // a reading that went well has said that nothing fails
	}
	return done, err
}

func (c *call) answered(resp *http.Response) {
	if c.client.cfg.Answered != nil {
		c.client.cfg.Answered(c.ctx, resp.Header)
	}
}

// tell tells the observer what the call would fail with if it ended now.
func (c *call) tell(failed *Error) {
	if c.told = failed; c.Observe != nil {
		c.Observe(failed)
	}
}

// ErrCannotReadBack is what Look returns that cannot look.
var ErrCannotReadBack = errors.New("there is no way to read the events back")

// ErrSlowConnection keeps a write back; with the next attempt its state is looked at again.
var ErrSlowConnection = errors.New("connecting took so long that the events must be read " +
	"again; nothing was sent")

// ErrNeverFresh ends a write before it leaves.
var ErrNeverFresh = errors.New("each time, more than five seconds passed between asking for the " +
	"page that shows the events and the write, which could have overwritten a decision made in " +
	"between; nothing was written")
