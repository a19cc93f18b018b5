// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// RetryPolicy says how often a request is tried again, and when. 408, 429, 500, 502, 503, 504 and
// connection errors are tried again; other answers, failed verification of a certificate and the
// end of ctx are not. Retry-After, in seconds or as a date, is obeyed in full; without it the wait
// doubles from MinWait to MaxWait, with jitter. A wait that would end after ctx's deadline is not
// begun: the last failure is returned at once. The zero value never retries.
type RetryPolicy struct {
	MaxRetries int           // attempts after the first one
	MinWait    time.Duration // 0 means 1 s
	MaxWait    time.Duration // 0 means 30 s; does not bound Retry-After
}

// Call is one request with what its sender adds to the policy. All functions may be nil.
type Call struct {
	Request *http.Request // without a body
	Body    []byte        // sent with every attempt

	// Pace is shared with other calls to the same service. It is obeyed before every attempt.
	Pace *Pace

	// Judge sees every failed attempt before the policy does. It may read and replace the response's
	// body. When ctx has ended its verdict does not count.
	Judge func(Try) Verdict

	// Prepare may change the request of the next attempt. It runs after the back-off, before Pace is
	// obeyed. An error ends the call.
	Prepare func(next *http.Request, failed Try) error

	// Handle reads a 2xx response and closes its body. Its error is judged like a failed attempt: as
	// ByPolicy it counts as a connection error.
	Handle func(*http.Response) error

	// Resume, if set, is called when an attempt may go out now: signed, and let go by Pace. An error
	// ends the call. Again says that it took its time, so that Pace and then Resume are asked once
	// more.
	Resume func(ctx context.Context, waited time.Duration) (again bool, err error)

	// Begin, if set, is called when an attempt goes out.
	Begin func()

	// Depart, if set, is called when the connection stands and Body is about to leave. An error keeps
	// it back: then the server has no request to carry out, and the error is that of the attempt.
	Depart func() error
}

// Try is an attempt that failed.
type Try struct {
	Response *http.Response // nil when none came
	Err      error          // a connection error, or Handle's
	Sent     bool           // a connection was had, so that the request may have reached the server
}

// Verdict is what Judge makes of a failed attempt.
type Verdict int

// The verdicts.
const (
	ByPolicy Verdict = iota // the policy decides
	// try again at once, beside the policy's count; granted once for each call
	AgainOnce
	Stop // do not try again
)

// Report says what a call took. The last failed attempt is one that failed by itself, not by the
// end of ctx. A call that never went out, since its Pace did not let it, reports the refusal that
// it waited for.
type Report struct {
	Attempts   int
	Elapsed    time.Duration
	LastStatus int   // of the last failed attempt, 0 when it had no response
	LastErr    error // of the last failed attempt, nil when it had a response
	// the wait that was not begun because it would have outlasted ctx's deadline, or 0
	TooLong time.Duration
}

// Do sends a call through client until it succeeds, the policy gives up or ctx ends. It returns the
// last response, with its body unread unless Handle or Judge read it, or the last error.
func (p RetryPolicy) Do(client *http.Client, call Call) (*http.Response, Report, error) {
	r := &run{policy: p, call: call, started: time.Now()}
	ctx := context.WithValue(call.Request.Context(), runKey{}, r)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { r.sent.Store(true) },
	})
	req := &retryablehttp.Request{Request: call.Request.Clone(ctx)}
	if call.Body != nil {
		if err := req.SetBody(call.newBody); err != nil {
			return nil, r.report(), err
		}
	}
	if call.Handle != nil {
		req.SetResponseHandler(r.handle)
	}
	if err := r.keepPace(ctx); err != nil {
		r.elapsed = time.Since(r.started)
		if r.tooLong > 0 || ctx.Err() != nil { // else it failed otherwise than by waiting
			r.lastStatus = call.Pace.lastRefusal()
		}
		return nil, r.report(), err
	}
	resp, err := r.client(client).Do(req)
	r.elapsed = time.Since(r.started)
	return resp, r.report(), err
}

// run is the state of one call. The library asks it at each step, always from the goroutine of Do.
type run struct {
	policy  RetryPolicy
	call    Call
	started time.Time
	elapsed time.Duration

	attempt   int
	began     time.Time // of the attempt
	retries   int
	againUsed bool
	sent      atomic.Bool // set from inside net/http
	handled   bool        // Handle has had this attempt's response
	wait      time.Duration
	failed    Try

	lastStatus int
	lastErr    error
	tooLong    time.Duration
}

type runKey struct{}

// attemptOf says which attempt a request is and how long was waited before it.
func attemptOf(ctx context.Context) (int, time.Duration) {
	if r, ok := ctx.Value(runKey{}).(*run); ok {
		return r.attempt, r.wait
	}
	return 1, 0
}

func (r *run) client(base *http.Client) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient:     base,
		RetryMax:       max(0, r.policy.MaxRetries) + 1, // room for AgainOnce; check counts for itself
		RequestLogHook: r.begin,
		CheckRetry:     r.check,
		Backoff:        func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return r.wait },
		PrepareRetry:   r.prepare,
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
}

func (r *run) begin(_ retryablehttp.Logger, _ *http.Request, i int) {
	r.attempt, r.began = i+1, time.Now()
	r.handled = false
	r.sent.Store(false)
	if r.call.Begin != nil {
		r.call.Begin()
	}
}

func (r *run) handle(resp *http.Response) error {
	r.handled = true
	if resp.StatusCode/100 != 2 {
		return nil
	}
	return r.call.Handle(resp)
}

// check decides about the next attempt, and how long to wait for it.
func (r *run) check(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if err == nil && !r.handled {
		r.notePace(resp)
	}
	if err == nil && (resp.StatusCode/100 == 2 || r.handled) {
		// the library asks twice about a response that was handled; a failed one has been judged
		return false, nil
	}
	ended := ctx.Err() != nil
	r.failed = Try{Response: resp, Err: err, Sent: r.sent.Load()}
	switch {
	case err == nil:
		r.lastStatus, r.lastErr = resp.StatusCode, nil
	case !ended: // the end of ctx is not a failure of its own, and must not hide the one before
		r.lastStatus, r.lastErr = 0, err
	}
	verdict := ByPolicy
	if r.call.Judge != nil {
		verdict = r.call.Judge(r.failed)
	}
	if ended {
		return false, nil //nolint:nilerr // the library returns err by itself
	}
	switch {
	case verdict == AgainOnce && !r.againUsed:
		r.againUsed, r.wait = true, 0
		return true, nil
	case verdict != ByPolicy, r.retries >= r.policy.MaxRetries, !retryable(ctx, resp, err):
		return false, nil
	}
	wait := r.policy.waitFor(r.retries, resp)
	if deadline, ok := ctx.Deadline(); ok && time.Now().Add(wait).After(deadline) {
		r.tooLong = wait
		return false, nil
	}
	r.retries, r.wait = r.retries+1, wait
	return true, nil
}

func (r *run) prepare(next *http.Request) error {
	next.Header = next.Header.Clone() // the last attempt may still be writing the old ones
	if r.call.Prepare != nil {
		if err := r.call.Prepare(next, r.failed); err != nil {
			return err
		}
	}
	return r.keepPace(next.Context())
}

func (r *run) report() Report {
	return Report{
		Attempts: r.attempt, Elapsed: r.elapsed,
		LastStatus: r.lastStatus, LastErr: r.lastErr, TooLong: r.tooLong,
	}
}
