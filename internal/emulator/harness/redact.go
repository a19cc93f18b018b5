// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

func redactedHeader(h http.Header) http.Header {
	h = h.Clone()
	if value := h.Get("Authorization"); value != "" {
		scheme, token, _ := strings.Cut(value, " ")
		h.Set("Authorization", scheme+" "+Fingerprint(token))
	}
	return h
}

// Fingerprint identifies equal secrets without revealing them.
func Fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return "sha256:" + hex.EncodeToString(sum[:6])
}
