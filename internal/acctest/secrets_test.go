// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A secret anywhere in what a program wrote fails the test that ran the program.
func TestWorkspace_ASecretAnywhereIsFound(t *testing.T) {
	t.Parallel()
	s := StartEmulator(t)
	issued := s.IssueRefreshToken()
	for _, secret := range []string{issued, "only~in.the-environment"} {
		for _, place := range []string{"", "trace.log", "terraform.tfstate", "a/summary.md"} {
			w := &Workspace{t: t, Folder: t.TempDir(), said: &strings.Builder{},
				written:     map[string]string{},
				Environment: map[string]string{"PARTNERCENTER_CLIENT_SECRET": "only~in.the-environment"}}
			w.Write("main.tf", "# nothing secret")
			expect.NoError(t, w.findSecrets(w.Folder))
			if place == "" {
				w.said.WriteString("token: " + secret)
			} else {
				path := filepath.Join(w.Folder, place)
				expect.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
				expect.NoError(t, os.WriteFile(path, []byte("token: "+secret), 0o600))
			}
			if err := w.findSecrets(w.Folder); err == nil {
				t.Errorf("a secret in %q was not found", place)
			} else if strings.Contains(err.Error(), secret) {
				t.Errorf("the error repeats it: %v", err)
			}
		}
	}
}
