// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Describe takes two requests for the same call when method, path, query and body are equal.
func (a *API) Describe(r *http.Request, body []byte) harness.Description {
	return harness.Description{
		Key:       fmt.Sprintf("%s %s?%s %x", r.Method, r.URL.Path, r.URL.RawQuery, sha256.Sum256(body)),
		Body:      string(body),
		RequestID: r.Header.Get(headerRequestID),
		IDHeader:  headerRequestID,
	}
}

// Limit is common to both operations.
func (a *API) Limit() harness.Limit {
	b := a.behaviour()
	limit := harness.Limit{Calls: b.ThrottleCalls, Span: time.Minute, AsDate: b.ThrottleAsDate}
	if b.ThrottleSeconds > 0 {
		limit.Span = time.Duration(b.ThrottleSeconds) * time.Second
	}
	return limit
}

// Refuse answers with a failure in Partner Center's shape, or in that of its gateway.
func (a *API) Refuse(w http.ResponseWriter, r *http.Request, f harness.Fault) {
	if f.Status == http.StatusTooManyRequests && f.Code == "" {
		writeGatewayThrottling(w, f.RetryAfter)
		return
	}
	echoIDs(w, r)
	status := cmp.Or(f.Status, http.StatusOK)
	writeAPIError(w, apiError{
		status:      status,
		code:        cmp.Or(f.Code, codeOfStatus(status)),
		description: cmp.Or(f.Description, http.StatusText(status)),
	})
}

// codeOfStatus is the documented code for a status, and the status itself where none is documented.
func codeOfStatus(status int) string {
	switch status {
	case http.StatusInternalServerError:
		return "800003"
	case http.StatusRequestEntityTooLarge:
		return "800002"
	default:
		return strconv.Itoa(status)
	}
}

// writeGatewayThrottling writes the body that the gateway documents. It comes before Partner Center
// itself, so there is no request id in the answer.
func writeGatewayThrottling(w http.ResponseWriter, retryAfter string) {
	hint := ""
	if _, err := strconv.Atoi(retryAfter); err == nil {
		hint = fmt.Sprintf(" Try again in %s seconds.", retryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	message := `{ "statusCode": 429, "message": "Rate limit is exceeded.` + hint + `" }`
	_, _ = strings.NewReader(message).WriteTo(w)
}
