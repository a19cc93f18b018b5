// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Root is the prefix of every path of the API.
const Root = "/v1/"

const (
	listPath   = Root + "fraudEvents"
	updateHead = listPath + "/subscription/"
	updateTail = "/status"
)

// Kinds of requests.
const (
	KindList   = "list"   // GET /v1/fraudEvents
	KindUpdate = "update" // POST /v1/fraudEvents/subscription/{id}/status
)

// ServeHTTP serves the two operations. Paths are compared exactly, so the stray characters in the
// documentation's samples do not match.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, next := harness.KindOther, a.apiNotFound
	subscriptionID, isUpdate := updatePath(r.URL.EscapedPath())
	switch {
	case r.URL.EscapedPath() == listPath && r.Method == http.MethodGet:
		kind, next = KindList, a.operation(a.list)
	case r.URL.EscapedPath() == listPath:
		next = methodNotAllowed(http.MethodGet)
	case isUpdate && r.Method == http.MethodPost:
		kind = KindUpdate
		next = a.operation(func(c apiCall) *apiError { return a.update(c, subscriptionID) })
	case isUpdate:
		next = methodNotAllowed(http.MethodPost)
	}
	a.line.Serve(w, r, kind, next)
}

// updatePath returns the subscription id of a write's path.
func updatePath(path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, updateHead)
	if !ok {
		return "", false
	}
	id, ok := strings.CutSuffix(rest, updateTail)
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", false
	}
	unescaped, err := url.PathUnescape(id)
	return unescaped, err == nil
}

func (a *API) apiNotFound(w http.ResponseWriter, _ *http.Request) {
	writeAPIError(w, apiError{status: http.StatusNotFound, code: "1000",
		description: "Resource not found."})
}

func methodNotAllowed(allowed string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allowed)
		writeAPIError(w, apiError{
			status:      http.StatusMethodNotAllowed,
			code:        "405",
			description: "The requested resource does not support this HTTP method.",
		})
	}
}

// operation wraps one of the two operations with their common steps.
func (a *API) operation(do func(apiCall) *apiError) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := apiCall{
			writer:   w,
			request:  r,
			newModel: strings.EqualFold(r.Header.Get(headerNewModel), "true"),
		}
		echoIDs(w, r)
		refusal := a.checkHeaders(r)
		if refusal == nil {
			c.caller, refusal = a.authenticate(r)
		}
		if refusal == nil {
			a.setMFAHeader(w, r, c.caller)
			refusal = do(c)
		}
		if refusal == nil {
			return
		}
		if refusal.raw != "" && harness.SendRaw(w, refusal.status, refusal.raw) {
			return
		}
		writeAPIError(w, *refusal)
	}
}
