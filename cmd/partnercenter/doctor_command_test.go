// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// patient is one state of health. fails is the check that fails; empty if none does.
type patient struct {
	name    string
	fails   string
	arrange func(s *session)
}

func variable(name string, value func(*emulator.Server) string) func(*session) {
	return func(s *session) { s.variables["PARTNERCENTER_"+name] = value(s.server) }
}

func behaviour(change func(*emulator.Behaviour)) func(*session) {
	return func(s *session) { s.server.SetBehaviour(change) }
}

// accessToken configures a ready token, so that there is no sign-in in between.
func accessToken(options ...emulator.TokenOption) func(*session) {
	return variable("ACCESS_TOKEN",
		func(server *emulator.Server) string { return server.AccessToken(options...) })
}

func fault(f emulator.Fault) func(*session) {
	return func(s *session) { s.server.AddFault(f) }
}

// damageCache configures a truncated token cache.
func (s *session) damageCache(t *testing.T) {
	t.Helper()
	path := filepath.Join(s.folder, "tokens.json")
	s.variables["PARTNERCENTER_TOKEN_CACHE_PATH"] = path
	if err := os.WriteFile(path, []byte(`{"version":1,"records":{"`), 0o600); err != nil {
		t.Fatal(err)
	}
}

func patients(t *testing.T) []patient {
	t.Helper()
	return []patient{
		{"everything holds", "", func(*session) {}},
		{"everything holds, with a public client", "", func(s *session) { s.asPublicClient() }},
		{"no user configured", "credential",
			func(s *session) { delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN") }},
		{"no tenant", "credential",
			func(s *session) { delete(s.variables, "PARTNERCENTER_TENANT_ID") }},
		{"an invalid boolean", "credential",
			variable("USE_OIDC", func(*emulator.Server) string { return "yes" })},
		{"a revoked refresh token", "token", func(s *session) { s.server.RevokeRefreshTokens() }},
		{"a wrong client secret", "token",
			variable("CLIENT_SECRET", func(*emulator.Server) string { return "wrong~secret" })},
		{"an empty token cache", "token", func(s *session) {
			delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN")
			s.variables["PARTNERCENTER_TOKEN_CACHE_PATH"] = filepath.Join(s.folder, "tokens.json")
		}},
		{"a damaged token cache", "token", func(s *session) {
			delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN")
			s.damageCache(t)
		}},
		{"a damaged token cache together with a refresh token", "",
			func(s *session) { s.damageCache(t) }},
		{"a client credential that does not count", "token", func(s *session) {
			s.variables["ARM_CLIENT_SECRET"] = s.variables["PARTNERCENTER_CLIENT_SECRET"]
			delete(s.variables, "PARTNERCENTER_CLIENT_SECRET")
		}},
		{"a disabled account", "token", func(s *session) { s.server.FailNextToken(50057) }},
		{"a token for Microsoft Graph", "audience",
			accessToken(emulator.WithAudience("https://graph.microsoft.com"))},
		{"a token for another service", "audience",
			accessToken(emulator.WithAudience("https://api.example.com"))},
		{"a token of an app alone", "App+User", accessToken(emulator.AppOnly())},
		{"a sign-in without MFA", "MFA",
			variable("REFRESH_TOKEN", func(server *emulator.Server) string {
				return server.IssueRefreshToken(emulator.WithoutMFA())
			})},
		{"a sign-in without MFA that is still accepted", "MFA", func(s *session) {
			s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(emulator.WithoutMFA())
			behaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })(s)
		}},
		{"a refusal without a body", "MFA", func(s *session) {
			s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(emulator.WithoutMFA())
			behaviour(func(b *emulator.Behaviour) { b.MFARefusalEmpty = true })(s)
		}},
		{"a user without the role", "role",
			variable("REFRESH_TOKEN", func(server *emulator.Server) string {
				return server.IssueRefreshToken(emulator.WithRole("HelpdeskAgent"))
			})},
		{"Conditional Access", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Status: 403, Code: "900309",
				Description: "Access is blocked by a policy."})},
		{"Partner Center is down", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 503})},
		{"a very long wait", "fraud events", func(s *session) {
			s.variables["PARTNERCENTER_MAX_RETRIES"] = "1"
			s.server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 429, RetryAfter: "900"})
		}},
		{"an address without a service", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 404})},
		{"a page instead of an error", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 404, HTML: true})},
		{"a partial answer", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Status: 206})},
		{"an empty answer", "fraud events",
			fault(emulator.Fault{Kind: emulator.KindList, Times: -1, Body: " "})},
		{"a base URL as in Microsoft's documentation", "credential",
			variable("BASE_URL", func(server *emulator.Server) string {
				return server.BaseURL() + "/v1"
			})},
		{"a proxy's page", "fraud events", fault(emulator.Fault{Kind: emulator.KindList, HTML: true})},
	}
}

