// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzKeyPair reads a PFX or PEM of any content. A mistake repeats neither the key nor the
// password.
func FuzzKeyPair(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(content) < 8<<10 {
			f.Add(content, "")
		}
	}
	for _, seed := range []string{"", "-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----",
		"-----BEGIN CERTIFICATE-----\n", "MIIK", "\x30\x82\x01\x00", "\xff\xfe-\x00",
		`-----BEGIN RSA PRIVATE KEY-----\nQUJD\n-----END RSA PRIVATE KEY-----`} {
		f.Add([]byte(seed), "pass~word-4711")
	}
	f.Fuzz(func(t *testing.T, data []byte, password string) {
		pair, mistake := parseKeyPair(data, password)
		if mistake == nil {
			if pair.key == nil || len(pair.chain) == 0 {
				t.Error("a key pair without a key or a certificate")
			}
			return
		}
		said := mistake.Error()
		if len(password) > 8 && strings.Contains(said, password) {
			t.Errorf("the password is in %q", said)
		}
		if len(said) > 1000 {
			t.Errorf("%d bytes: %q", len(said), said)
		}
	})
}
