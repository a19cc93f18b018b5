// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Somebody who swaps two settings puts a secret where an id, a path, or a word belongs. The message
// about it goes to the log of a pipeline.
func TestSettings_MisplacedSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, secret := range []string{"aB8Q~zqSECRETzq" + strings.Repeat("x", 25),
		"0.AXzqSECRETzq" + strings.Repeat("x", 300), "aB8QzqSECRETzq" + strings.Repeat("/+", 15) + "="} {
		for _, setting := range settings.Names() {
			name := strings.ToUpper(setting)
			if name == "TOKEN_CACHE_PATH" && len(secret) < 255 {
				continue // is a valid name of a file
			}
			checked++
			changes := map[string]string{name: secret}
			if value, ok := strings.CutSuffix(name, "_FILE_PATH"); ok {
				changes[value] = ""
			}
			if strings.HasPrefix(name, "CLIENT_CERTIFICATE") || strings.Contains(name, "OIDC") {
				changes["CLIENT_SECRET"] = "" // one credential, so that it is used
			}
			s := newSession(t, startEmulator(t), changes)
			s.run(t.Context(), "doctor")
			if said := s.out.String() + s.errors.String(); strings.Contains(said, "zqSECRETzq") {
				t.Errorf("%s=%s: %s", name, secret, said)
			}
		}
	}
	if checked < 60 {
		t.Errorf("only %d settings were checked", checked)
	}
}

// A secret in the path of an address, in the name of a file, or in a flag is a mistake, too.
func TestCommands_MisplacedSecretsAreNotShown(t *testing.T) {
	t.Chdir(t.TempDir())
	server := startEmulator(t)
	const secret = "aB8QzqSECRETzqxxxxxxxxxxxxxxxx/+xxxxxxxxx="
	expect.NoError(t, errors.Join(os.Mkdir(filepath.Dir(secret), 0o700),
		os.WriteFile(secret, []byte("neither PEM nor JSON"), 0o600)))
	hides := func(t *testing.T, changes map[string]string, line string) {
		t.Helper()
		s := newSession(t, server, changes)
		s.run(t.Context(), strings.Fields(strings.ReplaceAll(line, "SECRET", secret))...)
		if said := s.said(); said == "" || strings.Contains(said, "zqSECRETzq") {
			t.Errorf("%s: %q", line, said)
		}
	}
	const host = "https://0.AXwAb4B59sJzqSECRETzq.invalid"
	for setting, value := range map[string]string{"BASE_URL": server.BaseURL() + "/" + secret,
		"GRAPH_BASE_URL": "https://127.0.0.1:1/" + secret, "CA_BUNDLE_PATH": secret,
		"base_url": host, "authority_host": host,
		"CLIENT_ID_FILE_PATH": secret, "AUDIT_LOG_PATH": secret + "/log"} {
		changes := map[string]string{strings.ToUpper(setting): value}
		if strings.HasPrefix(setting, "CLIENT_ID") {
			changes["CLIENT_ID"] = ""
		}
		hides(t, changes, "doctor")
		hides(t, changes, "events -o table")
	}
	for _, line := range []string{"events -o", "report -o", "review -o", "review --max-bytes",
		"report --since", "report --month", "events --older-than", "events --timeout",
		"emulator --seed", "emulator --seed-base", "emulator --latency", "emulator --env-format",
		"emulator --behave-like", "report --audit-log", "doctor --report", "review", "events --merge",
		"completion", "doctor", "version", "help", "check", "check --require", "emulator --addr",
		"webhook --on-event true --listen", "webhook --forward", "webhook --allow-certificate-host",
		"events --subscription-id", "events --customer-tenant-id", "events --status",
		"events --severity", "events --detected-after", "events --event-type", "events --is-test"} {
		hides(t, nil, line+" SECRET")
	}
	for _, line := range []string{"events --exit-code=SECRET", "events --SECRET", "SECRET",
		"report --out SECRET/x", "rotate --out SECRET/x", "rotate --token-cache SECRET/x",
		"emulator --env-file SECRET/x", "report --keep SECRET/x", "emulator --addr SECRET:0",
		"emulator --addr 127.0.0.1:SECRET", "emulator --api-http=SECRET:0",
		"webhook --on-event true --listen SECRET:0", "webhook --on-event true --listen 127.0.0.1:SECRET",
		"webhook --on-event true --tls-cert SECRET --tls-key SECRET"} {
		hides(t, nil, line)
	}
}

// A short secret could be a word, but a configured one is known: no message shows it, wherever else
// it was written.
func TestCommands_HideConfiguredSecrets(t *testing.T) {
	t.Chdir(t.TempDir())
	const secret = "zqSECRET"
	server := startEmulator(t)
	hides := func(t *testing.T, changes map[string]string, line string, more ...string) {
		t.Helper()
		s := newSession(t, server, map[string]string{"CLIENT_SECRET": secret})
		for name, value := range changes {
			s.variables["PARTNERCENTER_"+name] = value
		}
		s.run(t.Context(), append(strings.Fields(line), more...)...)
		if said := s.said(); said == "" || strings.Contains(said, secret) {
			t.Errorf("%v %s %q: %q", changes, line, more, said)
		}
	}
	for _, setting := range settings.Names() {
		changes := map[string]string{strings.ToUpper(setting): secret}
		hides(t, changes, "doctor")
		hides(t, changes, "doctor -o json")
	}
	for _, setting := range []string{"BASE_URL", "AUTHORITY_HOST", "GRAPH_BASE_URL"} {
		hides(t, map[string]string{setting: "https://" + secret + ".invalid"}, "events")
		hides(t, map[string]string{setting: "https://" + secret + ".invalid", "API": "graph"}, "events")
	}
	for _, line := range []string{"events -o", "check", "review", "emulator --addr", "events --status",
		"events --subscription-id", "events --event-id", "events --detected-after", "help",
		"report --out",
		"webhook --on-event true --tls-key x --tls-cert", "completion", "doctor --report"} {
		hides(t, nil, line, secret)
		hides(t, nil, line, secret+"/x")
	}
	expect.NoError(t, os.WriteFile("decisions.yaml", []byte(secret+": {status: "+secret+"}"), 0o600))
	hides(t, nil, "check decisions.yaml")
	server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: http.StatusBadRequest,
		Code:        "3000",
		Description: "The secret is " + strings.ToLower(secret) + "."})
	hides(t, map[string]string{"CLIENT_SECRET": server.ClientSecret(), "ACCESS_TOKEN": "",
		"OIDC_TOKEN": secret}, "events")
}
