// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings_test

import (
	"encoding/pem"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

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
		if s := settle(t, map[string]string{name: "~/partnercenter/file"}, map[string]string{"HOME": home}); s.Text(name) != want {
			t.Errorf("%s in the block: %q, want %q", name, s.Text(name), want)
		}
		for _, variable := range settings.Variables(name) {
			s := settle(t, nil, map[string]string{"HOME": home, variable: "~/partnercenter/file"})
			if s.Text(name) != want || s.Origin(name) != variable {
				t.Errorf("%s: %q from %q, want %q", variable, s.Text(name), s.Origin(name), want)
			}
		}
	}
	// A secret is no path.
	if s := settle(t, map[string]string{"client_secret": "~/s3cret"}, nil); s.Text("client_secret") != "~/s3cret" {
		t.Errorf("the secret became %q", s.Text("client_secret"))
	}
}

func TestResolve_TildeThatMeansNothing(t *testing.T) {
	t.Parallel()
	for _, name := range paths() {
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~/file") // HOME is not set
		refused(t, nil, "PARTNERCENTER_"+strings.ToUpper(name), "~kim/file")
		if problems := settings.Check(block(map[string]string{name: "~kim/file"})); len(problems) != 1 || problems[0].Setting != name {
			t.Errorf("%s: %v, want one problem", name, problems)
		}
	}
}

func placeholders() []string {
	return []string{"$(NAME)", "$(System.AccessToken)", "${{ secrets.NAME }}", "${{secrets.NAME}}", "${NAME}", " ${NAME}\n", "${NAME:-}", `"$(NAME)"`, "'${NAME}'"}
}

func TestResolve_PlaceholdersAreNoValues(t *testing.T) {
	t.Parallel()
	for _, name := range settings.Names() {
		for _, value := range placeholders() {
			for _, variable := range settings.Variables(name) {
				refused(t, nil, variable, value)
			}
			problems := settings.Check(block(map[string]string{name: value}))
			if len(problems) != 1 || problems[0].Setting != name || !strings.Contains(problems[0].Message, "placeholder") {
				t.Errorf("%s = %q: %v, want one problem", name, value, problems)
			}
		}
	}
	for _, value := range []string{"s3cret$(NAME)", "${", "$()x", "$NAME", "{{ NAME }}"} { // secrets may hold what they like
		if err := settings.CheckValue("client_secret", value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// A folder or a host has no name like that, and a file would be made under it.
func TestResolve_PlaceholdersArePartOfNoPathAndNoAddress(t *testing.T) {
	t.Parallel()
	places := append(paths(), "base_url", "authority_host", "oidc_request_url")
	for _, name := range places {
		for _, value := range []string{"/x/$(Agent.TempDirectory)/y", "${{ runner.temp }}/y", "/x/${NAME}", "https://$(HOST)/", "https://${HOST}"} {
			refused(t, nil, settings.Variables(name)[0], value)
			err := settings.CheckValue(name, value)
			if err == nil || !strings.Contains(err.Error(), "it contains an unreplaced placeholder") {
				t.Errorf("%s = %q: %v", name, value, err)
			}
		}
	}
	for _, value := range []string{"/x/$name/y", "/x/{name}", "/x/(y)", "/x/$/(y)"} {
		if err := settings.CheckValue("token_cache_path", value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
}

func TestConnect_FilesAreReadWhateverSavedThem(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a byte order mark": "\xef\xbb\xbf" + guid2 + "\r\n",
		"UTF-16":            "\xff\xfe" + strings.Join(strings.Split(guid2+"\r\n", ""), "\x00") + "\x00",
	} {
		path := writeFile(t, content)
		config, err := settle(t, nil, signIn("PARTNERCENTER_CLIENT_ID=", "PARTNERCENTER_CLIENT_ID_FILE_PATH="+path)).AuthConfig(settings.Options{})
		if err != nil || strings.TrimSpace(config.ClientID) != guid2 {
			t.Errorf("%s: %q, %v", name, config.ClientID, err)
		}
	}
	s := settle(t, map[string]string{"client_secret": "\ufeffs3cret"}, map[string]string{"PARTNERCENTER_CLIENT_ID": "\ufeff" + guid2})
	if s.Text("client_secret") != "s3cret" || s.Text("client_id") != guid2 {
		t.Errorf("%q, %q", s.Text("client_secret"), s.Text("client_id"))
	}
}

func TestConnect_AFileThatHoldsAPlaceholder(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "${CLIENT_SECRET}\n")
	_, err := settle(t, nil, signIn("PARTNERCENTER_CLIENT_SECRET=", "PARTNERCENTER_CLIENT_SECRET_FILE_PATH="+path)).Connect(settings.Options{})
	if err == nil || !strings.Contains(err.Error(), "PARTNERCENTER_CLIENT_SECRET_FILE_PATH") || !strings.Contains(err.Error(), "placeholder") {
		t.Errorf("got %v", err)
	}
}

func TestConnect_CABundleIsReadWhateverBecameOfItsLineBreaks(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(nil)
	t.Cleanup(server.Close)
	bundle := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	for name, content := range map[string]string{
		"as it is": bundle, "in one line": strings.ReplaceAll(bundle, "\n", ""), "escaped": strings.ReplaceAll(bundle, "\n", `\n`),
		"indented": strings.ReplaceAll(bundle, "\n", "\n  "), "with a byte order mark": "\xef\xbb\xbf" + bundle,
	} {
		if _, err := settle(t, map[string]string{"ca_bundle_path": writeFile(t, content)}, signIn()).Connect(settings.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for want, content := range map[string]string{"cut off": bundle[:200], "no PEM certificate": "-", "only certificates": "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"} {
		_, err := settle(t, map[string]string{"ca_bundle_path": writeFile(t, content)}, signIn()).Connect(settings.Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", want, err)
		}
	}
}
