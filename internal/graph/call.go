// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// request is one call: a GET, unless it has an update.
type request struct {
	rest.Purpose

	path  []string
	query url.Values

	// method and body are those of an update, which is sent once.
	method string
	body   []byte
	update *fraud.Update

	// advise gives the advice for the area's own answers. It may be nil, and so may its result.
	advise func(e *Error) anatomy.Text
}

// reply is the JSON of a reply; empty without content.
type reply struct {
	request   request
	requestID string // Graph's, or else sentID
	sentID    string
	sent      time.Time // when the request was sent
	body      []byte
}

func (c *Client) get(ctx context.Context, r request) (reply, error) {
	got := reply{request: r}
	var err error
	got.sentID, err = c.do(ctx, r, func(resp *http.Response, sent time.Time) (err error) {
		if err := rest.CheckComplete(resp); err != nil {
			return err
		}
		got.sent, got.requestID = sent, transport.ResponseID(resp.Header, headerReplyID)
		got.body, err = jsonlist.Whole(open(resp))
		return err
	})
	got.requestID = cmp.Or(got.requestID, got.sentID)
	return got, err
}

func open(resp *http.Response) jsonlist.Source {
	return jsonlist.Source{Reader: resp.Body, Limit: maxBody, ContentType: rest.MediaType(resp.Header)}
}

// do makes a call. Its error is a *Error. The context's observer receives the error with which the
// call would end now.
func (c *Client) do(ctx context.Context, r request,
	handle func(*http.Response, time.Time) error) (requestID string, err error) {
	call := rest.Request{Purpose: r.Purpose, Method: cmp.Or(r.method, http.MethodGet),
		Path: r.path, Query: r.query, Body: r.body, Handle: handle, Observe: fraud.Observe,
		Explain: func(failed *rest.CallError, _ bool) error { return c.newError(r, failed) }}
	if u := r.update; u != nil {
		call.Once, call.LeaveBy, call.Leaving = true, u.LeaveBy, u.Leaving
		call.Before = rest.Attempts(u.Before)
	}
	return c.rest.Do(ctx, call)
}

// otherForm is the error of a reply whose JSON is not as documented.
func (*Client) otherForm(got reply, err error) error {
	advice := anatomy.Say("Look for a newer version of the provider, or report this to its authors. " +
		"Graph may have changed this API, which is in preview.")
	if errors.Is(err, errElsewhere) {
		advice = anatomy.Say("Correct %v or unset it. The provider sends its token to no other host "+
			"than the configured one.", anatomy.GraphBaseURL)
	}
	if errors.As(err, new(*json.UnmarshalTypeError)) || errors.As(err, new(*json.SyntaxError)) {
		err = errType // without the names of Go types
	}
	return &Error{CallError: rest.CallError{Service: names(), Purpose: got.request.Purpose,
		StatusCode: http.StatusOK, RequestID: got.requestID, SentID: got.sentID, Attempts: 1,
		Advice: advice, Err: &jsonlist.Error{Problem: jsonlist.ProblemOtherForm,
			ContentType: "application/json", Offset: int64(len(got.body)), Err: err}}}
}

var errType = errors.New("a value has another type")

// list reads all pages of a list, and passes each element to visit.
func (c *Client) list(ctx context.Context, r request, visit func(json.RawMessage) error) error {
	links := c.newLinks()
	for {
		got, err := c.get(ctx, r)
		if err != nil {
			return err
		}
		page, err := got.page()
		if err != nil {
			return c.otherForm(got, err)
		}
		for _, element := range page.Value {
			if err := visit(element); err != nil {
				return c.otherForm(got, err)
			}
		}
		if page.NextLink == "" {
			return nil
		}
		if r.path, r.query, err = links.follow(page.NextLink); err != nil {
			return c.otherForm(got, err)
		}
	}
}

type page struct {
	Value    []json.RawMessage `json:"value"`
	NextLink string            `json:"@odata.nextLink"`
}

var errNoList = errors.New("it has no list")

// page decodes a page of a list.
func (r reply) page() (page, error) {
	if len(r.body) == 0 {
		return page{}, errNoList
	}
	var p page
	if err := json.Unmarshal(r.body, &p); err != nil {
		return page{}, err
	}
	if p.Value == nil {
		return page{}, errNoList
	}
	return p, nil
}
