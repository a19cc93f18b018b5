// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Batch is the response to several writes that were sent as one, after these attempts.
type Batch struct {
	Response *http.Response
	Sent     time.Time
	Before   Attempts
}

// Part is the answer to one write of a batch. It has no status if the batch lacks it.
type Part struct {
	Purpose

	StatusCode int
	Header     http.Header
	Body       []byte
}

var errNoPart = errors.New("the answer to a batch lacks the answer to one of its requests")

// FailedPart returns the error of a failed part, as Do would for a write of its own.
func (c *Client) FailedPart(ctx context.Context, b Batch, p Part) *CallError {
	failed := transport.Try{Err: errNoPart, Sent: true}
	e := &CallError{Service: c.cfg.Service, Purpose: p.Purpose, StatusCode: p.StatusCode,
		SentID:        b.Response.Request.Header.Get(c.cfg.Service.ids().Request),
		CorrelationID: c.cfg.CorrelationID,
		Attempts:      b.Before.Made + 1, OutcomeUnknown: true, Err: errNoPart}
	if p.StatusCode != 0 {
		failed = transport.Try{Response: p.response(), Sent: true}
		e.OutcomeUnknown, e.Err = p.StatusCode == http.StatusGatewayTimeout, nil
		if p.StatusCode/100 == 2 { // it does not complete a call
			e.OutcomeUnknown, e.Err = true, &StatusError{p.StatusCode}
		}
	}
	report := c.cfg.Retry.Part(ctx, c.pace, b.Before.Retries, b.Sent, failed)
	e.TooLong, e.MayRepeat, e.Wait = report.TooLong, report.Again, report.Wait
	if !b.Before.Since.IsZero() {
		e.Elapsed = time.Since(b.Before.Since)
	}
	e.Next = Attempts{Made: e.Attempts, Retries: report.Retries, Since: b.Before.Since}
	if failed.Response != nil {
		e.Refusal = c.readRefusal(failed.Response, tokenOf(b.Response.Request))
	}
	e.RequestID = cmp.Or(e.requestID,
		transport.ResponseID(b.Response.Header, c.cfg.Service.ids().Reply), e.SentID)
	return e
}

func (p Part) response() *http.Response {
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", p.StatusCode, http.StatusText(p.StatusCode)),
		StatusCode: p.StatusCode, Header: p.Header, Body: io.NopCloser(bytes.NewReader(p.Body)),
	}
}

func tokenOf(sent *http.Request) string {
	return strings.TrimPrefix(sent.Header.Get(headerAuthorization), "Bearer ")
}
