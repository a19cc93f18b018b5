// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

// TestSecrets_OfEveryMethodAreNowhere runs a provider process for each way to sign in, at the
// highest log level: through the life of a decision, then with everything refused. It looks for
// every secret in output, logs, plans, state and the audit log.
func TestSecrets_OfEveryMethodAreNowhere(t *testing.T) {
	t.Parallel()
	p := newSignInPlace(t)
	methods := slices.DeleteFunc(p.signInMethods(), func(m signInMethod) bool {
		return m.name == "github_job" // its variables would conflict with Azure DevOps'
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
	good("validate", "-json")
	good("import", "partnercenter_fraud_event_resolution.secret", subscriptionA+"/secret")
	good("plan", "-out=made.tfplan")
	good("show", "-json", "made.tfplan")
	good("show", "-json")
	p.emulator.AddFault(emulator.Fault{Kind: emulator.KindUpdate, RetryAfter: "1",
		Status: http.StatusServiceUnavailable})
	good("apply", "made.tfplan")
	good("show", "-json")
	expectMethods(t, w, methods)
	for _, m := range methods {
		expectStanding(t, p.emulator, m.name, "Resolved", "Fraud")
	}
	good("destroy", "-auto-approve", "-target=partnercenter_fraud_event_resolution.files")
	expectStanding(t, p.emulator, "files", "Active", "None")

	for _, some := range [][]signInMethod{refused[:1], refused[1:]} {
		w.Write("refused.tf", strings.SplitAfterN(configurationOf(some), "}\n", 2)[1])
		bad("plan")
	}
	p.emulator.AddFault(emulator.Fault{
		Kind: emulator.KindList, Status: http.StatusBadRequest, Code: "3000", Times: -1,
		Description: fmt.Sprint("The header Authorization is Bearer ",
			blocks["access_token"]["access_token"]),
	})
	bad("plan", "-target=partnercenter_fraud_event_resolution.access_token")
	p.emulator.ClearFaults()
	p.emulator.AddFault(emulator.Fault{
		Kind: emulator.KindToken, Times: -1, Status: http.StatusUnauthorized, Code: "invalid_client",
		Description: "AADSTS7000215: Invalid client secret provided.",
	})
	bad("plan")

	search := newSecretSearch(t, append(secrets, p.emulator.IssuedSecrets()...))
	search.in(t, "the output", said.String())
	for _, name := range []string{"trace.log", "terraform.tfstate", "terraform.tfstate.backup",
		"audit.jsonl"} {
		search.in(t, name, w.Read(name))
	}
	// Without these values, the search would prove little.
	expect.Contains(t, strings.Join(strings.Fields(said.String()), " "),
		"Invalid provider configuration",
		"AADSTS7000215", "AADSTS50173", "The header Authorization is Bearer")
	log := w.Read("trace.log")
	for _, m := range slices.Concat(methods, refused) {
		expect.Contains(t, log, "_from="+firstOf(m.block))
	}
	expect.Contains(t, log, "HTTP attempt", "signed in to Partner Center", "[TRACE]",
		p.emulator.HTTPSBaseURL()+"/v1/fraudEvents")
}

// refusedMethods sign in with a mistake, or get no further. The first is not even tried.
func (p *signInPlace) refusedMethods() []signInMethod {
	s := p.emulator
	var methods []signInMethod
	for _, m := range []struct{ name, secret, token string }{
		{"broken_token", s.ClientSecret(), "0.AXwA-cut-in two"},
		{"wrong_secret", "wrong~Secret+of/4711=", s.RefreshToken()},
		{"wrong_token", s.ClientSecret(), "0.AXwA-not-a-token-of-anybody"},
		{"revoked", s.ClientSecret(), s.IssueRefreshToken(emulator.Revoked())},
		{"without_mfa", s.ClientSecret(), s.IssueRefreshToken(emulator.WithoutMFA())},
	} {
		methods = append(methods, signInMethod{name: m.name, secrets: []string{m.secret, m.token},
			block: map[string]any{"client_id": s.ClientID(), "client_secret": m.secret,
				"refresh_token": m.token}})
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
		expectEqual(t, m.name, any(m.method), outputs[m.name].Value)
	}
}

// fakeAzureCLI creates an az that returns a token of the emulator, and returns its folder.
func (p *signInPlace) fakeAzureCLI() string {
	p.t.Helper()
	reply := must(json.Marshal(map[string]any{"accessToken": p.emulator.AccessToken(),
		"expires_on": time.Now().Add(time.Hour).Unix()}))(p.t)
	path := p.file("az", []byte("#!/bin/sh\necho '"+string(reply)+"'\n"))
	if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // an executable
		p.t.Fatal(err)
	}
	return p.folder
}

// firstOf returns the first attribute of a block.
func firstOf(block map[string]any) string { return slices.Min(slices.Collect(maps.Keys(block))) }

// secretSearch fails a test that lets a secret, or what looks like one, into a text.
type secretSearch struct{ leaks.Search }

func newSecretSearch(t *testing.T, secrets []string) secretSearch {
	t.Helper()
	return secretSearch{must(leaks.For(secrets...))(t)}
}

func (search secretSearch) in(t *testing.T, where, text string) {
	t.Helper()
	if err := errors.Join(search.In(where, text), leaks.Credential(where, text)); err != nil {
		t.Error(err)
	}
}
