// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzParseClaims reads the payload of a token that anybody could have made. Times are those that
// a calendar has.
func FuzzParseClaims(f *testing.F) {
	for _, seed := range []string{"{}", "null", `{"exp":1767225600,"amr":["mfa"],"aud":"x"}`,
		`{"exp":"NaN"}`, `{"exp":1e300,"aud":["a","b"]}`, `{"exp":"0x1p-2","amr":"mfa"}`,
		`{"idtyp":"app","appid":"a","scp":""}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		claims, ok := ParseClaims("h." + base64.RawURLEncoding.EncodeToString(payload) + ".s")
		if ok && !json.Valid(payload) {
			t.Errorf("%q was read", payload)
		}
		if at := claims.ExpiresOn; !at.IsZero() && (at.Year() < 1970 || at.Year() > 9999) {
			t.Errorf("%q expires %v", payload, at)
		}
	})
}

// FuzzRedactor cleans any text around a secret.
func FuzzRedactor(f *testing.F) {
	f.Add("before ", "s3cr/et+of=us", " after\x1b[2J")
	f.Add("https://u:", "p", "@host/?x=%")
	f.Add("eyJ", "eyJhbGciOi", ".x.y")
	f.Fuzz(func(t *testing.T, before, secret, after string) {
		const replacement = "(redacted)"
		if len(secret) < 8 || strings.Contains(replacement, secret) {
			return
		}
		clean := Redactor{Secrets: []string{secret}}.Clean(before + secret + after)
		if utf8.RuneCountInString(clean) > maxText+1 || strings.ContainsFunc(clean,
			func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("%q", clean)
		}
		if !strings.Contains(before+after, secret[:4]) && strings.Contains(clean, secret) {
			t.Errorf("%q holds %q", clean, secret)
		}
	})
}

// FuzzChecks: values of settings that become parts of URLs hold nothing that ends that part.
func FuzzChecks(f *testing.F) {
	for _, seed := range []string{"https://login.microsoftonline.com", "contoso.onmicrosoft.com",
		"5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593", "{5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593}", "a/b", "..",
		"https://u:p@h/", "https://h:99999", "Bearer x", "http://h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if CheckAuthorityHost(value) == nil && (!strings.HasPrefix(strings.ToLower(value), "https://") ||
			strings.ContainsAny(value, "@?#\\ ")) {
			t.Errorf("the authority host %q is accepted", value)
		}
		part := CheckTenantID(value) == nil || CheckClientID(value) == nil
		if part && (strings.ContainsAny(value, "/?#@:%\\ ") || strings.Trim(value, ".") == "") {
			t.Errorf("the id %q is accepted", value)
		}
		if CheckToken(value) == nil && strings.ContainsFunc(value,
			func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("the token %q is accepted", value)
		}
	})
}
