// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// batchReply is the reply to one request of a batch.
type batchReply struct {
	ID      string            `json:"id"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	Body    any               `json:"body,omitempty"`
}

// serveBatch answers POST /beta/$batch. The requests run one after another. The replies come in
// another order, as documented.
func (w *Window) serveBatch(c call) *refusal {
	if refused := w.refuseBatch(); refused != nil {
		return refused
	}
	if refused := w.checkJSON(c.r); refused != nil {
		return refused
	}
	requests, refused := w.parseBatch(c.r)
	if refused != nil {
		return refused
	}
	replies := []batchReply{}
	failed := map[string]bool{}
	for _, one := range requests {
		reply, answered := w.serveOne(c, one, failed)
		failed[one.ID] = !answered || reply.Status >= http.StatusBadRequest
		if answered {
			replies = append(replies, reply)
		}
	}
	slices.Reverse(replies)
	harness.WriteJSON(c.rw, http.StatusOK, map[string]any{"responses": replies})
	return nil
}

func (w *Window) refuseBatch() *refusal {
	switch w.Behaviour().GraphBatch {
	case BatchAbsent:
		return noSegment(http.StatusNotFound, "ResourceNotFound", "$batch")
	case BatchUnsupported:
		return &refusal{status: http.StatusNotImplemented, code: "NotImplemented",
			message: "Batches are not supported."}
	default:
		return nil
	}
}

// serveOne serves one request of a batch, unless one that it depends on has failed. It returns
// nothing if a fault leaves the reply out.
func (w *Window) serveOne(c call, one batchRequest, failed map[string]bool) (batchReply, bool) {
	r := one.request(c.r)
	o := w.operation(r)
	if o.kind == KindBatch {
		o = refusing(badRequest("A batch must not contain a batch."))
	}
	if slices.ContainsFunc(one.DependsOn, func(id string) bool { return failed[id] }) {
		o = refusing(&refusal{status: http.StatusFailedDependency, code: "FailedDependency",
			message: "A request that this one depends on has failed."})
	}
	reply, answered := w.line.Part(r, o.kind, one.Body,
		func(rw http.ResponseWriter, r *http.Request) { w.serve(o, rw, r) })
	return newBatchReply(one.ID, reply), answered
}

func refusing(refused *refusal) operation {
	return operation{kind: harness.KindOther, serve: func(call) *refusal { return refused }}
}

// newBatchReply has a body that is not JSON as a text.
func newBatchReply(id string, reply harness.Reply) batchReply {
	out := batchReply{ID: id, Status: reply.Status, Headers: map[string]string{}}
	for name, values := range reply.Header {
		out.Headers[name] = strings.Join(values, ", ")
	}
	switch {
	case len(reply.Body) == 0:
	case json.Valid(reply.Body):
		out.Body = json.RawMessage(reply.Body)
	default:
		out.Body = string(reply.Body)
	}
	return out
}
