// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestSecrets_AreNowhere goes through the life of a decision, and through refusals, at the highest
// log level of CLI and provider, and looks for every secret in everything that was written: output,
// logs, plans, state.
func TestSecrets_AreNowhere(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	w := newWorkspace(t, s, `
		variable "provider_block" {
			type      = map(string)
			default   = {}
			sensitive = true
		}
		provider "partnercenter" {
			client_secret = lookup(var.provider_block, "client_secret", null)
			refresh_token = lookup(var.provider_block, "refresh_token", null)
			access_token  = lookup(var.provider_block, "access_token", null)
		}
		data "partnercenter_fraud_events" "all" {}
		resource "partnercenter_fraud_event_resolution" "made" {
			subscription_id       = "`+subscriptionA+`"
			event_id              = "e1"
			status                = "Resolved"
			reason                = "Fraud"
			reactivate_on_destroy = true
		}
		resource "partnercenter_fraud_event_resolution" "imported" {
			subscription_id = "`+subscriptionA+`"
			event_id        = "e2"
			status          = "Active"
		}
		output "events" { value = data.partnercenter_fraud_events.all.events }`)
	log := filepath.Join(w.Folder, "trace.log")
	w.Environment["TF_LOG"], w.Environment["TF_LOG_PATH"] = "TRACE", log

	var said strings.Builder
	good := func(args ...string) { said.WriteString(w.Must(args...)) }
	bad := func(args ...string) { said.WriteString(w.MustFail(args...)) }
	good("validate", "-json")
	good("import", "-no-color", "partnercenter_fraud_event_resolution.imported", subscriptionA+"/e2")
	good("plan", "-no-color", "-out=made.tfplan")
	good("show", "-json", "made.tfplan")
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: http.StatusServiceUnavailable,
		RetryAfter: "1"})
	good("apply", "-no-color", "made.tfplan")
	good("show", "-json")
	secrets := refusals(w, s, bad)
	good("destroy", "-auto-approve", "-no-color")

	search := newSecretSearch(append(secrets, s.IssuedSecrets()...))
	search.in(t, "the output", said.String())
	for _, name := range []string{"trace.log", "terraform.tfstate", "terraform.tfstate.backup"} {
		content := w.Read(name)
		search.in(t, name, content)
		if name == "trace.log" {
			for _, wanted := range []string{"HTTP attempt", "signed in to Partner Center", "[TRACE]",
				s.HTTPSBaseURL() + "/v1/fraudEvents"} {
				if !strings.Contains(content, wanted) {
					t.Errorf("the log does not hold %q, so that this test shows little", wanted)
				}
			}
		}
	}
}

// refusals runs what fails: secrets that are refused, by variable and in the provider block, and a
// service that repeats the token it was given. It returns the secrets that the emulator does not
// know.
func refusals(w *acctest.Workspace, s *emulator.Server, run func(args ...string)) []string {
	const wrongSecret, wrongToken, brokenToken = "wrong~Secret+of/4711=",
		"0.AXwA-not-a-token-of-anybody", "0.AXwA-cut-in two"
	with := func(variable, value string) {
		before, was := w.Environment[variable]
		w.Environment[variable] = value
		run("plan", "-no-color")
		if w.Environment[variable] = before; !was {
			delete(w.Environment, variable)
		}
	}
	block := func(attribute, value string) { // not by -var: the CLI logs its own arguments
		with("TF_VAR_provider_block", fmt.Sprintf("{%s=%q}", attribute, value))
	}
	block("client_secret", wrongSecret)
	for _, token := range []string{wrongToken, brokenToken} {
		block("refresh_token", token)
	}
	for _, token := range []string{brokenToken, s.IssueRefreshToken(emulator.Revoked()),
		s.IssueRefreshToken(emulator.WithoutMFA())} {
		with("PARTNERCENTER_REFRESH_TOKEN", token)
	}

	access := s.AccessToken()
	s.AddFault(emulator.Fault{
		Kind: emulator.KindList, Times: -1, Status: http.StatusBadRequest, Code: "3000",
		Description: "The header Authorization is Bearer " + access,
	})
	block("access_token", access)
	s.ClearFaults()
	return []string{wrongSecret, wrongToken, brokenToken}
}

// secretSearch looks for secrets in the forms in which they could be written.
type secretSearch struct{ forms []string }

func newSecretSearch(secrets []string) secretSearch {
	var search secretSearch
	for _, secret := range secrets {
		search.forms = append(search.forms, secret, url.QueryEscape(secret), url.PathEscape(secret),
			base64.StdEncoding.EncodeToString([]byte(secret)))
	}
	return search
}

// in fails the test when a text holds a secret, without repeating it.
func (search secretSearch) in(t *testing.T, where, text string) {
	t.Helper()
	for _, form := range search.forms {
		if at := strings.Index(text, form); at >= 0 {
			t.Errorf("%s holds a secret, after %q", where, text[max(0, at-80):at])
		}
	}
	// What only looks like one must not be there either: a header, or a token that nobody issued.
	for _, pattern := range []string{`(?i)\bBearer [\w.~+/-]{8,}`,
		`(?i)\bauthorization\\*["']?\s*[:=]`, `eyJ[\w-]{8,}\.`} {
		if at := regexp.MustCompile(pattern).FindStringIndex(text); at != nil {
			t.Errorf("%s holds what looks like a credential (%s), after %q", where, pattern,
				text[max(0, at[0]-80):at[0]])
		}
	}
}
