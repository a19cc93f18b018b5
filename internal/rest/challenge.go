// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

// challengeClaims returns the decoded JSON of a claims challenge (docs-dev/api.md, MFA; parity:
// access-challenge), or "" if the response has none: WWW-Authenticate: Bearer …,
// error="insufficient_claims", claims="<base64>".
func challengeClaims(h http.Header) string {
	for _, challenge := range h.Values(headerChallenge) {
		params := authParams(challenge)
		if !strings.EqualFold(params["error"], "insufficient_claims") {
			continue
		}
		if claims := decodeBase64(params["claims"]); json.Valid(claims) {
			return string(claims)
		}
	}
	return ""
}

// authParams reads the name="value" and name=value pairs of a challenge (RFC 9110, 11.2), without
// its backslashes: neither an error code nor base64 has any.
func authParams(challenge string) map[string]string {
	pair := regexp.MustCompile(`([A-Za-z0-9_-]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))`)
	params := map[string]string{}
	for _, m := range pair.FindAllStringSubmatch(challenge, -1) {
		params[strings.ToLower(m[1])] = m[2] + m[3]
	}
	return params
}

// decodeBase64 decodes standard and URL base64, with or without padding. It returns nil for
// anything else.
func decodeBase64(text string) []byte {
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	decoded, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return nil
	}
	return decoded
}
