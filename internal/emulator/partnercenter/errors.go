// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"encoding/json"
	"net/http"
)

// apiError is an error in Partner Center's own format (docs-dev/api.md, Error shapes).
type apiError struct {
	status       int
	code         string
	description  string
	authenticate string // WWW-Authenticate, when it is not the usual one
	raw          string // the whole answer, when it has another shape
}

// realm is the usual WWW-Authenticate of an error.
const realm = "OAuth realm=urn:cpsvc:cpid:0b35f9c6-9c6b-4d0b-9c1e-2f4f3f4a7f4e"

func writeAPIError(w http.ResponseWriter, e apiError) {
	authenticate := e.authenticate
	if authenticate == "" {
		authenticate = realm
	}
	w.Header().Set("WWW-Authenticate", authenticate)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(e.status)
	// Encoding cannot fail, and the connection may be closed, so the error is ignored.
	_ = json.NewEncoder(w).Encode(struct {
		Code        string   `json:"code"`
		Description string   `json:"description"`
		Data        []string `json:"data"`
		Source      string   `json:"source"`
	}{e.code, e.description, []string{}, "PartnerFD"})
}

// badRequest is an error about the client's request.
func badRequest(code, description string) *apiError {
	return &apiError{status: http.StatusBadRequest, code: code, description: description}
}

// invalidProperty is 400/3000.
func invalidProperty(description string) *apiError { return badRequest("3000", description) }

// notAnEnum is 400/900126.
func notAnEnum(name, value string) *apiError {
	return badRequest("900126", "The value '"+value+"' of "+name+" could not be parsed as an enum.")
}

// subscriptionNotFound is 404/20003.
func subscriptionNotFound(id string) *apiError {
	return &apiError{status: http.StatusNotFound, code: "20003", description: "The subscription " +
		id + " was not found."}
}
