// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// A check whose failure nobody sees is none. The test runs itself as a program.
func TestMain_FailureIsTheExitStatus(t *testing.T) {
	t.Parallel()
	const role = "TEST_PROCESS"
	switch os.Getenv(role) {
	case "fails":
		Main("check", func(context.Context) error { return errors.New("a byte differs") })
	case "succeeds":
		Main("check", func(context.Context) error { return nil })
	}
	for does, want := range map[string]string{"fails": "check: a byte differs\n", "succeeds": ""} {
		cmd := exec.CommandContext(t.Context(), os.Args[0],
			"-test.run=^TestMain_FailureIsTheExitStatus$")
		cmd.Env = append(os.Environ(), role+"="+does)
		out, err := cmd.CombinedOutput()
		expect.Equal(t, does, want, string(out))
		expect.Equal(t, does, does == "fails", err != nil)
	}
}
