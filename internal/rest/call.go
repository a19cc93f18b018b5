// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Request is one call.
type Request struct {
	Purpose

	Method string
	Path   []string // segments, below the base URL
	Query  url.Values
	Header http.Header // in addition to the client's
	Body   []byte      // JSON

	// Handle reads a 2xx response to a request that was sent at the given time. Errors other than
	// *jsonlist.BrokenError are final.
	Handle func(resp *http.Response, sent time.Time) error

	// Explain returns the client's own error, for the caller and for Observe. ended is false if the
	// policy grants another attempt. It may be nil.
	Explain func(failed *CallError, ended bool) error

	// Observe receives each failed attempt, and nil after success. It may be nil.
	Observe func(ctx context.Context, failure error)

	// Once is for a write: it is sent once, except after the renewal of a refused token. The error
	// says whether, when, and how to send it again; Before passes that on.
	Once   bool
	Before Attempts

	// LeaveBy is the latest time to send a write; the zero time means any time.
	LeaveBy time.Time

	// Leaving is called when an attempt goes out, after all waiting. It may be nil.
	Leaving func()
}

// Attempts are the previous attempts at the same write.
type Attempts struct {
	Made      int
	Retries   int // that the policy granted
	Since     time.Time
	RequestID string // of the next attempt; empty for a new one
}

// call is one request with its attempts, their ids and tokens, and the meaning of a failure.
type call struct {
	Request
	ctx    context.Context //nolint:containedctx // ends with the call
	client *Client

	requestID string // of the last attempt
	answered  bool   // a response came, so the next attempt gets another id
	token     auth.Token
	wanted    auth.TokenRequest // request to the token source for the next attempt
	renewing  bool              // the next attempt answers a 401
	refusal   Refusal           // content of the last failed response
	// the last attempt may have reached the service, with an unknown effect
	unknown  bool
	attempts int // that failed so far
}

// Do makes a call; transport.RetryPolicy describes the steps. It returns the request id of the last
// attempt, and a *CallError, explained, or the error that a handler marked with Callers.
func (c *Client) Do(ctx context.Context, r Request) (requestID string, err error) {
	if r.Before.Since.IsZero() {
		r.Before.Since = time.Now()
	}
	call := &call{Request: r, ctx: ctx, client: c, requestID: r.Before.RequestID}
	if call.requestID == "" {
		call.requestID = uuid.NewString()
	}
	err = call.do()
	var failed *CallError
	if errors.As(err, &failed) {
		err = call.explained(failed, true)
	}
	return call.requestID, err
}

func (c *call) do() error {
	req, err := c.client.newRequest(c.ctx, c.Request)
	if err != nil {
		return c.fail(transport.Report{}, nil, err)
	}
	resp, report, err := c.client.cfg.Retry.Do(c.client.cfg.HTTPClient, transport.Call{
		Request: req, Body: c.Body, Pace: c.client.pace,
		Once: c.Once, Retries: c.Before.Retries, LeaveBy: c.LeaveBy, Leaving: c.Leaving,
		Sign: c.sign, Judge: c.judge, Handle: c.handle,
	})
	if err == nil && resp.StatusCode/100 == 2 {
		c.observe(nil)
		return nil
	}
	failure := c.fail(report, resp, err)
	if waits := new(CallError); errors.As(failure, &waits) && waits.MayRepeat &&
		report.Attempts == 0 && waits.Wait > 0 {
		c.observe(waits) // another call's refusal delays this one
	}
	return failure
}

// sign adds a token and the request id to the next attempt. The id identifies a unit of work for
// the service: it stays the same if there was no response, and changes after any response
// (docs-dev/api.md, Headers; parity: call-id-repeats).
func (c *call) sign(next *http.Request) error {
	token, err := c.client.cfg.Tokens.Token(next.Context(), c.wanted)
	if err != nil {
		return &SignInError{err}
	}
	if c.renewing && token.Value == c.token.Value {
		return errSameToken
	}
	c.token, c.renewing, c.wanted.Claims = token, false, ""
	if c.answered {
		c.requestID, c.answered = uuid.NewString(), false
	}
	next.Header.Set(headerAuthorization, "Bearer "+token.Value)
	next.Header.Set(c.client.cfg.Service.ids().Request, c.requestID)
	return nil
}

