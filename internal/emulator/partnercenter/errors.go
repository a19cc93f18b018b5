// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"encoding/json"
	"net/http"
)

// Refusal is an error in Partner Center's own format (docs-dev/api.md, Error shapes).
type Refusal struct {
	Status       int
	Code         string
	Description  string
	Authenticate string // WWW-Authenticate, unless it is the usual one
	Raw          string // the whole answer, if it has another form
}

// realm is the usual WWW-Authenticate of an error.
const realm = "OAuth realm=urn:cpsvc:cpid:0b35f9c6-9c6b-4d0b-9c1e-2f4f3f4a7f4e"

func writeRefusal(w http.ResponseWriter, e Refusal) {
	w.Header().Set("WWW-Authenticate", cmp.Or(e.Authenticate, realm))
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(e.Status)
	// Encoding cannot fail, and the connection may be closed, so the error is ignored.
	_ = json.NewEncoder(w).Encode(struct {
		Code        string   `json:"code"`
		Description string   `json:"description"`
		Data        []string `json:"data"`
		Source      string   `json:"source"`
	}{e.Code, e.Description, []string{}, "PartnerFD"})
}

// BadRequest is an error about the client's request.
func BadRequest(code, description string) *Refusal {
	return &Refusal{Status: http.StatusBadRequest, Code: code, Description: description}
}

// InvalidProperty is 400/3000.
func InvalidProperty(description string) *Refusal { return BadRequest("3000", description) }

// notAnEnum is 400/900126.
func notAnEnum(name, value string) *Refusal {
	return BadRequest("900126", "The value '"+value+"' of "+name+" could not be parsed as an enum.")
}

// subscriptionNotFound is 404/20003.
func subscriptionNotFound(id string) *Refusal {
	return &Refusal{Status: http.StatusNotFound, Code: "20003", Description: "The subscription " +
		id + " was not found."}
}
