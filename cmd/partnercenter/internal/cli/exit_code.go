// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

// Errors of a command that has already reported its result.
var (
	ErrFailed = errors.New("failed")          // exit status 1, as any other error
	ErrFound  = errors.New("found something") // not a failure: exit status 2 of --exit-code
)

// ExitCodeVar defines the flag of commands that use exit status 2 to report that they found
// something.
func ExitCodeVar(cmd *cobra.Command, wanted *bool, usage string) {
	cmd.Flags().BoolVar(wanted, "exit-code", false, usage)
}
