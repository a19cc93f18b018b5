// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulatortest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
)

// Reply is a response with its body read.
type Reply struct {
	*http.Response
	Body string
}

// Expect checks status and, for a refusal, the code.
func (r Reply) Expect(t *testing.T, status int, code string) Reply {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d, want %d; body %s", r.StatusCode, status, r.Body)
	}
	if code == "" {
		return r
	}
	e := decoded[struct {
		Code, Description, Source string
		Data                      []any
	}](t, r)
	if e.Code != code || e.Description == "" || e.Data == nil || e.Source == "" {
		t.Fatalf("the error is %s, want code %s and all four members", r.Body, code)
	}
	return r
}

// Objects decodes a bare array.
func (r Reply) Objects(t *testing.T) []map[string]any {
	t.Helper()
	return decoded[[]map[string]any](t, r.Expect(t, http.StatusOK, ""))
}

// IDs returns the event ids of a listing, in order.
func (r Reply) IDs(t *testing.T) []string {
	t.Helper()
	ids := []string{}
	for _, o := range r.Objects(t) {
		ids = append(ids, fmt.Sprint(o["eventId"]))
	}
	return ids
}

// Decode decodes a JSON object.
func (r Reply) Decode(t *testing.T) map[string]any {
	t.Helper()
	return decoded[map[string]any](t, r)
}

func decoded[T any](t *testing.T, r Reply) (value T) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.Body), &value); err != nil {
		t.Fatalf("decoding %.300q: %v", r.Body, err)
	}
	return value
}
