// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

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
	"time"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// signInText is the message that a user reads when the emulator refuses the token request in that
// way.
func signInText(t *testing.T, server *emulator.Server, fault emulator.Fault) string {
	t.Helper()
	client := expect.Must(transport.New(transport.Options{CABundle: server.CACertPEM()}))(t)
	secret := expect.Must(confidential.NewCredFromSecret(server.ClientSecret()))(t)
	app := App{Method: "refresh_token", Authority: server.AuthorityURL(), TenantID: server.TenantID(),
		ClientID: server.ClientID(), Proof: Proof{MSAL: secret}, Client: Guarded(client), Now: time.Now}
	cloud := expect.Must(auth.LookupCloud("global"))(t)
	fault.Kind = emulator.KindToken
	server.AddFault(fault)
	_, failure := app.Redeem(t.Context(), cloud.PartnerCenter().Scope, server.RefreshToken(), "")
	if failure == nil {
		t.Fatalf("%+v: got a token", fault)
	}
	text := strings.NewReplacer(server.TenantID(), "TENANT", server.ClientID(),
		"CLIENT").Replace(failure.Error())
	return regexp.MustCompile(`id [0-9a-f-]{36}`).ReplaceAllString(text, "id <guid>")
}

// oauthCodes are the OAuth errors with their own advice.
func oauthCodes() []string {
	return []string{"invalid_grant", "interaction_required", "login_required", "consent_required",
		"invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "invalid_resource",
		"invalid_tenant", "access_denied", "temporarily_unavailable", "server_error"}
}

// Every text results from an error of the emulator, through MSAL and a real token source.
func TestHints_Golden(t *testing.T) {
	t.Parallel()
	server := expect.Must(emulator.Start(emulator.Options{}))(t)
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
	for _, code := range append(oauthCodes(), "an_unknown_error") {
		fmt.Fprintf(&got, "%s\n\n", signInText(t, server, emulator.Fault{AADSTS: 1, Code: code}))
	}
	for _, status := range []int{307, 404, 407, 429, 503} {
		fmt.Fprintf(&got, "%s\n\n", signInText(t, server, emulator.Fault{Status: status, HTML: true}))
	}
	golden := filepath.Join("testdata", "hints.golden")
	if *update {
		expect.NoError(t, os.WriteFile(golden, got.Bytes(), 0o600))
	}
	want := expect.Must(os.ReadFile(golden))(t)
	expect.Equal(t, "texts", string(want), got.String())
}

// The table and this list check each other: the test fails if a number is removed, added or given a
// second hint, even if the golden file was rewritten.
func TestHints_EveryKnownNumberHasExactlyOne(t *testing.T) {
	t.Parallel()
	known := []int{
		50011, 50020, 50034, 50053, 50055, 50057, 50072, 50074, 50076, 50078, 50079, 50105, 50131, 50132,
		50133, 50135, 50144, 50158, 50173, 50196, 51004, 53000, 53001, 53002, 53003, 53004, 53010, 53011,
		65001, 65004, 70008, 70019, 70020, 70021, 70043, 90002, 90038, 90072, 500011, 530034, 530035,
		700005, 700007, 700016, 700023, 700024, 700025, 700027, 700082, 700084, 700211, 700212, 700213,
		7000012, 7000112, 7000215, 7000218, 7000222, 9002313,
	}
	var got []int
	for _, hint := range aadstsHints() {
		got = append(got, hint.codes...)
	}
	slices.Sort(got)
	expect.Equal(t, "numbers with a hint", fmt.Sprint(known), fmt.Sprint(got))
}

// A policy that blocks the sign-in, or a wrong tenant, must not read like an expired token.
func TestHints_PolicyAndRiskDifferFromAnExpiredToken(t *testing.T) {
	t.Parallel()
	for _, code := range []int{53000, 53001, 53002, 53003, 53004, 53011, 530034, 530035, 50131, 50135,
		50158, 90072, 7000012, 65001, 700016, 500011} {
		got := hintFor(&auth.Error{OAuthCode: "invalid_grant", AADSTS: []int{code}})
		if got.String() == hintFor(&auth.Error{OAuthCode: "invalid_grant"}).String() ||
			strings.Contains(got.String(), "expired") {
			t.Errorf("AADSTS%d reads like an expired token: %s", code, got)
		}
	}
}

// The OAuth error decides what happens; the number only changes the text.
func TestError_NeedsSignInDependsOnTheOAuthError(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"invalid_grant": true, "interaction_required": true, "consent_required": true,
		"login_required": true,
		"invalid_client": false, "temporarily_unavailable": false, "": false,
	} {
		expect.Equal(t, code, want, (&auth.Error{OAuthCode: code, AADSTS: []int{50076}}).NeedsSignIn())
	}
}
