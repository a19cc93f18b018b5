// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend_test

import (
	"encoding/pem"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
)

func TestConnect_FilesAreReadWhateverSavedThem(t *testing.T) {
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

func TestConnect_CABundleIsReadWhateverBecameOfItsLineBreaks(t *testing.T) {
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
