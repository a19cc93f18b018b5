// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// maxBatch is the documented number of requests in a batch.
const maxBatch = 20

// batchRequest is one request of a batch.
type batchRequest struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

// parseBatch parses the body. What it refuses is refused as a whole, before any request runs.
func (w *Window) parseBatch(r *http.Request) ([]batchRequest, *refusal) {
	var body struct {
		Requests []batchRequest `json:"requests"`
	}
	in := json.NewDecoder(r.Body)
	in.DisallowUnknownFields()
	if err := in.Decode(&body); err != nil {
		return nil, badRequest("Invalid batch payload format.")
	}
	switch count := len(body.Requests); {
	case count == 0:
		w.Harness.Violation("a batch without requests")
		return nil, badRequest("Invalid batch payload format. There are no requests.")
	case count > maxBatch:
		w.Harness.Violation("a batch of %d requests", count)
		return nil, &refusal{status: http.StatusBadRequest, code: "MaximumValueExceeded",
			message: "Number of batch request steps exceeds the maximum value of 20."}
	}
	var earlier []string
	for _, one := range body.Requests {
		if why := one.wrong(earlier); why != "" {
			w.Harness.Violation("a batch with a request that %s", why)
			return nil, badRequest("Invalid batch payload format. A request " + why + ".")
		}
		earlier = append(earlier, one.ID)
	}
	return body.Requests, nil
}

// wrong says what is wrong with a request after those with the given ids; empty: nothing.
func (one batchRequest) wrong(earlier []string) string {
	methods := []string{http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut,
		http.MethodDelete}
	known := func(id string) bool { return slices.Contains(earlier, id) }
	switch {
	case one.ID == "":
		return "has no id"
	case known(one.ID):
		return "has the id of another"
	case !slices.Contains(methods, one.Method):
		return "has no known method"
	case !isRelative(one.URL):
		return "has no relative url"
	case len(one.Body) > 0 && one.header("Content-Type") == "":
		return "has a body without Content-Type"
	case slices.ContainsFunc(one.DependsOn, func(id string) bool { return !known(id) }):
		return "depends on none before it"
	}
	return ""
}

func (one batchRequest) header(name string) string {
	for key, value := range one.Headers {
		if strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// isRelative reports whether a url is relative to the version.
func isRelative(text string) bool {
	target, err := url.Parse(text)
	return err == nil && text != "" && !target.IsAbs() && target.Host == ""
}

// request returns the request by itself. It has the token and the id of the batch unless it has
// its own.
func (one batchRequest) request(outer *http.Request) *http.Request {
	r := outer.Clone(outer.Context())
	r.Method, r.Header = one.Method, http.Header{}
	r.URL, _ = url.Parse(version + "/" + strings.TrimPrefix(one.URL, "/")) // is relative
	for _, name := range []string{"Authorization", headerID} {
		r.Header.Set(name, outer.Header.Get(name))
	}
	for name, value := range one.Headers {
		r.Header.Set(name, value)
	}
	return r
}

// withoutTokens returns a body that may be kept: a request of a batch can have a token of its own.
func withoutTokens(body []byte) string {
	if !bytes.Contains(bytes.ToLower(body), []byte("authorization")) {
		return string(body)
	}
	return "(with Authorization: " + harness.Fingerprint(string(body)) + ")"
}
