// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// longestWords is the most that any text of a refusal may have, in characters.
const longestWords = 700

// FuzzRefusal answers with any body and headers. What becomes of them has no token, is short, and
// does not move a cursor.
func FuzzRefusal(f *testing.F) {
	for _, body := range []string{"", "{}", "<html>", `{"code":"3000","description":"token TOKEN"}`,
		`{"error":{"code":"x","message":"\u001b[2J"}}`, `{"error":"invalid","error_description":[]}`,
		`{"statusCode":429,"message":"slow"}`, `{"error":{}}`, `{"error":null}`, "\xef\xbb\xbf{"} {
		f.Add([]byte(body), 400, "400 Bad Request", "application/json; charset=utf-8", "")
	}
	f.Add([]byte(""), 302, "302 ?token=TOKEN", "text/html", "https://u:TOKEN@evil.example/TOKEN")
	f.Fuzz(func(t *testing.T, body []byte, code int, status, mediaType, location string) {
		const token = "eyTOKEN.of.somebody"
		fill := func(s string) string { return strings.ReplaceAll(s, "TOKEN", token) }
		resp := &http.Response{StatusCode: code, Status: fill(status), Header: http.Header{
			headerContentType: {fill(mediaType)}, headerLocation: {fill(location)},
			"Ms-Requestid": {fill(location)}, "Ms-Correlationid": {fill(status)},
		}, Body: io.NopCloser(bytes.NewReader(bytes.ReplaceAll(body, []byte("TOKEN"), []byte(token))))}
		r := New(Config{}).readRefusal(resp, token)
		for _, words := range []string{r.Code, r.Description, r.Instead, r.requestID, r.correlationID} {
			if strings.Contains(words, token) {
				t.Errorf("the token is in %q", words)
			}
			if utf8.RuneCountInString(words) > longestWords || strings.ContainsFunc(words,
				func(r rune) bool { return !unicode.IsGraphic(r) }) {
				t.Errorf("%q", words)
			}
		}
	})
}

// FuzzChallenge reads WWW-Authenticate. Claims are JSON, or there are none.
func FuzzChallenge(f *testing.F) {
	f.Add(`Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="`)
	f.Add(`Bearer error=insufficient_claims, claims=eyJhIjoxfQ`)
	f.Add(`Basic, Bearer error="insufficient_claims", claims="`)
	f.Fuzz(func(t *testing.T, challenge string) {
		claims := challengeClaims(http.Header{headerChallenge: {challenge}})
		if claims != "" && !json.Valid([]byte(claims)) {
			t.Errorf("%q: %q", challenge, claims)
		}
	})
}

// FuzzParseBaseURL: an accepted address has TLS or leads to this machine, and its errors repeat
// nothing of a password.
func FuzzParseBaseURL(f *testing.F) {
	for _, seed := range []string{"https://api.partnercenter.microsoft.com", "http://127.0.0.1:80/x",
		"http://localhost.evil.example", "http://[::1]", "http://localhost@evil.example",
		"https://u:PASSWORD@h", "http://127.1", "HTTP://LOCALHOST", "https://h?x", "https://:443"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := ParseBaseURL(raw, "https://example.com")
		if err != nil {
			if strings.Contains(err.Error(), "PASSWORD") {
				t.Errorf("%q: %v", raw, err)
			}
			return
		}
		host, _, splitErr := net.SplitHostPort(u.Host)
		if splitErr != nil {
			host = strings.Trim(u.Host, "[]")
		}
		local := strings.EqualFold(host, "localhost") || net.ParseIP(host).IsLoopback()
		if u.Scheme != "https" && !local || u.User != nil || host == "" {
			t.Errorf("%q became %v", raw, u)
		}
	})
}
