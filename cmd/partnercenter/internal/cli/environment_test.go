// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli_test

import (
	"bytes"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// Whatever a command says, such as the sign-in's own words, it shows no secret and does not act.
func TestDiscreet_EveryMessageIsHarmless(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	env := cli.Environment{Stderr: &said,
		Values: []string{"PARTNERCENTER_CLIENT_SECRET=zqSECRET", "ARM_OIDC_TOKEN=short"}}.Discreet()
	env.Say("a\x1b[31m of %s\n\u202eb ##vso[x]\n::error::y\n", "zqSECRET and short")
	expect.Equal(t, "said", `a\u001b[31m of (redacted) and short`+"\n"+
		`\u202eb #\u0023vso[x]`+"\n"+`: :error::y`+"\n", said.String())
}
