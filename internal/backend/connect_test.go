// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend_test

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
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

// TestConnect_OriginsAreThoseOfTheValuesInUse omits a setting that lost against another of its
// kind, because it would mislead a reader of the log.
func TestConnect_OriginsAreThoseOfTheValuesInUse(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "cache.json")
	for name, test := range map[string]struct {
		given              map[string]string
		environment        map[string]string
		method, credential string
		want               map[string]string
	}{
		"a secret beside OIDC and a token cache": {nil,
			signIn("PARTNERCENTER_OIDC_TOKEN=a.b.c", "PARTNERCENTER_USE_CLI=true",
				"PARTNERCENTER_TOKEN_CACHE_PATH="+path), "refresh_token", "client_secret",
			origins("tenant_id client_id client_secret refresh_token token_cache_path")},
		"a ready token beats everything, and needs no app": {nil,
			signIn("PARTNERCENTER_ACCESS_TOKEN=t", "PARTNERCENTER_CLIENT_CERTIFICATE_PATH=/none"),
			"access_token", "", origins("tenant_id client_id access_token")},
		"OIDC by the block, its parts by the platform": {
			map[string]string{"use_oidc": "true", "max_retries": "1"},
			signIn("ACTIONS_ID_TOKEN_REQUEST_URL=https://github.example.com",
				"ACTIONS_ID_TOKEN_REQUEST_TOKEN=t", "PARTNERCENTER_READ_ONLY=true"),
			"refresh_token", "oidc_request_url",
			origins("tenant_id client_id refresh_token read_only", "use_oidc=use_oidc",
				"oidc_request_url=ACTIONS_ID_TOKEN_REQUEST_URL",
				"oidc_request_token=ACTIONS_ID_TOKEN_REQUEST_TOKEN", "max_retries=max_retries")},
		"a public client with the cache alone": {
			map[string]string{"token_cache_path": path, "client_id": guid2, "tenant_id": guid1}, nil,
			"token_cache_path", "none", origins("", "tenant_id=tenant_id", "client_id=client_id",
				"token_cache_path=token_cache_path")},
		"the Azure CLI": {map[string]string{"use_cli": "true"}, signIn(), "use_cli", "",
			origins("tenant_id client_id", "use_cli=use_cli")},
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

// origins are settings from our own variables, and others as setting=origin.
func origins(own string, others ...string) map[string]string {
	all := map[string]string{}
	for name := range strings.FieldsSeq(own) {
		all[name] = "PARTNERCENTER_" + strings.ToUpper(name)
	}
	for _, other := range others {
		name, origin, _ := strings.Cut(other, "=")
		all[name] = origin
	}
	return all
}

func TestConnect_ProblemsAreAtTheSettingAtFault(t *testing.T) {
	t.Parallel()
	blank := filepath.Join(t.TempDir(), "blank")
	expect.NoError(t, os.WriteFile(blank, []byte("\n"), 0o600))
	quoted := filepath.Join(t.TempDir(), "quoted")
	expect.NoError(t, os.WriteFile(quoted, []byte(`"token"`), 0o600))
	for name, test := range map[string]struct {
		given                 map[string]string
		environment           map[string]string
		setting, origin, says string
	}{
		"no user": {nil, signIn("PARTNERCENTER_REFRESH_TOKEN="), "refresh_token", "",
			"partnercenter login"},
		"no tenant": {nil, signIn("PARTNERCENTER_TENANT_ID="), "tenant_id", "", "is missing"},
		"another tenant": {nil, signIn("PARTNERCENTER_TENANT_ID=", "ARM_TENANT_ID="+guid3), "tenant_id",
			"", "PARTNERCENTER_CLIENT_ID is."},
		"an empty file": {
			nil, signIn("PARTNERCENTER_CLIENT_SECRET=", "PARTNERCENTER_CLIENT_SECRET_FILE_PATH="+blank),
			"client_secret_file_path", "PARTNERCENTER_CLIENT_SECRET_FILE_PATH", "names an empty file"},
		"a token in quotation marks in a file": {
			nil, signIn("PARTNERCENTER_REFRESH_TOKEN=", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH="+quoted),
			"refresh_token_file_path", "PARTNERCENTER_REFRESH_TOKEN_FILE_PATH", "quotation mark"},
		"no client id in the file": {map[string]string{"client_id_file_path": quoted}, signIn(),
			"client_id_file_path", "client_id_file_path", "a GUID"},
		"no roots": {map[string]string{"ca_bundle_path": blank}, signIn(), "ca_bundle_path",
			"ca_bundle_path", "PEM"},
	} {
		_, err := backend.Connect(settle(t, test.given, test.environment), backend.Options{})
		var got *anatomy.Mistake
		if !errors.As(err, &got) || string(got.Setting) != test.setting || got.Origin != test.origin ||
			!strings.Contains(got.Error(), test.says) {
			t.Errorf("%s: %#v, want %+v", name, got, test)
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

// TestAuthConfig_RequiresNoUser but an app, even if the environment defines a user.
func TestAuthConfig_RequiresNoUser(t *testing.T) {
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
func TestConnect_InvalidProxyVariableIsNamed(t *testing.T) {
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

func TestConnect_FilesAreReadInEveryEncoding(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a byte order mark": "\xef\xbb\xbf" + guid2 + "\r\n",
		"UTF-16":            "\xff\xfe" + strings.Join(strings.Split(guid2+"\r\n", ""), "\x00") + "\x00",
	} {
		path := writeFile(t, content)
		config, err := backend.AuthConfig(settle(t, nil,
			signIn("PARTNERCENTER_CLIENT_ID=", "PARTNERCENTER_CLIENT_ID_FILE_PATH="+path)),
			backend.Options{})
		if err != nil || strings.TrimSpace(config.ClientID) != guid2 {
			t.Errorf("%s: %q, %v", name, config.ClientID, err)
		}
	}
}

func TestConnect_AFileThatHoldsAPlaceholder(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "${CLIENT_SECRET}\n")
	_, err := backend.Connect(settle(t, nil,
		signIn("PARTNERCENTER_CLIENT_SECRET=", "PARTNERCENTER_CLIENT_SECRET_FILE_PATH="+path)),
		backend.Options{})
	if err == nil || !strings.Contains(err.Error(), "PARTNERCENTER_CLIENT_SECRET_FILE_PATH") ||
		!strings.Contains(err.Error(), "placeholder") {
		t.Errorf("got %v", err)
	}
}

func TestConnect_CABundleIsReadInEveryFormOfLineBreaks(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	bundle := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE",
		Bytes: server.Certificate().Raw}))
	for name, content := range map[string]string{
		"as it is": bundle, "in one line": strings.ReplaceAll(bundle, "\n", ""),
		"escaped":  strings.ReplaceAll(bundle, "\n", `\n`),
		"indented": strings.ReplaceAll(bundle, "\n", "\n  "), "with a byte order mark": "\xef\xbb\xbf" +
			bundle,
	} {
		if _, err := backend.Connect(settle(t, map[string]string{"ca_bundle_path": writeFile(t, content)},
			signIn()), backend.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for want, content := range map[string]string{"cut off": bundle[:200],
		"it contains no certificate": "-",
		"PEM block of type":          "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"} {
		_, err := backend.Connect(settle(t, map[string]string{"ca_bundle_path": writeFile(t, content)},
			signIn()), backend.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
