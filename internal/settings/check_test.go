// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// TestCheck_TwoOfAKind tries every pair of sources of one kind.
func TestCheck_TwoOfAKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []struct {
		says     string
		sources  []string
		together []string // pairs that go together
	}{
		{
			"two client credentials",
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
			"two users to sign in as",
			[]string{"refresh_token", "refresh_token_file_path", "token_cache_path", "access_token",
				"use_cli"},
			[]string{"refresh_token token_cache_path", "refresh_token_file_path token_cache_path"},
		},
		{"two client ids", []string{"client_id", "client_id_file_path"}, nil},
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

func TestCheck_WhatIsSwitchedOffOrEmptyIsNoSecondOne(t *testing.T) {
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
		"--access-token conflicts with --refresh-token: they are two users to sign in as. Configure one of them.",
		"--tenant-id is wrong.",
	} {
		if got := problems[i].Error(); !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestCheck_BlankIsNotEmpty: an empty value is unset, but white space is a slip.
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
