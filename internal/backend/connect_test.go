// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// signIn is a sufficient environment for a connection.
func signIn(more ...string) map[string]string {
	environment := map[string]string{
		"PARTNERCENTER_TENANT_ID": guid1, "PARTNERCENTER_CLIENT_ID": guid2,
		"PARTNERCENTER_CLIENT_SECRET": "s", "PARTNERCENTER_REFRESH_TOKEN": "r",
	}
	for i := range more {
		if name, value, ok := strings.Cut(more[i], "="); ok {
			environment[name] = value
		}
	}
	return environment
}

// TestConnect_OriginsAreThoseOfWhatCounts omits a setting that lost against another of its kind,
// because it would mislead a reader of the log.
func TestConnect_OriginsAreThoseOfWhatCounts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache.json")
	for name, test := range map[string]struct {
		given              map[string]string
		environment        map[string]string
		method, credential string
		want               map[string]string
	}{
		"a secret beside OIDC and a token cache": {
			environment: signIn("PARTNERCENTER_OIDC_TOKEN=a.b.c", "PARTNERCENTER_USE_CLI=true",
				"PARTNERCENTER_TOKEN_CACHE_PATH="+path),
			method: "refresh_token", credential: "client_secret",
			want: map[string]string{
				"tenant_id": "PARTNERCENTER_TENANT_ID", "client_id": "PARTNERCENTER_CLIENT_ID",
				"client_secret":    "PARTNERCENTER_CLIENT_SECRET",
				"refresh_token":    "PARTNERCENTER_REFRESH_TOKEN",
				"token_cache_path": "PARTNERCENTER_TOKEN_CACHE_PATH",
			},
		},
		"a ready token beats everything, and needs no app": {
			environment: signIn("PARTNERCENTER_ACCESS_TOKEN=t",
				"PARTNERCENTER_CLIENT_CERTIFICATE_PATH=/none"),
			method: "access_token",
			want: map[string]string{
				"tenant_id": "PARTNERCENTER_TENANT_ID", "client_id": "PARTNERCENTER_CLIENT_ID",
				"access_token": "PARTNERCENTER_ACCESS_TOKEN",
			},
		},
		"OIDC by the block, its parts by the platform": {
			given: map[string]string{"use_oidc": "true", "max_retries": "1"},
			environment: signIn("ACTIONS_ID_TOKEN_REQUEST_URL=https://github.example.com",
				"ACTIONS_ID_TOKEN_REQUEST_TOKEN=t",
				"PARTNERCENTER_READ_ONLY=true"),
			method: "refresh_token", credential: "oidc_request_url",
			want: map[string]string{
				"tenant_id": "PARTNERCENTER_TENANT_ID", "client_id": "PARTNERCENTER_CLIENT_ID",
				"refresh_token": "PARTNERCENTER_REFRESH_TOKEN",
				"use_oidc":      "use_oidc", "oidc_request_url": "ACTIONS_ID_TOKEN_REQUEST_URL",
				"oidc_request_token": "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
				"max_retries":        "max_retries", "read_only": "PARTNERCENTER_READ_ONLY",
			},
		},
		"a public client with the cache alone": {
			given:  map[string]string{"token_cache_path": path, "client_id": guid2, "tenant_id": guid1},
			method: "token_cache_path", credential: "none",
			want: map[string]string{"tenant_id": "tenant_id", "client_id": "client_id",
				"token_cache_path": "token_cache_path"},
		},
		"the Azure CLI": {
			given:       map[string]string{"use_cli": "true"},
			environment: signIn(),
			method:      "use_cli",
			want: map[string]string{"tenant_id": "PARTNERCENTER_TENANT_ID",
				"client_id": "PARTNERCENTER_CLIENT_ID", "use_cli": "use_cli"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := expect.Must(backend.Connect(settle(t, test.given, test.environment), backend.Options{}))(t)
			if c.Method != test.method || c.Credential != test.credential {
				t.Errorf("%q with %q, want %q with %q", c.Method, c.Credential, test.method, test.credential)
			}
			expect.Equal(t, "origins", test.want, c.Origins)
			if c.User() != "" {
				t.Errorf("the user is %q before any sign-in", c.User())
			}
		})
	}
}

