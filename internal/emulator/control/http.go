// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

// sameMachine rejects other machines, and pages of other sites in a browser on this machine.
func sameMachine(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		switch {
		case !harness.IsFromThisMachine(r):
			writeError(w, http.StatusForbidden, errors.New("the control endpoint is for this machine only"))
		case origin != "" && origin != "https://"+r.Host:
			writeError(w, http.StatusForbidden,
				errors.New("the control endpoint takes no requests from other sites"))
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func servePost(w http.ResponseWriter, r *http.Request, do func(body []byte) error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64*harness.MaxBody))
	if err == nil {
		err = do(body)
	}
	if err != nil {
		writeError(w, http.StatusBadRequest, err)
		return
	}
	harness.WriteJSON(w, http.StatusOK, map[string]bool{"ok": true})
}

func writeError(w http.ResponseWriter, status int, err error) {
	harness.WriteJSON(w, status, map[string]string{"error": err.Error()})
}

// decodeStrict decodes JSON and rejects unknown names, so that a typing error does not look like
// success.
func decodeStrict(body []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("the request body: %w", err)
	}
	return nil
}
