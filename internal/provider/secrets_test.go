// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestSecrets_OfEveryMethodAreNowhere runs a provider process for each way to sign in, at the highest
// log level: through the life of a decision, then with everything refused. It looks for every secret
// in what was written: output, logs, plans, state and the audit log.
func TestSecrets_OfEveryMethodAreNowhere(t *testing.T) {
	t.Parallel()
	p := newSignInPlace(t)
	methods := slices.DeleteFunc(p.signInMethods(), func(m signInMethod) bool {
		return m.name == "github_job" // its variables would get in the way of Azure DevOps'
	})
	methods = append(methods, signInMethod{name: "azure_cli", block: map[string]any{"use_cli": true},
		method: "use_cli"})
	refused := p.refusedMethods()
	w := newWorkspace(t, p.emulator, configurationOf(methods)+`
		data "partnercenter_fraud_events" "all" { provider = partnercenter.secret }
		output "events" { value = data.partnercenter_fraud_events.all.events }`)
	w.Environment = merged(w.Environment, p.base(), map[string]string{
		"PARTNERCENTER_CLIENT_ID": "", "PARTNERCENTER_CLIENT_SECRET": "",
		"PARTNERCENTER_REFRESH_TOKEN":  "",
		"PARTNERCENTER_AUDIT_LOG_PATH": filepath.Join(w.Folder, "audit.jsonl"),
		"TF_LOG":                       "TRACE", "TF_LOG_PATH": filepath.Join(w.Folder, "trace.log"),
		"PATH": p.fakeAzureCLI() + string(os.PathListSeparator) + os.Getenv("PATH"),
	})
	blocks, secrets := map[string]map[string]any{}, []string{}
	for _, m := range slices.Concat(methods, refused) {
		blocks[m.name] = m.block
		secrets = append(secrets, m.secrets...)
		maps.Copy(w.Environment, m.ambient)
		p.emulator.Inject(event(m.name))
	}
	w.Write("blocks.json", string(must(json.Marshal(blocks))(t)))

	var said strings.Builder
	good := func(args ...string) { said.WriteString(w.Must(append(args, "-no-color")...)) }
	bad := func(args ...string) { said.WriteString(w.MustFail(append(args, "-no-color")...)) }
	good("import", "partnercenter_fraud_event_resolution.secret", subscriptionA+"/secret")
	good("plan", "-out=made.tfplan")
	good("show", "-json", "made.tfplan")
	p.emulator.AddFault(emulator.Fault{Kind: emulator.KindUpdate, RetryAfter: "1",
		Status: http.StatusServiceUnavailable})
	good("apply", "made.tfplan")
	expectMethods(t, w, methods)
	for _, m := range methods {
		expectStanding(t, p.emulator, m.name, "Resolved", "Fraud")
	}
	good("destroy", "-auto-approve", "-target=partnercenter_fraud_event_resolution.files")
	expectStanding(t, p.emulator, "files", "Active", "None")

	w.Write("refused.tf", strings.SplitAfterN(configurationOf(refused), "}\n", 2)[1])
	bad("plan")
	p.emulator.AddFault(emulator.Fault{ // for those who need not sign in
		Kind: emulator.KindList, Times: -1, Status: http.StatusBadRequest, Code: "3000",
		Description: fmt.Sprint("The header Authorization is Bearer ",
			blocks["access_token"]["access_token"]),
	})
	p.emulator.AddFault(emulator.Fault{
		Kind: emulator.KindToken, Times: -1, Status: http.StatusUnauthorized, Code: "invalid_client",
		Description: "AADSTS7000215: Invalid client secret provided.",
	})
	bad("plan")

	search := newSecretSearch(append(secrets, p.emulator.IssuedSecrets()...))
	search.in(t, "the output", said.String())
	for _, name := range []string{"trace.log", "terraform.tfstate", "terraform.tfstate.backup",
		"audit.jsonl"} {
		search.in(t, name, w.Read(name))
	}
	// Without these the search would show little.
	log := w.Read("trace.log")
	for _, m := range slices.Concat(methods, refused) {
		expectIn(t, log, "_from="+firstOf(m.block))
	}
	expectIn(t, log, "HTTP attempt", "signed in to Partner Center", "[TRACE]",
		p.emulator.HTTPSBaseURL()+"/v1/fraudEvents")
}

