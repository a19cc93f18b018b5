// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"
)

// Headers of the API (docs-dev/api.md, Headers).
const (
	headerRequestID     = "MS-RequestId"
	headerCorrelationID = "MS-CorrelationId"
	headerNewModel      = "X-NewEventsModel"
	headerValidateMFA   = "ValidateMfa"
	headerMFACompliant  = "isMfaCompliant"
)

const (
	apiRoot    = "/v1/"
	listPath   = "/v1/fraudEvents"
	updateHead = "/v1/fraudEvents/subscription/"
	updateTail = "/status"
)

// apiCall is a call to the API that has passed the checks of headers and token.
type apiCall struct {
	writer   http.ResponseWriter
	request  *http.Request
	newModel bool
	caller   caller
}

func isAPIPath(path string) bool { return strings.HasPrefix(path, apiRoot) }

// serveAPI serves the two operations. Paths are compared exactly, so that the stray characters in the
// documentation's samples find nothing.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	kind, next := KindOther, s.apiNotFound
	subscriptionID, isUpdate := updatePath(r.URL.EscapedPath())
	switch {
	case r.URL.EscapedPath() == listPath && r.Method == http.MethodGet:
		kind, next = KindList, s.operation(s.list)
	case r.URL.EscapedPath() == listPath:
		next = methodNotAllowed(http.MethodGet)
	case isUpdate && r.Method == http.MethodPost:
		kind = KindUpdate
		next = s.operation(func(c apiCall) *apiError { return s.update(c, subscriptionID) })
	case isUpdate:
		next = methodNotAllowed(http.MethodPost)
	}
	s.observe(w, r, kind, next)
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

func (s *Server) apiNotFound(w http.ResponseWriter, _ *http.Request) {
	writeAPIError(w, apiError{status: http.StatusNotFound, code: "1000", description: "Resource not found."})
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

// operation wraps one of the two operations with what both have in common.
func (s *Server) operation(do func(apiCall) *apiError) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := apiCall{
			writer:   w,
			request:  r,
			newModel: strings.EqualFold(r.Header.Get(headerNewModel), "true"),
		}
		echoIDs(w, r)
		refusal := s.checkHeaders(r)
		if refusal == nil {
			c.caller, refusal = s.authenticate(r)
		}
		if refusal == nil {
			s.setMFAHeader(w, r, c.caller)
			refusal = do(c)
		}
		if refusal == nil {
			return
		}
		if direct, ok := w.(*call); ok && refusal.raw != "" {
			direct.sendRaw(refusal.status, refusal.raw)
			return
		}
		writeAPIError(w, *refusal)
	}
}

// echoIDs gives the answer the request's ids, or new ones.
func echoIDs(w http.ResponseWriter, r *http.Request) {
	for _, name := range []string{headerRequestID, headerCorrelationID} {
		id := r.Header.Get(name)
		if _, err := uuid.Parse(id); err != nil {
			id = uuid.NewString()
		}
		w.Header().Set(name, id)
	}
}

// checkHeaders refuses what cannot be understood, and notes what the documentation asks for and the service would
// let pass.
func (s *Server) checkHeaders(r *http.Request) *apiError {
	operation := r.Method + " " + r.URL.Path
	for _, name := range []string{headerRequestID, headerCorrelationID} {
		id := r.Header.Get(name)
		if id == "" {
			s.recorder.violation("%s without %s", operation, name)
			continue
		}
		if _, err := uuid.Parse(id); err != nil || len(id) != 36 {
			return &apiError{
				status:      http.StatusBadRequest,
				code:        "800002",
				description: "The header " + name + " is not a GUID.",
			}
		}
	}
	accept := r.Header.Get("Accept")
	if accept == "" {
		s.recorder.violation("%s without Accept", operation)
	} else if !acceptsJSON(accept) {
		return &apiError{status: http.StatusNotAcceptable, code: "406", description: "Only application/json can be given."}
	}
	return nil
}

func acceptsJSON(accept string) bool {
	for _, part := range strings.Split(accept, ",") {
		kind, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "application/json", "application/*", "*/*":
			return true
		}
	}
	return false
}

// setMFAHeader gives the verdict on MFA to a client that asks for it.
func (s *Server) setMFAHeader(w http.ResponseWriter, r *http.Request, who caller) {
	if s.Behaviour().NoMFAHeader || !strings.EqualFold(r.Header.Get(headerValidateMFA), "true") {
		return
	}
	verdict := "false"
	if who.mfa {
		verdict = "true"
	}
	w.Header().Set(headerMFACompliant, verdict)
}
