// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"errors"
	"fmt"
	"net/http"
)

// Refusal is an invalid delivery. A later attempt with the same content would be refused, too.
type Refusal struct {
	Status int // 400, 401 without a signature, or 405 for another method than POST
	Reason string
}

func (r *Refusal) Error() string { return r.Reason }

func refuse(format string, args ...any) error {
	return &Refusal{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

func isRefused(err error) bool {
	var refusal *Refusal
	return errors.As(err, &refusal)
}

// statusOf returns the status of the answer. Failures of ours are 503, so that Partner Center sends
// the delivery again.
func statusOf(err error) int {
	var refusal *Refusal
	switch {
	case err == nil:
		return http.StatusOK
	case errors.As(err, &refusal):
		return refusal.Status
	default:
		return http.StatusServiceUnavailable
	}
}
