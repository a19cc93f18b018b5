// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// Test is the state of a test event (docs-dev/respond.md, Webhooks).
type Test struct {
	CorrelationID string
	Status        string // "completed"; other values are not documented
	CallbackURL   string
	Attempts      []Attempt
}

// Attempt is one attempt of the service to deliver an event.
type Attempt struct {
	Code        string // the name of an HTTP status, such as "OK"
	Message     string
	SystemError bool
	On          time.Time
}

// Completed reports whether no attempt will follow.
func (t Test) Completed() bool { return strings.EqualFold(t.Status, "completed") }

// Arrived reports whether the receiver has accepted the event.
func (a Attempt) Arrived() bool {
	if a.SystemError {
		return false
	}
	if status, err := strconv.Atoi(a.Code); err == nil {
		return status >= 200 && status < 300
	}
	for status := 200; status < 300; status++ {
		name := strings.NewReplacer(" ", "", "-", "").Replace(http.StatusText(status))
		if name != "" && strings.EqualFold(name, a.Code) {
			return true
		}
	}
	return false
}

// SendTest sends a test event, and returns the id with which its state can be read. It waits as
// long as the limit of two tests a minute requires.
func (c *Client) SendTest(ctx context.Context) (correlationID string, err error) {
	if err := c.tests.wait(ctx); err != nil {
		return "", err
	}
	call := partnercenter.Call{Area: area(), Operation: "send a webhook test",
		Method: http.MethodPost, Path: path("validationEvents")}
	reply, err := c.calls.Write(ctx, call)
	if err != nil {
		return "", err
	}
	var sent struct{ CorrelationID string }
	if _, err := reply.Decode(&sent); err != nil {
		return "", call.Unreadable(reply, err)
	}
	if !isID(sent.CorrelationID) {
		return "", call.Unreadable(reply, &jsonlist.Error{Problem: problemNoID})
	}
	return sent.CorrelationID, nil
}

// isID keeps an id from leading to another path.
func isID(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

const problemNoID jsonlist.Problem = "it has no valid correlationId, so the result of the test " +
	"is unknown"

// Test returns the state of a test; nil while the service does not know it yet.
func (c *Client) Test(ctx context.Context, correlationID string) (*Test, error) {
	call := partnercenter.Call{Area: area(), Operation: "read the result of a webhook test",
		Asked: "test " + correlationID, Method: http.MethodGet,
		Path: path("validationEvents", correlationID)}
	reply, err := c.calls.Call(ctx, call)
	if isNone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var printed struct {
		CorrelationID, Status, CallbackURL string
		Results                            []struct {
			ResponseCode    partnercenter.Text
			ResponseMessage string
			SystemError     bool
			DateTimeUTC     string
		}
	}
	found, err := reply.Decode(&printed)
	if err != nil {
		return nil, call.Unreadable(reply, err)
	}
	if !found {
		return nil, nil
	}
	t := &Test{CorrelationID: printed.CorrelationID, Status: printed.Status,
		CallbackURL: printed.CallbackURL}
	for _, r := range printed.Results {
		t.Attempts = append(t.Attempts, Attempt{Code: string(r.ResponseCode), Message: r.ResponseMessage,
			SystemError: r.SystemError, On: partnercenter.ParseTime(r.DateTimeUTC)})
	}
	return t, nil
}

// The limit of tests: docs-dev/respond.md, Webhooks.
const (
	testsPerSpan = 2
	testSpan     = time.Minute
)

// pace keeps tests within their limit.
type pace struct {
	mu   sync.Mutex
	sent []time.Time // of the last tests, the oldest first
}

// wait returns when a test may be sent. It counts the test.
func (p *pace) wait(ctx context.Context) error {
	for {
		ready := p.take(time.Now())
		if ready <= 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return &TurnError{Err: ctx.Err()}
		case <-time.After(ready):
		}
	}
}

// take counts a test, or returns how long to wait before the next attempt to do so.
func (p *pace) take(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.sent) == testsPerSpan {
		if left := testSpan - now.Sub(p.sent[0]); left > 0 {
			return left
		}
		p.sent = p.sent[1:]
	}
	p.sent = append(p.sent, now)
	return 0
}

// TurnError is a test that was not sent, because time ran out before its turn.
type TurnError struct{ Err error }

// Error implements error.
func (e *TurnError) Error() string { return e.Anatomy().String() }

// Unwrap returns the error of the context.
func (e *TurnError) Unwrap() error { return e.Err }

// Anatomy implements [anatomy.Error].
func (e *TurnError) Anatomy() anatomy.Anatomy {
	return anatomy.Anatomy{Kind: anatomy.Call,
		What: anatomy.Say("no webhook test was sent: Partner Center allows %d a minute, and the time "+
			"was over before this one's turn", testsPerSpan),
		Advice: anatomy.Say("Try again in a minute, or raise %v.", anatomy.Timeout)}
}
