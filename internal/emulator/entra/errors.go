// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// signInError is a refusal in Entra ID's shape (docs-dev/api.md, Sign-in).
type signInError struct {
	status   int
	code     string // error
	aadsts   int
	text     string // what follows the number
	suberror string
	claims   string // JSON
}

// writeSignInError writes the error with the ids and the time that Entra ID adds.
func (s *SignIn) writeSignInError(w http.ResponseWriter, r *http.Request, e signInError) {
	correlationID := r.Header.Get("Client-Request-Id")
	if _, err := uuid.Parse(correlationID); err != nil {
		correlationID = uuid.NewString()
	}
	traceID := uuid.NewString()
	timestamp := s.world.Now().UTC().Format("2006-01-02 15:04:05Z")
	body := map[string]any{
		"error": e.code,
		"error_description": fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: %s\r\nCorrelation ID: %s\r\nTimestamp: %s",
			e.aadsts, e.text, traceID, correlationID, timestamp),
		"error_codes":    []int{e.aadsts},
		"timestamp":      timestamp,
		"trace_id":       traceID,
		"correlation_id": correlationID,
		"error_uri":      fmt.Sprintf("%s/error?code=%d", s.authorityOf(r), e.aadsts),
	}
	if e.suberror != "" {
		body["suberror"] = e.suberror
	}
	if e.claims != "" {
		body["claims"] = e.claims
	}
	harness.WriteJSON(w, e.status, body)
}

// knownSignInError returns Entra ID's answer for an AADSTS number. A number that is not in the
// table is an invalid_grant.
func knownSignInError(aadsts int) signInError {
	e, ok := signInErrors()[aadsts]
	if !ok {
		e = signInError{text: "The request was refused."}
	}
	e.aadsts = aadsts
	e.code = cmp.Or(e.code, "invalid_grant")
	if e.status == 0 {
		e.status = http.StatusBadRequest
		if e.code == "invalid_client" {
			e.status = http.StatusUnauthorized
		}
	}
	return e
}

func refuse(aadsts int) *signInError {
	e := knownSignInError(aadsts)
	return &e
}

func missingParameter(name string) signInError {
	e := knownSignInError(900144)
	e.text = "The request body must contain the following parameter: '" + name + "'."
	return e
}