// refusedMethods sign in with what is wrong, or gets no further.
func (p *signInPlace) refusedMethods() []signInMethod {
	s := p.emulator
	var methods []signInMethod
	for name, block := range map[string]map[string]any{
		"wrong_secret": {"client_secret": "wrong~Secret+of/4711=", "refresh_token": s.RefreshToken()},
		"wrong_token":  {"refresh_token": "0.AXwA-not-a-token-of-anybody"},
		"broken_token": {"refresh_token": "0.AXwA-cut-in two"},
		"revoked":      {"refresh_token": s.IssueRefreshToken(emulator.Revoked())},
		"without_mfa":  {"refresh_token": s.IssueRefreshToken(emulator.WithoutMFA())},
	} {
		m := signInMethod{name: name, block: map[string]any{"client_id": s.ClientID(),
			"client_secret": s.ClientSecret()}}
		maps.Copy(m.block, block)
		for _, value := range block {
			m.secrets = append(m.secrets, fmt.Sprint(value))
		}
		methods = append(methods, m)
	}
	return methods
}

// configurationOf has a provider, a data source and a resolution for each method. The blocks are in
// a file: Terraform writes the values of variables into the plan.
func configurationOf(methods []signInMethod) string {
	var b strings.Builder
	b.WriteString("locals {\n  blocks = sensitive(jsondecode(file(\"blocks.json\")))\n}\n")
	for _, m := range methods {
		settings := ""
		for _, attribute := range slices.Sorted(maps.Keys(m.block)) {
			settings += fmt.Sprintf("  %s = local.blocks.%s.%s\n", attribute, m.name, attribute)
		}
		b.WriteString(strings.NewReplacer("NAME", m.name, "SETTINGS", settings,
			"SUBSCRIPTION", subscriptionA).Replace(`
provider "partnercenter" {
  alias = "NAME"
SETTINGS}
data "partnercenter_client_config" "NAME" {
  provider = partnercenter.NAME
}
output "NAME" {
  value = data.partnercenter_client_config.NAME.authentication_method
}
resource "partnercenter_fraud_event_resolution" "NAME" {
  provider              = partnercenter.NAME
  subscription_id       = "SUBSCRIPTION"
  event_id              = "NAME"
  status                = "Resolved"
  reason                = "Fraud"
  reactivate_on_destroy = true
}
`))
	}
	return b.String()
}

// expectMethods compares the outputs in state.
func expectMethods(t *testing.T, w *acctest.Workspace, methods []signInMethod) {
	t.Helper()
	var outputs map[string]struct{ Value any }
	expect.NoError(t, json.Unmarshal([]byte(w.Must("output", "-json")), &outputs))
	for _, m := range methods {
		if got := outputs[m.name].Value; got != m.method {
			t.Errorf("%s signed in by %q, want %q", m.name, got, m.method)
		}
	}
}

// fakeAzureCLI makes an az that gives a token of the emulator, and returns its folder.
func (p *signInPlace) fakeAzureCLI() string {
	p.t.Helper()
	reply := must(json.Marshal(map[string]any{"accessToken": p.emulator.AccessToken(),
		"expires_on": time.Now().Add(time.Hour).Unix()}))(p.t)
	path := p.file("az", []byte("#!/bin/sh\necho '"+string(reply)+"'\n"))
	if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // it is a program
		p.t.Fatal(err)
	}
	return p.folder
}

// firstOf is the first attribute of a block.
func firstOf(block map[string]any) string { return slices.Min(slices.Collect(maps.Keys(block))) }

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
