// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// Describe treats requests with equal method, path, query, and body as the same call.
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

// Refuse replies with an error in the format of Partner Center or its gateway.
func (a *API) Refuse(w http.ResponseWriter, r *http.Request, f harness.Fault) {
	if f.Status == http.StatusTooManyRequests && f.Code == "" {
		writeGatewayThrottling(w, f.RetryAfter)
		return
	}
	echoIDs(w, r)
	status := cmp.Or(f.Status, http.StatusOK)
	writeRefusal(w, Refusal{
		Status:      status,
		Code:        cmp.Or(f.Code, codeOfStatus(status)),
		Description: cmp.Or(f.Description, http.StatusText(status)),
	})
}

// codeOfStatus is the documented code for a status, or the status itself if no code is documented.
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

// writeGatewayThrottling writes the gateway's documented body. The gateway is in front of Partner
// Center, so the reply has no request id.
func writeGatewayThrottling(w http.ResponseWriter, retryAfter string) {
	hint := ""
	if _, err := strconv.Atoi(retryAfter); err == nil {
		hint = fmt.Sprintf(" Try again in %s seconds.", retryAfter)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusTooManyRequests)
	_, _ = fmt.Fprintf(w, `{ "statusCode": 429, "message": "Rate limit is exceeded.%s" }`, hint)
}
