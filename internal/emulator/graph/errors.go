// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// refusal is an error in Graph's format.
type refusal struct {
	status        int
	code, message string

	// capital is the format of missing MFA, as observed: other names of members, and fewer of them.
	capital bool
}

func (e *refusal) write(rw http.ResponseWriter) {
	if e.capital {
		harness.WriteJSON(rw, e.status, map[string]any{"Error": map[string]string{
			"Code": e.code, "Message": e.message}})
		return
	}
	harness.WriteJSON(rw, e.status, map[string]any{"error": map[string]any{
		"code": e.code, "message": e.message,
		"innerError": map[string]string{"request-id": rw.Header().Get("request-id")},
	}})
}

func badRequest(message string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BadRequest", message: message}
}

func unauthorized(message string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken",
		message: message}
}

func forbidden(code, message string) *refusal {
	return &refusal{status: http.StatusForbidden, code: code, message: message}
}

func missingMFA() *refusal {
	return &refusal{status: http.StatusForbidden, code: "Unauthorized_MissingMFA", capital: true,
		message: "MFA is required for this request. The provided authentication token does not " +
			"have MFA claims."}
}

// noSegment is the refusal of a path, or of somebody to whom it does not exist.
func noSegment(status int, code, name string) *refusal {
	return &refusal{status: status, code: code,
		message: "Resource not found for the segment '" + name + "'."}
}

func notAllowed() *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, code: "Request_BadRequest",
		message: "Specified HTTP method is not allowed for the request target."}
}

func unknownAlert() *refusal {
	return &refusal{status: http.StatusNotFound, code: "NotFound",
		message: "The security alert does not exist."}
}

func unsaved() *refusal {
	return &refusal{status: http.StatusInternalServerError, code: "InternalServerError",
		message: "The state could not be saved."}
}