// errSameToken ends a call after a 401 if there is no other token.
var errSameToken = errors.New("the service refuses the access token, and no other token is " +
	"available")

func (c *call) handle(resp *http.Response, sent time.Time) error {
	defer func() { _ = resp.Body.Close() }()
	c.note(resp)
	return c.Handle(resp, sent)
}

// judge records the meaning of a failed attempt, calls the observer, and decides the cases that the
// retry policy cannot.
func (c *call) judge(t transport.Try) transport.Verdict {
	verdict := c.understand(t)
	c.attempts++
	c.answered = t.Response != nil
	var failed *CallError
	// otherwise, the end of ctx or the caller itself made it fail
	if c.ctx.Err() == nil && errors.As(c.failAfter(t), &failed) {
		c.observe(failed)
	}
	return verdict
}

func (c *call) understand(t transport.Try) transport.Verdict {
	c.unknown = false
	if t.Err != nil {
		return c.judgeError(t)
	}
	c.note(t.Response)
	c.refusal = c.client.readRefusal(t.Response, c.token.Value)
	switch t.Response.StatusCode {
	case http.StatusUnauthorized:
		return c.judgeUnauthorized(t.Response)
	case http.StatusGatewayTimeout:
		c.unknown = c.Once
	}
	return transport.ByPolicy
}

func (c *call) judgeError(t transport.Try) transport.Verdict {
	var broken *jsonlist.BrokenError
	var odd *StatusError
	switch {
	case errors.Is(t.Err, transport.ErrTooLate):
		return transport.ByPolicy // nothing was sent
	case t.Response == nil:
		c.unknown = c.Once && t.Sent
	case errors.As(t.Err, &odd):
		c.unknown = c.Once
		return transport.Stop
	case !errors.As(t.Err, &broken):
		return transport.Stop
	}
	return transport.ByPolicy
}

// judgeUnauthorized requests one attempt with a renewed token, which the transport allows once per
// call. A claims challenge, in which the service says which token it wants, takes precedence over
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

func (c *call) note(resp *http.Response) {
	if c.client.cfg.Answered != nil {
		c.client.cfg.Answered(c.ctx, resp.Header)
	}
}

// observe reports the error with which the call would end now.
func (c *call) observe(failed *CallError) {
	switch {
	case c.Observe == nil:
	case failed == nil:
		c.Observe(c.ctx, nil)
	default:
		c.Observe(c.ctx, c.explained(failed, false))
	}
}

func (c *call) explained(failed *CallError, ended bool) error {
	if c.Explain == nil {
		return failed
	}
	return c.Explain(failed, ended)
}

// challengeClaims returns the decoded JSON of a claims challenge (docs-dev/api.md, MFA; parity:
// access-challenge), or "" if the response has none: WWW-Authenticate: Bearer …,
// error="insufficient_claims", claims="<base64>".
func challengeClaims(h http.Header) string {
	for _, challenge := range h.Values(headerChallenge) {
		params := authParams(challenge)
		if !strings.EqualFold(params["error"], "insufficient_claims") {
			continue
		}
		if claims := decodeBase64(params["claims"]); json.Valid(claims) {
			return string(claims)
		}
	}
	return ""
}

// authParams reads the name="value" and name=value pairs of a challenge (RFC 9110, 11.2), without
// its backslashes: neither an error code nor base64 has any.
func authParams(challenge string) map[string]string {
	pair := regexp.MustCompile(`([A-Za-z0-9_-]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))`)
	params := map[string]string{}
	for _, m := range pair.FindAllStringSubmatch(challenge, -1) {
		params[strings.ToLower(m[1])] = m[2] + m[3]
	}
	return params
}

// decodeBase64 decodes standard and URL base64, with or without padding. It returns nil for
// anything else.
func decodeBase64(text string) []byte {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return decoded
}
