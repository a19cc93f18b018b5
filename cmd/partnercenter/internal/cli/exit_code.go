// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

// Errors of a command that has already reported its result.
var (
	ErrFailed = errors.New("failed")          // for a command whose exit status 2 has another meaning
	ErrFound  = errors.New("found something") // not a failure: exit status 2 of --exit-code
)

const exitCode = "exit-code"

// ExitCodeVar defines the flag of commands that use exit status 2 to report that they found
// something.
func ExitCodeVar(cmd *cobra.Command, wanted *bool, usage string) {
	cmd.Flags().BoolVar(wanted, exitCode, false, usage)
}

// HasExitCode reports whether exit status 2 of the command means that it found something.
func HasExitCode(cmd *cobra.Command) bool { return cmd.Flags().Lookup(exitCode) != nil }
