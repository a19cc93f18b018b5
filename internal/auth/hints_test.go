// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// oauthCodeOf is the OAuth error that Entra ID sends along with a number; it is invalid_grant for those not listed.
func oauthCodeOf(aadsts int) string {
	switch aadsts {
	case 50076, 50078, 50079, 53003:
		return "interaction_required"
	case 700016:
		return "unauthorized_client"
	case 7000215, 7000222, 7000218, 700025, 700027, 70021, 700211, 700213:
		return "invalid_client"
	case 90002, 90038, 9002313:
		return "invalid_request"
	case 500011:
		return "invalid_resource"
	}
	return "invalid_grant"
}

func shownReply(status int, code string, aadsts int) string {
	body := fmt.Sprintf(`{"error":%q,"error_description":"Entra's words.","correlation_id":"c","trace_id":"t"}`, code)
	if aadsts != 0 {
		body = fmt.Sprintf(`{"error":%q,"error_description":"AADSTS%d: Entra's words.\r\nTrace ID: t","error_codes":[%d],"correlation_id":"c","trace_id":"t"}`,
			code, aadsts, aadsts)
	}
	if code == "" {
		body = "<html>"
	}
	reply := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}, Body: io.NopCloser(strings.NewReader(body))}
	return replyError("sign in with refresh_token (tenant T, client C)", reply, redactor{}).Error()
}

func TestHints_Golden(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	for _, hint := range aadstsHints() {
		for _, code := range hint.codes {
			fmt.Fprintf(&got, "%s\n\n", shownReply(400, oauthCodeOf(code), code))
		}
	}
	for _, code := range []string{
		"invalid_grant", "interaction_required", "login_required", "consent_required", "invalid_client", "unauthorized_client", "invalid_request",
		"invalid_scope", "invalid_resource", "invalid_tenant", "access_denied", "temporarily_unavailable", "server_error", "an_unknown_error",
	} {
		fmt.Fprintf(&got, "%s\n\n", shownReply(400, code, 1))
	}
	for _, status := range []int{307, 404, 407, 429, 503} {
		fmt.Fprintf(&got, "%s\n\n", shownReply(status, "", 0))
	}
	golden := filepath.Join("testdata", "hints.golden")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("texts (-want +got); run with -update after reading the new ones:\n%s", diff)
	}
}

func TestHints_EveryDocumentedNumberHasExactlyOne(t *testing.T) {
	t.Parallel()
	documented := []int{
		700082, 70008, 700084, 50173, 50076, 50078, 50079, 70043, 53003, 65001, 700016, 700005, 700007, 7000215, 7000222,
		7000218, 700025, 700027, 70021, 700211, 700213, 90002, 90038, 500011, 9002313, 50196,
	}
	var got []int
	for _, hint := range aadstsHints() {
		got = append(got, hint.codes...)
	}
	slices.Sort(documented)
	slices.Sort(got)
	if diff := cmp.Diff(documented, got); diff != "" {
		t.Errorf("numbers with a hint (-want +got):\n%s", diff)
	}
}

// What happens depends on the OAuth error; the number changes the text only.
func TestError_NeedsSignInDependsOnTheOAuthError(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"invalid_grant": true, "interaction_required": true, "consent_required": true, "login_required": true,
		"invalid_client": false, "temporarily_unavailable": false, "": false,
	} {
		if got := (&Error{OAuthCode: code, AADSTS: []int{50076}}).NeedsSignIn(); got != want {
			t.Errorf("%q: got %v", code, got)
		}
	}
}

func TestRedactor(t *testing.T) {
	t.Parallel()
	r := redactor{secrets: []string{"p~ss/word", ""}}
	for text, want := range map[string]string{
		"two\r\n  lines":                    "two lines",
		"is p~ss/word and p~ss%2Fword":      "is (redacted) and (redacted)",
		"token eyJhbGciOi.eyJhdWQ.c2ln, ok": "token (redacted), ok",
		"proxy http://agent@host:3128/ no":  "proxy http://(redacted)@host:3128/ no",
		strings.Repeat("é", 400):            strings.Repeat("é", 300) + "…",
		"x" + strings.Repeat("é", 400):      "x" + strings.Repeat("é", 299) + "…",
	} {
		if got := r.clean(text); got != want {
			t.Errorf("clean(%.40q)\n got %q\nwant %q", text, got, want)
		}
	}
}
