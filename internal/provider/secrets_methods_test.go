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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestSecrets_OfEveryMethodAreNowhere runs a provider process for each method at once, at the highest log level, lets all
// sign-ins succeed and then all fail, and looks for every secret in what was written.
func TestSecrets_OfEveryMethodAreNowhere(t *testing.T) {
	t.Parallel()
	p := newSignInPlace(t)
	methods := slices.DeleteFunc(p.signInMethods(), func(m signInMethod) bool {
		return m.name == "github_job" // its variables would get in the way of Azure DevOps'
	})
	methods = append(methods, signInMethod{name: "azure_cli", block: map[string]any{"use_cli": true}, method: "use_cli"})
	c := startCommandLine(t, p.emulator, configurationOf(methods))
	c.environment = merged(c.environment, p.base(), map[string]string{
		"PARTNERCENTER_CLIENT_ID": "", "PARTNERCENTER_CLIENT_SECRET": "", "PARTNERCENTER_REFRESH_TOKEN": "",
		"PARTNERCENTER_AUDIT_LOG_PATH": filepath.Join(c.folder, "audit.jsonl"),
		"TF_LOG":                       "TRACE", "TF_LOG_PATH": filepath.Join(c.folder, "trace.log"),
		"PATH": p.fakeAzureCLI() + string(os.PathListSeparator) + os.Getenv("PATH"),
	})
	blocks, secrets := map[string]map[string]any{}, []string{}
	for _, m := range methods {
		blocks[m.name] = m.block
		secrets = append(secrets, m.secrets...)
		maps.Copy(c.environment, m.ambient)
		p.emulator.Inject(event(m.name))
	}
	c.write("blocks.json", string(must(json.Marshal(blocks))(t)))

	var said strings.Builder
	said.WriteString(c.must("plan", "-no-color", "-input=false", "-out=made.tfplan"))
	said.WriteString(c.must("show", "-json", "made.tfplan"))
	said.WriteString(c.must("apply", "-no-color", "made.tfplan"))
	c.expectMethods(methods)
	p.emulator.AddFault(emulator.Fault{
		Kind: emulator.KindAny, Times: -1, Status: http.StatusUnauthorized, Code: "invalid_client", Description: "AADSTS7000215: Invalid client secret provided.",
	})
	said.WriteString(c.mustFail("plan", "-no-color", "-input=false"))

	search := newSecretSearch(append(secrets, p.emulator.IssuedSecrets()...))
	search.in(t, "the output", said.String())
	for _, name := range []string{"trace.log", "terraform.tfstate", "audit.jsonl"} {
		search.in(t, name, c.read(name))
	}
	log := c.read("trace.log")
	for _, m := range methods {
		expectStanding(t, p.emulator, m.name, "Resolved", "Fraud")
		if n := strings.Count(log, "_from="+firstOf(m.block)); n == 0 {
			t.Errorf("%s: the log does not say where %s came from, so that this test shows little", m.name, firstOf(m.block))
		}
	}
}

// configurationOf has a provider, a data source and a resolution for each method. The blocks are in a file: Terraform
// writes the values of variables into the plan.
func configurationOf(methods []signInMethod) string {
	var b strings.Builder
	b.WriteString("locals {\n  blocks = sensitive(jsondecode(file(\"blocks.json\")))\n}\n")
	for _, m := range methods {
		fmt.Fprintf(&b, "provider \"partnercenter\" {\n  alias = %q\n", m.name)
		for _, attribute := range slices.Sorted(maps.Keys(m.block)) {
			fmt.Fprintf(&b, "  %s = local.blocks[%q][%q]\n", attribute, m.name, attribute)
		}
		fmt.Fprintf(&b, "}\ndata \"partnercenter_client_config\" %q {\n  provider = partnercenter.%s\n}\n", m.name, m.name)
		fmt.Fprintf(&b, "output %q {\n  value = data.partnercenter_client_config.%s.authentication_method\n}\n", m.name, m.name)
		fmt.Fprintf(&b, "resource \"partnercenter_fraud_event_resolution\" %q {\n  provider = partnercenter.%s\n", m.name, m.name)
		fmt.Fprintf(&b, "  subscription_id = %q\n  event_id = %q\n  status = \"Resolved\"\n  reason = \"Fraud\"\n}\n", subscriptionA, m.name)
	}
	return b.String()
}

// expectMethods compares the outputs in state.
func (c *commandLine) expectMethods(methods []signInMethod) {
	c.t.Helper()
	var outputs map[string]struct{ Value string }
	if err := json.Unmarshal([]byte(c.must("output", "-json")), &outputs); err != nil {
		c.t.Fatal(err)
	}
	for _, m := range methods {
		if got := outputs[m.name].Value; got != m.method {
			c.t.Errorf("%s signed in by %q, want %q", m.name, got, m.method)
		}
	}
}

// fakeAzureCLI makes an az that gives a token of the emulator, and returns its folder.
func (p *signInPlace) fakeAzureCLI() string {
	p.t.Helper()
	reply := must(json.Marshal(map[string]any{"accessToken": p.emulator.AccessToken(), "expires_on": time.Now().Add(time.Hour).Unix()}))(p.t)
	path := p.file("az", []byte("#!/bin/sh\necho '"+string(reply)+"'\n"))
	if err := os.Chmod(path, 0o700); err != nil { //nolint:gosec // it is a program
		p.t.Fatal(err)
	}
	return p.folder
}

// firstOf is the first attribute of a block.
func firstOf(block map[string]any) string { return slices.Min(slices.Collect(maps.Keys(block))) }
