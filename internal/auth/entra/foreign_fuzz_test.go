// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// FuzzReplyError answers a sign-in with any body and type. The message has no secret, is short, and
// is visible.
func FuzzReplyError(f *testing.F) {
	for _, body := range []string{"", "{}", "<html>", `{"error":"invalid_grant","error_description":` +
		`"AADSTS50173: SECRET\r\nTrace ID: x","error_codes":[50173],"suberror":"a","claims":"{}"}`,
		`{"error":1,"error_description":"AADSTS999999999999: x"}`, `{"error":"\u001b]0;x\u0007"}`} {
		f.Add([]byte(body), "application/json", 400)
	}
	f.Add([]byte("x"), "SECRET/x", 502)
	f.Fuzz(func(t *testing.T, body []byte, mediaType string, status int) {
		const secret = "s3cret~of.the_app"
		fill := func(s string) string { return strings.ReplaceAll(s, "SECRET", secret) }
		reply := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {fill(mediaType)},
			"Client-Request-Id": {fill(mediaType)}, "X-Ms-Request-Id": {fill(mediaType)}},
			Body: io.NopCloser(bytes.NewReader([]byte(fill(string(body)))))}
		e := replyError("sign in", reply, auth.Redactor{Secrets: []string{secret}})
		said := anatomy.Of(e).String() + e.Error()
		if strings.Contains(said, secret) {
			t.Errorf("the secret is in %q", said)
		}
		if len(said) > 20_000 || strings.ContainsFunc(said,
			func(r rune) bool { return r != '\n' && !unicode.IsGraphic(r) }) {
			t.Errorf("%q", said)
		}
	})
}

// FuzzFarewell sends any answer of a consent to the page that the browser shows.
func FuzzFarewell(f *testing.F) {
	f.Add("code=x&state=s")
	f.Add("error=<script>alert(1)</script>&state=s")
	f.Add("error=%22%3e&error=x")
	f.Fuzz(func(t *testing.T, query string) {
		answer, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		page := httptest.NewRecorder()
		writeFarewell(page, answer)
		body := page.Body.String()
		if strings.Count(body, "<") != 7 || strings.Count(body, ">") != 7 {
			t.Errorf("%q became %s", query, body)
		}
		if code := answer.Get("code"); len(code) > 20 && strings.Contains(body, code) {
			t.Errorf("the code is on the page")
		}
	})
}
