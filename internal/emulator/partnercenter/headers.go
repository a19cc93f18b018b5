// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"
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

// echoIDs sets the request's ids, or new ones, in the reply.
func echoIDs(w http.ResponseWriter, r *http.Request) {
	for _, name := range []string{headerRequestID, headerCorrelationID} {
		id := r.Header.Get(name)
		if _, err := uuid.Parse(id); err != nil {
			id = uuid.NewString()
		}
		w.Header().Set(name, id)
	}
}

// checkHeaders refuses invalid headers, and records violations that the service would not refuse.
func (a *API) checkHeaders(r *http.Request) *Refusal {
	operation := r.Method + " " + r.URL.Path
	for _, name := range []string{headerRequestID, headerCorrelationID} {
		id := r.Header.Get(name)
		if id == "" {
			a.harness.Violation("%s without %s", operation, name)
			continue
		}
		if !isGUID(id) {
			return &Refusal{
				Status:      http.StatusBadRequest,
				Code:        "800002",
				Description: "The header " + name + " is not a GUID.",
			}
		}
	}
	accept := r.Header.Get("Accept")
	if accept == "" {
		a.harness.Violation("%s without Accept", operation)
	} else if !acceptsJSON(accept) {
		return &Refusal{Status: http.StatusNotAcceptable, Code: "406",
			Description: "Only application/json can be given."}
	}
	return nil
}

// isGUID accepts only the form with hyphens and without braces.
func isGUID(s string) bool { return len(s) == 36 && uuid.Validate(s) == nil }

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

// setMFAHeader reports MFA to a client that asks for it.
func (a *API) setMFAHeader(w http.ResponseWriter, r *http.Request, who Caller) {
	if a.behaviour().NoMFAHeader || !strings.EqualFold(r.Header.Get(headerValidateMFA), "true") {
		return
	}
	verdict := "false"
	if who.MFA {
		verdict = "true"
	}
	w.Header().Set(headerMFACompliant, verdict)
}
