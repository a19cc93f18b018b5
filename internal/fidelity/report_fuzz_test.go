// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fidelity_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// FuzzReport reads a report that a stranger sends. It can only set switches of the emulator, to
// values that these take, and what is said about it is visible and short.
func FuzzReport(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "..", "test", "testdata", "reports", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no reports: %v", err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		report := expect.Must(fidelity.Read(content))(f)
		report.Calls = nil // large, and not imitated
		f.Add(expect.Must(report.Encode())(f))
	}
	for _, seed := range []string{"", `{"version":1,"observations":{"x\u001b":"y"}}`, `{"version":2}`,
		`{"version":1,"observations":{"list-order":"1"},"calls":[{"body":{"keys":null}}]}`,
		`{"version":1,"x":1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		check := func(said string) {
			if len(said) > 1000 || strings.ContainsFunc(said,
				func(r rune) bool { return !unicode.IsGraphic(r) }) {
				t.Errorf("%q", said)
			}
		}
		report, err := fidelity.Read(file)
		if err != nil {
			check(err.Error())
			return
		}
		like, err := report.Imitate()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range like.Unable {
			check(line)
		}
		var behaviour emulator.Behaviour
		if err := like.Apply(&behaviour); err != nil {
			t.Error(err)
		}
	})
}
