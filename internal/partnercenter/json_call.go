// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// Call is one call of an area whose replies fit in memory.
type Call struct {
	Area      Area
	Operation string // a verb and its object: "read the webhook registration"
	Asked     string // which one: "customer 6b7c…"; empty if there is only one
	Method    string
	Path      []string // segments below the base URL, for example "webhooks", "v1", "registration"
	Query     url.Values
	Later     url.Values  // in addition to Query, for the pages after the first
	Header    http.Header // in addition to the headers of every call
	Body      any         // sent as JSON; nil sends no body

	// Before continues a write that failed with [Error.MayRepeat].
	Before rest.Attempts
}

func (c Call) purpose() rest.Purpose {
	return rest.Purpose{Operation: c.Operation, Asked: c.Asked}
}

// Reply is a complete 2xx reply.
type Reply struct {
	Status    int
	Header    http.Header
	Body      []byte // valid JSON; nil if there is no content, or if it is null
	RequestID string // MS-RequestId of the attempt that succeeded

	CorrelationID string // MS-CorrelationId
}

// Call makes a call and returns a complete reply. A GET is retried. Any other call is a write: it
// is sent once, except for the renewal of a refused token, and may also be answered by 201 or 202.
// If the client is read-only, it is a [*ReadOnlyError]. All other errors are of type *Error.
func (c *Client) Call(ctx context.Context, call Call) (Reply, error) {
	what := Error{Area: call.Area}
	write := call.Method != http.MethodGet
	if write && c.cfg.ReadOnly {
		return Reply{}, &ReadOnlyError{Operation: call.Operation}
	}
	body, err := encodeBody(call.Body)
	if err != nil {
		what.CallError = rest.CallError{Purpose: call.purpose(), Err: err}
		return Reply{}, &what
	}
	var reply Reply
	requestID, err := c.do(ctx, what, rest.Request{Purpose: call.purpose(),
		Method: call.Method, Path: call.Path, Query: call.Query, Header: call.Header, Body: body,
		Once: write, Before: call.Before,
		Handle: func(resp *http.Response, _ time.Time) (err error) {
			reply, err = c.readReply(resp, write)
			return err
		},
	})
	if err != nil {
		return Reply{}, err
	}
	reply.RequestID = requestID
	reply.CorrelationID = cmp.Or(
		transport.ResponseID(reply.Header, transport.HeaderCorrelationID), c.CorrelationID())
	return reply, nil
}

// Write makes a write, and repeats it as long as the service refuses it for its rate (429) and ctx
// allows. Any other failure may have had an effect: read before you write again.
func (c *Client) Write(ctx context.Context, call Call) (Reply, error) {
	for {
		reply, err := c.Call(ctx, call)
		var failed *Error
		if !errors.As(err, &failed) || !failed.MayRepeat || failed.MayHaveHappened() {
			return reply, err
		}
		select {
		case <-ctx.Done():
			return reply, err
		case <-time.After(failed.Wait):
			call.Before = failed.Next
		}
	}
}

func encodeBody(body any) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return json.Marshal(body)
}

// readReply reads the whole reply. A write may be answered before it is complete.
func (c *Client) readReply(resp *http.Response, write bool) (Reply, error) {
	accepted := resp.StatusCode == http.StatusCreated || resp.StatusCode == http.StatusAccepted
	if err := rest.CheckComplete(resp); err != nil && (!write || !accepted) {
		return Reply{}, err
	}
	body, err := jsonlist.Whole(c.open(resp))
	if err != nil {
		return Reply{}, err
	}
	return Reply{Status: resp.StatusCode, Header: resp.Header, Body: body}, nil
}

// Decode decodes the reply. Keys match in any case. It returns false if the reply has no content.
func (r Reply) Decode(into any) (found bool, err error) {
	if len(r.Body) == 0 {
		return false, nil
	}
	if err := json.Unmarshal(r.Body, into); err != nil {
		return false, otherForm(err)
	}
	return true, nil
}

// otherForm explains why JSON could not be decoded, without the names of Go types.
func otherForm(err error) error {
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) {
		err = fmt.Errorf("it has an unexpected %s", other.Value)
	}
	return &jsonlist.Error{Problem: ProblemOtherForm, Err: err}
}

// ProblemOtherForm is a reply whose values have unexpected types.
const ProblemOtherForm = jsonlist.ProblemOtherForm

// Unreadable is the error of a complete reply whose content is not as documented.
func (c Call) Unreadable(reply Reply, err error) error {
	var problem *jsonlist.Error
	if errors.As(err, &problem) && problem.ContentType == "" {
		placed := *problem
		placed.ContentType, placed.Offset = rest.MediaType(reply.Header), int64(len(reply.Body))
		err = &placed
	}
	return &Error{Area: c.Area, CallError: rest.CallError{
		Purpose: c.purpose(), StatusCode: reply.Status, RequestID: reply.RequestID,
		CorrelationID: reply.CorrelationID, Attempts: 1, Err: err, Advice: adviseOnCause(err),
	}}
}
