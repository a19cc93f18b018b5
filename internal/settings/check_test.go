// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// TestCheck_TwoOfAKind tries every pair of sources of one kind.
func TestCheck_TwoOfAKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []struct {
		says     string
		sources  []string
		together []string // pairs without a conflict
	}{
		{
			"a client credential",
			[]string{
				"client_secret", "client_secret_file_path", "client_certificate", "client_certificate_path",
				"use_oidc", "oidc_token", "oidc_token_file_path",
				"oidc_request_url", "ado_pipeline_service_connection_id",
			},
			[]string{
				"use_oidc oidc_token", "use_oidc oidc_token_file_path", "use_oidc oidc_request_url",
				"use_oidc ado_pipeline_service_connection_id",
				"oidc_request_url ado_pipeline_service_connection_id",
			},
		},
		{
			"the user to sign in",
			[]string{"refresh_token", "refresh_token_file_path", "token_cache_path", "access_token",
				"use_cli"},
			[]string{"refresh_token token_cache_path", "refresh_token_file_path token_cache_path"},
		},
		{"a client id", []string{"client_id", "client_id_file_path"}, nil},
	} {
		for i, a := range kind.sources {
			for _, b := range kind.sources[i+1:] {
				x, _ := valid(a)
				y, _ := valid(b)
				problems := settings.Check(block(map[string]string{a: x, b: y}), fits)
				if slices.Contains(kind.together, a+" "+b) {
					if len(problems) != 0 {
						t.Errorf("%s and %s: %v", a, b, problems)
					}
					continue
				}
				if len(problems) != 1 || string(problems[0].Setting) != b {
					t.Errorf("%s and %s: %v, want one problem at %s", a, b, problems, b)
					continue
				}
				for _, part := range []string{"`" + b + "` conflicts with `" + a + "`", kind.says} {
					if !strings.Contains(problems[0].Error(), part) {
						t.Errorf("%q does not say %q", problems[0], part)
					}
				}
			}
		}
	}
}

func TestCheck_ADisabledOrEmptySourceDoesNotConflict(t *testing.T) {
	t.Parallel()
	for _, given := range []map[string]string{
		{"client_secret": "s", "use_oidc": "false", "client_certificate": ""},
		{"refresh_token": "r", "use_cli": "false", "access_token": ""},
		{"client_certificate_path": "f", "client_certificate_password": "p"},
		{"client_secret": "s", "refresh_token": "r", "client_id": guid1},
		{"oidc_token": "t", "use_oidc": "false"},
	} {
		if problems := settings.Check(block(given), fits); len(problems) != 0 {
			t.Errorf("%v: %v", given, problems)
		}
	}
}

