// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// batchBody is the body of a $batch: up to 20 requests, which Graph carries out in any order.
type batchBody struct {
	Requests []batchRequest `json:"requests"`
}

type batchRequest struct {
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	URL     string            `json:"url"` // without the version
	Headers map[string]string `json:"headers"`
	Body    json.RawMessage   `json:"body"`
}

// batchReply is the answer: a response for each request, in any order.
type batchReply struct {
	Responses []batchResponse `json:"responses"`
}

type batchResponse struct {
	ID      jsonlist.Text            `json:"id"`
	Status  int                      `json:"status"`
	Headers map[string]jsonlist.Text `json:"headers"`
	Body    json.RawMessage          `json:"body"`
}

var errNoResponses = errors.New("it has no responses")

// patchAll sends the same change to several alerts in one call, and judges each answer by itself.
func (c *Client) patchAll(ctx context.Context, r request, ids []string,
	change json.RawMessage) (fraud.Receipt, error) {
	var err error
	r.method, r.path = http.MethodPost, []string{version, "$batch"}
	if r.body, err = encodeBatch(ids, change); err != nil {
		return fraud.Receipt{}, notMade(r.Purpose, err)
	}
	whole := rest.Batch{Before: rest.Attempts(r.update.Before)}
	if whole.Before.Since.IsZero() {
		whole.Before.Since = time.Now()
	}
	var answers map[string]rest.Part
	requestID, err := c.do(ctx, r, func(resp *http.Response, sent time.Time) (err error) {
		if err := rest.CheckComplete(resp); err != nil {
			return err
		}
		whole.Response, whole.Sent = resp, sent
		answers, err = readBatch(resp)
		return err
	})
	var refused *Error
	if errors.As(err, &refused) && refused.refusesBatch() {
		c.noBatch.Store(true)
	}
	if err != nil {
		return fraud.Receipt{}, err
	}
	receipt := fraud.Receipt{RequestID: requestID}
	failed := failures{shared: map[outcome]int{}}
	for i, id := range ids {
		part := answers[nameOf(i)]
		if part.StatusCode == http.StatusOK || part.StatusCode == http.StatusNoContent {
			receipt.Events = append(receipt.Events, eventsIn(part.Body)...)
			continue
		}
		one := r.about(id)
		part.Purpose = one.Purpose
		failed.add(id, c.newError(one, c.rest.FailedPart(ctx, whole, part)))
	}
	for _, failure := range failed.all {
		fraud.Observe(ctx, failure.Err)
	}
	receipt.Failures = failed.all
	return receipt, nil
}

// about returns the request as if it were about this alert alone.
func (r request) about(id string) request {
	u := *r.update
	if one, err := fraud.NewEventIDs(id); err == nil {
		u.EventIDs = one
	}
	r.update, r.Asked = &u, u.String()
	return r
}

// nameOf is the id of a request in a batch.
func nameOf(i int) string { return strconv.Itoa(i + 1) }

func encodeBatch(ids []string, change json.RawMessage) ([]byte, error) {
	var body batchBody
	for i, id := range ids {
		body.Requests = append(body.Requests, batchRequest{
			ID: nameOf(i), Method: http.MethodPatch,
			URL:     "/security/partner/securityAlerts/" + url.PathEscape(id),
			Headers: map[string]string{"Content-Type": "application/json"},
			Body:    change,
		})
	}
	return json.Marshal(body)
}

// readBatch reads the answers by the ids of their requests. Of two answers to one request, none
// counts: its outcome is unknown.
func readBatch(resp *http.Response) (map[string]rest.Part, error) {
	body, err := jsonlist.Whole(open(resp))
	if err != nil {
		return nil, err
	}
	var printed batchReply
	if len(body) > 0 {
		err = json.Unmarshal(body, &printed)
	}
	if err == nil && printed.Responses == nil {
		err = errNoResponses
	}
	if err != nil {
		if errors.As(err, new(*json.UnmarshalTypeError)) {
			err = errType
		}
		return nil, &jsonlist.Error{Problem: jsonlist.ProblemOtherForm, Offset: int64(len(body)),
			ContentType: rest.MediaType(resp.Header), Err: err}
	}
	answers := map[string]rest.Part{}
	for _, r := range printed.Responses {
		part := rest.Part{StatusCode: r.Status, Header: http.Header{}, Body: r.Body}
		for name, value := range r.Headers {
			part.Header.Set(name, string(value))
		}
		if _, twice := answers[string(r.ID)]; twice || r.Status < 100 || r.Status > 599 {
			part = rest.Part{}
		}
		answers[string(r.ID)] = part
	}
	return answers, nil
}

// failures collects the failed alerts of a batch. Alerts with the same outcome share a failure, so
// that they are read and sent again together. A refused alert has a failure of its own.
type failures struct {
	all    []fraud.Failure
	shared map[outcome]int // indexes of all
}

// outcome decides how an update continues.
type outcome struct{ unknown, mayYetHappen, mayHaveHappened bool }

func (f *failures) add(id string, failed *Error) {
	if !failed.MayRepeat && !failed.OutcomeUnknown {
		f.all = append(f.all, fraud.Failure{EventIDs: []string{id}, Err: failed})
		return
	}
	o := outcome{failed.OutcomeUnknown, failed.Means(fraud.MayYetHappen), failed.MayHaveHappened()}
	i, known := f.shared[o]
	if !known {
		f.shared[o] = len(f.all)
		f.all = append(f.all, fraud.Failure{EventIDs: []string{id}, Err: failed})
		return
	}
	same := &f.all[i]
	same.EventIDs = append(same.EventIDs, id)
	if _, wait, _ := same.Err.Again(); failed.Wait > wait {
		same.Err = failed // the longest wait counts
	}
}
