// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// signInText is what a user reads when the emulator refuses the token request that way.
func signInText(t *testing.T, server *emulator.Server, fault emulator.Fault) string {
	t.Helper()
	client, err := transport.New(transport.Options{CABundle: server.CACertPEM()})
	if err != nil {
		t.Fatal(err)
	}
	credential, err := SecretCredential(server.ClientSecret())
	if err != nil {
		t.Fatal(err)
	}
	source, err := NewTokenSource(Config{
		AuthorityHost: server.AuthorityURL(),
		TenantID:      server.TenantID(),
		ClientID:      server.ClientID(),
		Credential:    credential,
		RefreshToken:  server.RefreshToken(),
		HTTPClient:    client,
	})
	if err != nil {
		t.Fatal(err)
	}
	fault.Kind = emulator.KindToken
	server.AddFault(fault)
	_, err = source.Token(t.Context(), TokenRequest{})
	if err == nil {
		t.Fatalf("%+v: got a token", fault)
	}
	text := strings.NewReplacer(server.TenantID(), "TENANT", server.ClientID(),
		"CLIENT").Replace(err.Error())
	return regexp.MustCompile(`id [0-9a-f-]{36}`).ReplaceAllString(text, "id <guid>")
}

// Every text is the answer to an error of the emulator, through MSAL and a real token source.
func TestHints_Golden(t *testing.T) {
	t.Parallel()
	server, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	var got bytes.Buffer
	for _, hint := range aadstsHints() {
		for _, code := range hint.codes {
			fmt.Fprintf(&got, "%s\n\n", signInText(t, server, emulator.Fault{AADSTS: code}))
		}
	}
	for _, code := range []string{
		"invalid_grant", "interaction_required", "login_required", "consent_required", "invalid_client",
		"unauthorized_client", "invalid_request",
		"invalid_scope", "invalid_resource", "invalid_tenant", "access_denied", "temporarily_unavailable",
		"server_error", "an_unknown_error",
	} {
		fmt.Fprintf(&got, "%s\n\n", signInText(t, server, emulator.Fault{AADSTS: 1, Code: code}))
	}
	for _, status := range []int{307, 404, 407, 429, 503} {
		fmt.Fprintf(&got, "%s\n\n", signInText(t, server, emulator.Fault{Status: status, HTML: true}))
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
		700082, 70008, 700084, 50173, 50076, 50078, 50079, 70043, 53003, 65001, 700016, 700005, 700007,
		7000215, 7000222,
		7000218, 700025, 700027, 70021, 700211, 700212, 700213, 700024, 90002, 90038, 500011, 9002313,
		50196, 70019, 70020, 50011,
		50133, 50074, 50072, 50057, 50034, 50053, 50055, 50105, 53000, 53001, 65004, 7000112, 700023,
		50132, 50144, 51004, 53002, 53004, 53010, 530035, 53011, 530034, 50135, 50131, 50158, 50020,
		90072, 7000012,
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

// A policy that blocks the sign-in, or a tenant that is the wrong one, is not an expired token, and
// does not read like one.
func TestHints_PolicyAndRiskAreToldApartFromAnExpiredToken(t *testing.T) {
	t.Parallel()
	for _, code := range []int{53000, 53001, 53002, 53003, 53004, 53011, 530034, 530035, 50131, 50135,
		50158, 90072, 7000012, 65001, 700016, 500011} {
		got := hintFor(&Error{OAuthCode: "invalid_grant", AADSTS: []int{code}})
		if got.String() == hintFor(&Error{OAuthCode: "invalid_grant"}).String() ||
			strings.Contains(got.String(), "expired") {
			t.Errorf("AADSTS%d reads like an expired token: %s", code, got)
		}
	}
}

// What happens depends on the OAuth error; the number changes the text only.
func TestError_NeedsSignInDependsOnTheOAuthError(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"invalid_grant": true, "interaction_required": true, "consent_required": true,
		"login_required": true,
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
		"\x1b[31mred\u202e\u2028\x07e":      "[31mred e",
		strings.Repeat("é", 400):            strings.Repeat("é", 300) + "…",
		"x" + strings.Repeat("é", 400):      "x" + strings.Repeat("é", 299) + "…",
	} {
		if got := r.clean(text); got != want {
			t.Errorf("clean(%.40q)\n got %q\nwant %q", text, got, want)
		}
	}
}
