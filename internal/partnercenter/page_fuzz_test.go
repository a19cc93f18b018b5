// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"encoding/json"
	"net/http"
	"testing"
)

// FuzzPage reads a page of a list, and where the next one is. A continuation is a token or a query,
// and an address never is: a token must not reach another host.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{"null", "[]", `[{"id":1},null]`,
		`{"items":[],"links":{"next":{"uri":` +
			`"https://evil.example/v1?seek=1","headers":[{"key":"MS-ContinuationToken","value":"t"}]}}}`,
		`{"items":{}}`, `{"totalCount":0}`, `{"Items":[1],"continuationToken":7}`, `{"items":null}`} {
		f.Add([]byte(seed), "")
	}
	f.Add([]byte("[]"), "token")
	f.Fuzz(func(t *testing.T, body []byte, token string) {
		if !json.Valid(body) {
			return // jsonlist.Whole refuses it
		}
		reply := Reply{Status: http.StatusOK, Body: body, Header: http.Header{}}
		reply.Header.Set(headerContinuation, token)
		page, err := reply.Page()
		if err != nil {
			return
		}
		next, err := continuationOf(reply, page)
		if err != nil {
			return
		}
		query := next.query(map[string][]string{"size": {"500"}}, nil)
		if !next.more() && len(query) != 1 {
			t.Errorf("%s: the last page has the query %v", body, query)
		}
		if token != "" && next.token != token {
			t.Errorf("%s: the token of the header is %q, got %q", body, token, next.token)
		}
	})
}

// FuzzParseTime: a time of the service can be written into state and read again.
func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"2026-01-15T08:00:00", "9999-12-31T23:59:59.9999999", "0001-01-01",
		"2026-01-15T08:00:00.123+14:00", "0002-01-01T00:00:00+23:59", "9998-12-31T23:59:59-23:59", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := ParseTime(text)
		if at.IsZero() {
			return
		}
		written, err := at.UTC().MarshalJSON()
		if err != nil {
			t.Fatalf("%q became %v: %v", text, at, err)
		}
		if again := ParseTime(string(written[1 : len(written)-1])); !again.Equal(at) {
			t.Errorf("%q became %v, then %v", text, at, again)
		}
	})
}
