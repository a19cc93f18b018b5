// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// RetryPolicy says how often a request is retried, and when. It retries 408, 429, 500, 502, 503,
// 504 and connection errors, but no other answer, failed verification of a certificate, or end of
// ctx. It obeys Retry-After, in seconds or as a date, in full; otherwise the wait doubles from
// MinWait to MaxWait, with jitter. It does not begin a wait that would end after ctx's deadline,
// but returns the last failure at once. The zero value never retries.
type RetryPolicy struct {
	MaxRetries int           // attempts after the first one
	MinWait    time.Duration // 0 means 1 s
	MaxWait    time.Duration // 0 means 30 s; does not limit Retry-After

	// Retrying is called before the wait for another attempt. It may be nil.
	Retrying func(ctx context.Context, r Retry)
}

// Call is one request with its sender's additions to the policy. All functions may be nil.
type Call struct {
	Request *http.Request // without a body
	Body    []byte        // sent with every attempt

	// Pace is shared with other calls to the same service. Every attempt obeys it.
	Pace *Pace

	// Once leaves further attempts to the sender: the report says whether and when the policy would
	// make one. Retries is the number of retries that the policy has already granted.
	Once    bool
	Retries int

	// LeaveBy limits when an attempt may leave: a later one fails with ErrTooLate before anything is
	// sent. The zero time means no limit. The turn of a late Once call is kept for the next.
	LeaveBy time.Time

	// Sign may change the request of each attempt. It runs after the back-off and before Pace. An
	// error ends the call.
	Sign func(next *http.Request) error

	// Leaving is called when an attempt goes out, after all waiting.
	Leaving func()

	// Judge sees every failed attempt before the policy does. It may read and replace the response's
	// body. Its verdict does not count after ctx has ended.
	Judge func(Try) Verdict

	// Handle reads a 2xx response to an attempt that was sent at a time, and closes its body. Its
	// error is judged like a failed attempt: the policy treats it as a connection error.
	Handle func(resp *http.Response, sent time.Time) error
}

// Try is a failed attempt.
type Try struct {
	Response *http.Response // nil without a response
	Err      error          // a connection error, or Handle's
	Sent     bool           // there was a connection, so the request may have reached the server
}

// Verdict is Judge's verdict on a failed attempt.
type Verdict int

// The verdicts.
const (
	ByPolicy Verdict = iota // the policy decides
	// retry at once, without counting it; granted once for each call.
	AgainOnce
	Stop // do not retry
)

// Report describes a finished call. The last failed attempt is one that failed by itself, not
// because ctx ended. If Pace never let the call go out, the report contains the refusal that the
// call waited for.
type Report struct {
	Attempts   int
	Elapsed    time.Duration
	LastStatus int   // of the last failed attempt, 0 without a response
	LastErr    error // of the last failed attempt, nil after a response
	// the wait that was not begun because it would have outlasted ctx's deadline, or 0
	TooLong time.Duration

	// Again means that the policy grants a Once call another attempt, after Wait. Retries counts it.
	Again   bool
	Wait    time.Duration
	Retries int
}

// Do sends a call through client until it succeeds, the policy gives up or ctx ends. It returns the
// last response or the last error. The body is unread unless Handle or Judge read it.
func (p RetryPolicy) Do(client *http.Client, call Call) (*http.Response, Report, error) {
	r := &run{policy: p, client: client, call: call, started: time.Now()}
	r.report.Retries = call.Retries
	ctx := context.WithValue(call.Request.Context(), runKey{}, r)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { r.sent.Store(true) },
	})
	resp, err := r.do(ctx)
	r.report.Elapsed = time.Since(r.started)
	return resp, r.report, err
}

// Part reports on a failed part of a response, such as the answer to one request of a batch, as if
// a Once call with these retries had failed so. The pace learns from it.
func (p RetryPolicy) Part(ctx context.Context, pace *Pace, retries int, sent time.Time,
	failed Try) Report {
	r := &run{policy: p, call: Call{Pace: pace, Once: true}, began: sent,
		report: Report{Attempts: 1, Retries: retries}}
	if failed.Response != nil {
		r.notePace(failed.Response)
	}
	r.again(ctx, failed)
	return r.report
}

// run is the state of one call.
type run struct {
	policy  RetryPolicy
	client  *http.Client
	call    Call
	started time.Time

	began   time.Time   // of the attempt
	sent    atomic.Bool // set from inside net/http
	wait    time.Duration
	renewed bool // AgainOnce was granted
	report  Report
}

type runKey struct{}

