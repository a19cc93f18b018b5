// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package document

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A broken file triggers each row of the table, so the test fails if the library changes its words.
func TestSyntaxErrors_AreStillWordedSo(t *testing.T) {
	t.Parallel()
	paths := expect.Must(filepath.Glob(filepath.Join("..", "testdata", "broken", "*.yaml")))(t)
	met := map[string]bool{}
	for _, path := range paths {
		file := expect.Must(os.ReadFile(path))(t)
		found := CheckText(file)
		if found == nil {
			_, found = Load(file)
		}
		if found != nil {
			met[found.Problem] = true
		} else if _, err := Decode(file); err != nil {
			met[ExplainRefusal(err).Problem] = true
		}
	}
	for _, known := range syntaxErrors() {
		if !met[known.problem] {
			t.Errorf("no broken file leads to %q (%q, %q)", known.problem, known.message, known.context)
		}
	}
}
