// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestFormOf_FollowsTheFlagAndTheName(t *testing.T) {
	t.Parallel()
	variables := map[string]string{"B": "it's \u2019", "A": ""}
	const sh, powerShell = "export A=''\nexport B='it'\\''s \u2019'\n",
		"$env:A = ''\n$env:B = 'it''s \u2019\u2019'\n"
	for _, c := range []struct{ asked, file, want string }{
		{"", "", sh}, {"", "x.env", sh}, {"", "x.ps1", powerShell}, {"", "X.PS1", powerShell},
		{envShell, "x.ps1", sh}, {envPowerShell, "", powerShell},
	} {
		expect.Equal(t, c.asked+" "+c.file, c.want, formOf(c.asked, c.file).lines(variables))
	}
}

func TestEmulator_EnvFileForPowerShell(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "it's.ps1")
	out, _ := startCommand(t, io.Discard, "--env-file", path)
	expect.Contains(t, string(expect.Must(os.ReadFile(path))(t)), "\n$env:PARTNERCENTER_TENANT_ID = '")
	expect.Contains(t, out.String(), "To use it: . '"+filepath.Dir(path)+"/it''s.ps1'\n")
}