// attemptOf returns the number of an attempt and the wait before it.
func attemptOf(ctx context.Context) (int, time.Duration) {
	if r, ok := ctx.Value(runKey{}).(*run); ok {
		return r.report.Attempts, r.wait
	}
	return 1, 0
}

// do performs a call, step by step.
func (r *run) do(ctx context.Context) (*http.Response, error) {
	for {
		req, err := r.next(ctx)
		if err != nil {
			return nil, err
		}
		if err := r.keepPace(ctx); err != nil {
			return nil, err
		}
		resp, err := r.send(req)
		if err == nil && resp.StatusCode/100 == 2 {
			return resp, nil
		}
		if !r.again(ctx, Try{Response: resp, Err: err, Sent: r.sent.Load()}) {
			return resp, err
		}
		r.reportRetry(ctx, resp, err)
		discard(resp)
		if !sharing.Pause(ctx, r.wait) {
			return nil, ctx.Err()
		}
	}
}

// next returns the signed request of the next attempt. It has its own headers: net/http may still
// be writing those of the last one.
func (r *run) next(ctx context.Context) (*http.Request, error) {
	req := r.call.Request.Clone(ctx)
	if len(r.call.Body) > 0 {
		req.ContentLength = int64(len(r.call.Body))
		req.GetBody = func() (io.ReadCloser, error) { return r.newBody(), nil }
		req.Body = r.newBody()
	}
	if r.call.Sign == nil {
		return req, nil
	}
	return req, r.call.Sign(req)
}

// send makes an attempt, and reads a 2xx response.
func (r *run) send(req *http.Request) (*http.Response, error) {
	r.report.Attempts++
	r.began = time.Now()
	r.sent.Store(false)
	if r.call.Leaving != nil {
		r.call.Leaving()
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, err
	}
	r.notePace(resp)
	if resp.StatusCode/100 == 2 && r.call.Handle != nil {
		return resp, r.call.Handle(resp, r.began)
	}
	return resp, nil
}

// again decides whether to retry after a failed attempt, and how long to wait.
func (r *run) again(ctx context.Context, failed Try) bool {
	ended := ctx.Err() != nil
	switch {
	case failed.Err == nil:
		r.report.LastStatus, r.report.LastErr = failed.Response.StatusCode, nil
	case !ended: // the end of ctx is not a separate failure, and must not hide the one before
		r.report.LastStatus, r.report.LastErr = 0, failed.Err
	}
	verdict := ByPolicy
	if r.call.Judge != nil {
		verdict = r.call.Judge(failed)
	}
	switch {
	case ended:
		return false
	case verdict == AgainOnce && !r.renewed:
		r.renewed, r.wait = true, 0
		return true
	case verdict != ByPolicy, !retryable(ctx, failed.Response, failed.Err):
		return false
	}
	return r.grant(ctx, r.policy.waitFor(r.report.Retries, failed.Response)) && !r.call.Once
}

// grant counts one more attempt, unless the policy or ctx's deadline forbids it.
func (r *run) grant(ctx context.Context, wait time.Duration) bool {
	if r.report.Retries >= r.policy.MaxRetries {
		return false
	}
	if deadline, ok := ctx.Deadline(); ok && time.Now().Add(wait).After(deadline) {
		r.report.TooLong = wait
		return false
	}
	r.report.Retries++
	r.report.Again, r.report.Wait, r.wait = true, wait, wait
	return true
}

// discard makes the connection of an unwanted response reusable.
func discard(resp *http.Response) {
	if resp == nil {
		return
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 4<<10))
	_ = resp.Body.Close()
}

// ErrTooLate means that an attempt could not leave in time. Nothing was sent.
var ErrTooLate = errors.New("the request waited too long before it could be sent; nothing was sent")

// onTheWay is how much later than planned a body may leave after it has a connection.
const onTheWay = 500 * time.Millisecond

// newBody returns a reader of the call's body for one attempt. net/http reads it as soon as it has
// a connection, which may take long.
func (r *run) newBody() io.ReadCloser {
	return &body{Reader: bytes.NewReader(r.call.Body), leaveBy: r.call.LeaveBy}
}

// body fails instead of leaving too late, so that the server has no request to carry out. It has no
// WriteTo, which would bypass Read.
type body struct {
	io.Reader
	leaveBy time.Time
	leaving bool
}

func (b *body) Read(p []byte) (int, error) {
	if !b.leaving && !b.leaveBy.IsZero() && time.Now().After(b.leaveBy.Add(onTheWay)) {
		return 0, ErrTooLate
	}
	b.leaving = true
	return b.Reader.Read(p)
}

func (*body) Close() error { return nil }
