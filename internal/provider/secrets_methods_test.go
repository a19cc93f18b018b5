// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
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
)

// TestSecrets_OfEveryMethodAreNowhere runs a provider process for each method at once, at the
// highest log level, lets all sign-ins succeed and then all fail, and looks for every secret in
// what was written.
func TestSecrets_OfEveryMethodAreNowhere(t *testing.T) {
	t.Parallel()
	p := newSignInPlace(t)
	methods := slices.DeleteFunc(p.signInMethods(), func(m signInMethod) bool {
		return m.name == "github_job" // its variables would get in the way of Azure DevOps'
	})
	methods = append(methods, signInMethod{name: "azure_cli", block: map[string]any{"use_cli": true},
		method: "use_cli"})
	w := newWorkspace(t, p.emulator, configurationOf(methods))
	w.Environment = merged(w.Environment, p.base(), map[string]string{
		"PARTNERCENTER_CLIENT_ID": "", "PARTNERCENTER_CLIENT_SECRET": "",
		"PARTNERCENTER_REFRESH_TOKEN":  "",
		"PARTNERCENTER_AUDIT_LOG_PATH": filepath.Join(w.Folder, "audit.jsonl"),
		"TF_LOG":                       "TRACE", "TF_LOG_PATH": filepath.Join(w.Folder, "trace.log"),
		"PATH": p.fakeAzureCLI() + string(os.PathListSeparator) + os.Getenv("PATH"),
	})
	blocks, secrets := map[string]map[string]any{}, []string{}
	for _, m := range methods {
		blocks[m.name] = m.block
		secrets = append(secrets, m.secrets...)
		maps.Copy(w.Environment, m.ambient)
		p.emulator.Inject(event(m.name))
	}
	w.Write("blocks.json", string(must(json.Marshal(blocks))(t)))

	var said strings.Builder
	said.WriteString(w.Must("plan", "-no-color", "-out=made.tfplan"))
	said.WriteString(w.Must("show", "-json", "made.tfplan"))
	said.WriteString(w.Must("apply", "-no-color", "made.tfplan"))
	expectMethods(t, w, methods)
	p.emulator.AddFault(emulator.Fault{
		Kind: emulator.KindAny, Times: -1, Status: http.StatusUnauthorized, Code: "invalid_client",
		Description: "AADSTS7000215: Invalid client secret provided.",
	})
	said.WriteString(w.MustFail("plan", "-no-color"))

	search := newSecretSearch(append(secrets, p.emulator.IssuedSecrets()...))
	search.in(t, "the output", said.String())
	for _, name := range []string{"trace.log", "terraform.tfstate", "audit.jsonl"} {
		search.in(t, name, w.Read(name))
	}
	log := w.Read("trace.log")
	for _, m := range methods {
		expectStanding(t, p.emulator, m.name, "Resolved", "Fraud")
		if n := strings.Count(log, "_from="+firstOf(m.block)); n == 0 {
			t.Errorf("%s: the log does not say where %s came from, so that this test shows little", m.name,
				firstOf(m.block))
		}
	}
}

// configurationOf has a provider, a data source and a resolution for each method. The blocks are in
// a file: Terraform writes the values of variables into the plan.
func configurationOf(methods []signInMethod) string {
	var b strings.Builder
	b.WriteString("locals {\n  blocks = sensitive(jsondecode(file(\"blocks.json\")))\n}\n")
	for _, m := range methods {
		fmt.Fprintf(&b, "provider \"partnercenter\" {\n  alias = %q\n", m.name)
		for _, attribute := range slices.Sorted(maps.Keys(m.block)) {
			fmt.Fprintf(&b, "  %s = local.blocks[%q][%q]\n", attribute, m.name, attribute)
		}
		fmt.Fprintf(&b, "}\ndata \"partnercenter_client_config\" %q {\n  provider = partnercenter.%s\n}\n", m.name, m.name)
		fmt.Fprintf(&b, "output %q {\n  value = "+
			"data.partnercenter_client_config.%s.authentication_method\n}\n", m.name, m.name)
		fmt.Fprintf(&b, "resource \"partnercenter_fraud_event_resolution\" %q {\n  provider = "+
			"partnercenter.%s\n", m.name, m.name)
		fmt.Fprintf(&b, "  subscription_id = %q\n  event_id = %q\n  status = \"Resolved\"\n  reason "+
			"= \"Fraud\"\n}\n", subscriptionA, m.name)
	}
	return b.String()
}

// expectMethods compares the outputs in state.
func expectMethods(t *testing.T, w *acctest.Workspace, methods []signInMethod) {
	t.Helper()
	var outputs map[string]struct{ Value string }
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