func TestConnect_ProblemsAreAtTheSettingAtFault(t *testing.T) {
	t.Parallel()
	blank := filepath.Join(t.TempDir(), "blank")
	expect.NoError(t, os.WriteFile(blank, []byte("\n"), 0o600))
	quoted := filepath.Join(t.TempDir(), "quoted")
	expect.NoError(t, os.WriteFile(quoted, []byte(`"token"`), 0o600))
	for name, test := range map[string]struct {
		given       map[string]string
		environment map[string]string
		want        anatomy.Mistake // the message is a part
	}{
		"no user": {nil, signIn("PARTNERCENTER_REFRESH_TOKEN="),
			anatomy.Mistake{Setting: "refresh_token", What: anatomy.Say("partnercenter login")}},
		"no tenant": {nil, signIn("PARTNERCENTER_TENANT_ID="),
			anatomy.Mistake{Setting: "tenant_id", What: anatomy.Say("is missing")}},
		"another tenant": {nil, signIn("PARTNERCENTER_TENANT_ID=", "ARM_TENANT_ID="+guid3),
			anatomy.Mistake{Setting: "tenant_id", What: anatomy.Say("PARTNERCENTER_CLIENT_ID is.")}},
		"an empty file": {
			nil, signIn("PARTNERCENTER_CLIENT_SECRET=", "PARTNERCENTER_CLIENT_SECRET_FILE_PATH="+blank),
			anatomy.Mistake{Setting: "client_secret_file_path",
				Origin: "PARTNERCENTER_CLIENT_SECRET_FILE_PATH", What: anatomy.Say("names an empty file")},
		},
		"a token in quotation marks in a file": {
			nil, signIn("PARTNERCENTER_REFRESH_TOKEN=", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH="+quoted),
			anatomy.Mistake{Setting: "refresh_token_file_path",
				Origin: "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH", What: anatomy.Say("quotation mark")},
		},
		"no client id in the file": {
			map[string]string{"client_id_file_path": os.Args[0]},
			signIn(),
			anatomy.Mistake{Setting: "client_id_file_path", Origin: "client_id_file_path",
				What: anatomy.Say("a GUID")},
		},
		"no roots": {
			map[string]string{"ca_bundle_path": blank},
			signIn(),
			anatomy.Mistake{Setting: "ca_bundle_path", Origin: "ca_bundle_path", What: anatomy.Say("PEM")},
		},
	} {
		_, err := backend.Connect(settle(t, test.given, test.environment), backend.Options{})
		var got *anatomy.Mistake
		if !errors.As(err, &got) || got.Setting != test.want.Setting || got.Origin != test.want.Origin ||
			!strings.Contains(got.Error(), test.want.What.String()) {
			t.Errorf("%s: %#v, want %#v", name, got, test.want)
		}
	}
}

// The ARM_* variables are one group. A client id of our own switches it off, and the message must
// then explain the missing settings.
func TestConnect_CredentialsOfTheGroupThatDoNotCountAreNamed(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "id")
	expect.NoError(t, os.WriteFile(file, []byte(guid2), 0o600))
	for name, test := range map[string]struct {
		given       map[string]string
		environment map[string]string
		want        string
	}{
		"a secret beside an id in a file": {
			environment: signIn("PARTNERCENTER_CLIENT_ID=", "PARTNERCENTER_CLIENT_ID_FILE_PATH="+file,
				"PARTNERCENTER_CLIENT_SECRET=", "ARM_CLIENT_SECRET=s3cret"),
			want: "ARM_CLIENT_SECRET is set, but ARM_* variables count only when no other client id is " +
				"configured, and PARTNERCENTER_CLIENT_ID_FILE_PATH is. Set " +
				"PARTNERCENTER_CLIENT_SECRET instead.",
		},
		"OIDC beside an id in the block": {
			given: map[string]string{"client_id": guid2},
			environment: signIn("PARTNERCENTER_CLIENT_ID=", "PARTNERCENTER_CLIENT_SECRET=",
				"ARM_USE_OIDC=true", "ARM_OIDC_TOKEN=s3cret", "ARM_USE_CLI=true"),
			want: "ARM_USE_OIDC and ARM_OIDC_TOKEN are set, but ARM_* variables count only when no other " +
				"client id is configured, and `client_id` is. Set " +
				"PARTNERCENTER_USE_OIDC and PARTNERCENTER_OIDC_TOKEN instead.",
		},
		"OIDC that is off":      {environment: signIn("ARM_USE_OIDC=false")},
		"nothing of the group":  {environment: signIn()},
		"a tenant of the group": {environment: signIn("ARM_TENANT_ID=" + guid3)},
		"a group that counts": {
			environment: map[string]string{"ARM_TENANT_ID": guid1, "ARM_CLIENT_ID": guid2,
				"ARM_CLIENT_SECRET": "s3cret"},
		},
	} {
		config, err := backend.AuthConfig(settle(t, test.given, test.environment), backend.Options{})
		if err != nil || config.NoCredentialNote.String() != test.want {
			t.Errorf("%s (%v):\n got %q\nwant %q", name, err, config.NoCredentialNote, test.want)
		}
	}
}

// TestAuthConfig_WantsNoUser but an app, even if the environment defines a user.
func TestAuthConfig_WantsNoUser(t *testing.T) {
	t.Parallel()
	for name, environment := range map[string]map[string]string{
		"nobody":        signIn("PARTNERCENTER_REFRESH_TOKEN="),
		"a ready token": signIn("PARTNERCENTER_ACCESS_TOKEN=t"),
		"the Azure CLI": signIn("PARTNERCENTER_REFRESH_TOKEN=", "PARTNERCENTER_USE_CLI=true"),
	} {
		config, err := backend.AuthConfig(settle(t, nil, environment), backend.Options{})
		if err != nil || config.Credential.Description() != "client secret" || config.ClientID != guid2 {
			t.Errorf("%s: %v, %v", name, config.Credential, err)
		}
	}
}

// An invalid proxy variable must not let a request bypass the proxy.
func TestConnect_ProxyVariableThatMakesNoSenseIsNamed(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://kim:s3%cret@proxy.example.com:3128")
	for name, connect := range map[string]func(settings.Settings) error{
		"connecting": func(s settings.Settings) error {
			_, err := backend.Connect(s, backend.Options{})
			return err
		},
		"signing in": func(s settings.Settings) error {
			_, err := backend.AuthConfig(s, backend.Options{})
			return err
		},
	} {
		err := connect(settle(t, nil, signIn()))
		var problem *anatomy.Mistake
		if !errors.As(err, &problem) || problem.Setting != "" ||
			!strings.HasPrefix(err.Error(), "HTTPS_PROXY is not the address of a proxy.") {
			t.Errorf("%s: got %v", name, err)
		}
		if strings.Contains(err.Error(), "cret") {
			t.Errorf("the password is in the error: %v", err)
		}
	}
}

func writeFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "content")
	expect.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}
