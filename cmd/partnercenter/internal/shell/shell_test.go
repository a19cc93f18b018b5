// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package shell

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

func TestFor_FollowsTheFlagAndTheName(t *testing.T) {
	t.Parallel()
	variables := map[string]string{"B": "it's \u2019", "A": ""}
	const sh, ps = "export A=''\nexport B='it'\\''s \u2019'\n",
		"$env:A = ''\n$env:B = 'it''s \u2019\u2019'\n"
	for _, c := range []struct{ asked, file, want string }{
		{"", "", sh}, {"", "x.env", sh}, {"", "x.ps1", ps}, {"", "X.PS1", ps},
		{posix, "x.ps1", sh}, {powerShell, "", ps},
	} {
		expect.Equal(t, c.asked+" "+c.file, c.want, For(c.asked, c.file).Assign(variables))
	}
}