// A wrong address can answer in many ways. In every case, the report names the address and
// base_url.
func TestDoctor_AWrongAddressIsReportedAsOne(t *testing.T) {
	t.Parallel()
	for _, f := range []emulator.Fault{{Status: 404}, {Status: 404, HTML: true}, {Status: 206},
		{Status: 202}, {HTML: true}, {Body: " "}, {Body: "{}"}} {
		server := startEmulator(t)
		s := newSession(t, server, nil)
		f.Kind, f.Times = emulator.KindList, -1
		server.AddFault(f)
		s.ends(t, exitFailure, "doctor")
		expect.Contains(t, s.out.String(), "heck PARTNERCENTER_BASE_URL",
			"asked at "+server.BaseURL()+" (base_url from PARTNERCENTER_BASE_URL): ")
	}
}

// TestDoctor_Golden shows the doctor's report for each case. After a change, read
// testdata/doctor.golden like somebody who does not know the cause.
func TestDoctor_Golden(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	for _, p := range patients(t) {
		s := newSession(t, startEmulator(t), nil)
		s.folder = t.TempDir()
		p.arrange(s)
		status := s.run(t.Context(), "doctor")
		if (status == exitOK) != (p.fails == "") || (status != exitOK && status != exitFailure) {
			t.Errorf("%s: exit status %d", p.name, status)
		}
		failed := regexp.MustCompile(`(?m)^(?:FAIL {2}(.+?) {2}|\z)`).FindStringSubmatch(s.out.String())
		if len(failed) != 2 || failed[1] != p.fails {
			t.Errorf("%s: %q fails first, want %q", p.name, failed, p.fails)
		}
		s.wantNoSecret(t, s.said())
		fmt.Fprintf(&got, "## %s\n%s%s\n", p.name, s.normalised(s.out.String()),
			s.normalised(s.errors.String()))
	}
	path := filepath.Join("testdata", "doctor.golden")
	if *update {
		expect.NoError(t, os.WriteFile(path, got.Bytes(), 0o600))
	}
	want := string(expect.Must(os.ReadFile(path))(t))
	expect.Equal(t, "the report; run with -update after reading the new one",
		strings.Split(want, "\n"), strings.Split(got.String(), "\n"))
	for _, name := range []string{"credential", "token", "audience", "App+User", "MFA", "role",
		"fraud events"} {
		expect.Contains(t, want, "\nFAIL  "+name+"  ")
	}
}

// normalised replaces everything that differs from run to run.
func (s *session) normalised(text string) string {
	if s.folder != "" {
		text = strings.ReplaceAll(text, s.folder, "<folder>")
	}
	for _, r := range []struct{ pattern, by string }{
		{`(?i)((request|correlation|trace) ?id) [0-9a-f-]{36}`, "$1 <guid>"},
		{`(127\.0\.0\.1|\[::1\]):\d+`, "127.0.0.1:<port>"},
		{`(attempts? in) [0-9.]+m?s`, "$1 <duration>"},
		{`dev \(commit [^)]*\)`, "dev (<build>)"},
		{`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`, "<time>"},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.by)
	}
	return text
}

func TestDoctor_ReportsAsJSON(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for token, want := range map[string]string{server.RefreshToken(): "ok",
		server.IssueRefreshToken(emulator.WithoutMFA()): "fail"} {
		s := newSession(t, server, map[string]string{"REFRESH_TOKEN": token})
		status := s.run(t.Context(), "doctor", "-o", "json")
		var got diagnosis
		expect.NoError(t, json.Unmarshal(s.out.Bytes(), &got))
		if got.OK != (want == "ok") || (status == exitOK) != got.OK || len(got.Checks) != 7 {
			t.Errorf("exit status %d, %+v", status, got)
		}
		for _, c := range got.Checks {
			if c.Check == "MFA" && (c.Outcome != want || (c.Next == "") != (want == "ok")) {
				t.Errorf("%+v", c)
			}
		}
		s.wantNoSecret(t, s.said())
	}
}

// diagnosis is the JSON report.
type diagnosis struct {
	About struct {
		Service, Tenant string
		Emulator        bool
	}
	OK     bool
	Checks []struct{ Check, Outcome, Detail, Next string }
}

// One listing with one event is enough: a partner may have thousands.
func TestDoctor_AsksOnce(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	for i := range 600 { // more than a page
		inject(server, fmt.Sprint(i), time.Hour)
	}
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "doctor")
	expect.Equal(t, "listings and writes", []int{1, 0},
		[]int{server.Count(emulator.KindList), server.Count(emulator.KindUpdate)})
}

func TestDoctor_FlagsBeatTheEnvironment(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	s := newSession(t, server, map[string]string{"TENANT_ID": "contoso.onmicrosoft.com"})
	s.ends(t, exitOK, "doctor --tenant-id", server.TenantID(), "--client-id", server.ClientID())
	expect.Contains(t, s.out.String(), "tenant_id from --tenant-id")
}