func TestCheck_NamesFlagsAsFlags(t *testing.T) {
	t.Parallel()
	problems := settings.Check(settings.Given{
		"access_token":  settings.Setting{Value: "a", Origin: "--access-token"},
		"refresh_token": settings.Setting{Value: "r", Origin: "--refresh-token"},
		"tenant_id":     settings.Setting{Value: "wrong", Origin: "--tenant-id"},
	}, fits)
	if len(problems) != 2 {
		t.Fatalf("%d problems: %v", len(problems), problems)
	}
	for i, want := range []string{
		"--access-token conflicts with --refresh-token: both configure the user to sign in. Remove one " +
			"of them.",
		"--tenant-id is wrong.",
	} {
		if got := problems[i].Error(); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestCheck_BlankIsNotEmpty: an empty value is unset, but white space is a mistake.
func TestCheck_BlankIsNotEmpty(t *testing.T) {
	t.Parallel()
	for _, name := range settings.Names() {
		if problems := settings.Check(block(map[string]string{name: " "}), fits); len(problems) != 1 ||
			string(problems[0].Setting) != name {
			t.Errorf("%s: %v, want one problem", name, problems)
		}
		if problems := settings.Check(block(map[string]string{name: ""}), fits); len(problems) != 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// paths are the settings that name a file.
func paths() []string {
	var names []string
	for _, name := range settings.Names() {
		if strings.HasSuffix(name, "_path") {
			names = append(names, name)
		}
	}
	return names
}

func TestResolve_TildeMeansTheHomeFolder(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	want := filepath.Join(home, "partnercenter", "file")
	if len(paths()) != 8 {
		t.Errorf("paths are %v", paths())
	}
	for _, name := range paths() {
		if s := settle(t, map[string]string{name: "~/partnercenter/file"},
			map[string]string{"HOME": home, "USERPROFILE": home}); s.Text(name) != want {
			t.Errorf("%s in the block: %q, want %q", name, s.Text(name), want)
		}
		for _, variable := range settings.Variables(name) {
			s := settle(t, nil, map[string]string{"HOME": home, "USERPROFILE": home,
				variable: "~/partnercenter/file"})
			if s.Text(name) != want || s.Origin(name) != variable {
				t.Errorf("%s: %q from %q, want %q", variable, s.Text(name), s.Origin(name), want)
			}
		}
	}
	// A secret is not a path.
	if s := settle(t, map[string]string{"client_secret": "~/s3cret"},
		nil); s.Text("client_secret") != "~/s3cret" {
		t.Errorf("the secret became %q", s.Text("client_secret"))
	}
}

func TestResolve_TildeThatMeansNothing(t *testing.T) {
	t.Parallel()
	for _, name := range paths() {
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~/file") // HOME is not set
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~kim/file")
		if problems := settings.Check(block(map[string]string{name: "~kim/file"}),
			fits); len(problems) != 1 || string(problems[0].Setting) != name {
			t.Errorf("%s: %v, want one problem", name, problems)
		}
	}
}

func TestUnknownVariables(t *testing.T) {
	t.Parallel()
	for name, meant := range map[string]string{
		"PARTNERCENTER_CLIENTID":          "PARTNERCENTER_CLIENT_ID",
		"PARTNERCENTR_TENANT_ID":          "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTRE_TENANT_ID":         "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTER_TENANT":            "PARTNERCENTER_TENANT_ID",
		"PARTNERCENTER_READONLY":          "PARTNERCENTER_READ_ONLY",
		"PARTNERCENTER_REFRESHTOKEN":      "PARTNERCENTER_REFRESH_TOKEN",
		"PARTNERCENTER_TOKEN_CACHE":       "PARTNERCENTER_TOKEN_CACHE_PATH",
		"PARTNERCENTER-CLIENT-SECRET":     "PARTNERCENTER_CLIENT_SECRET",
		"PARTNERCENTER_SOMETHING_OF_OURS": "",
	} {
		got := settings.UnknownVariables([]string{name + "=s3cret", "PATH=/bin"})
		want := "The environment variable " + name + " is unknown and has no effect."
		if meant != "" {
			want += " Did you mean " + meant + "?"
		}
		expect.Equal(t, name, []string{want}, got)
	}
}

func TestUnknownVariables_KnownOnesAreNotMentioned(t *testing.T) {
	t.Parallel()
	environ := []string{"PARTNERCENTER_TEST_EVENT_ID=x", "PARTNER=x", "ARM_CLIENTID=x", "=C:=C:\\"}
	for _, name := range settings.Names() {
		environ = append(environ, "PARTNERCENTER_"+strings.ToUpper(name)+"=x")
	}
	if got := settings.UnknownVariables(environ); len(got) != 0 {
		t.Errorf("%q", got)
	}
	if got := settings.UnknownVariables([]string{"PARTNERCENTER_\x1b[31m=x"}); len(got) != 1 ||
		strings.Contains(got[0], "\x1b") {
		t.Errorf("%q", got)
	}
}

// The conflict is the same wherever the two values come from.
func TestResolve_GraphHasNoClassicEventsModel(t *testing.T) {
	t.Parallel()
	both := map[string]string{"api": "Graph", "new_events_model": "false"}
	for name, test := range map[string]struct{ given, environment map[string]string }{
		"the block": {both, nil},
		"variables": {nil, map[string]string{"PARTNERCENTER_API": "graph",
			"PARTNERCENTER_NEW_EVENTS_MODEL": "0"}},
		"one of each": {map[string]string{"api": "graph"},
			map[string]string{"PARTNERCENTER_NEW_EVENTS_MODEL": "false"}},
	} {
		_, mistakes := settings.Resolve(block(test.given), lookupIn(test.environment), fits)
		if len(mistakes) != 1 || mistakes[0].Setting != "new_events_model" {
			t.Fatalf("%s: %v", name, mistakes)
		}
		expect.Contains(t, mistakes[0].Error(), "conflicts with", "no classic events model")
	}
	s := settle(t, map[string]string{"api": "GRAPH", "new_events_model": "true"}, nil)
	expect.Equal(t, "API", settings.Graph, s.API)
	expect.Equal(t, "the default", settings.PartnerCenter, settle(t, nil, nil).API)
}

func TestCheck_UnknownAPI(t *testing.T) {
	t.Parallel()
	mistakes := settings.Check(block(map[string]string{"api": "rest"}), fits)
	expect.Equal(t, "mistakes", 1, len(mistakes))
	expect.Contains(t, mistakes[0].Error(), `must be one of partnercenter, graph, got "rest"`)
}
