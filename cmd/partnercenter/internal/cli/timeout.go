// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"
	"time"

	"github.com/spf13/cobra"
)

// timeout is the value of a flag that takes a duration greater than 0.
type timeout time.Duration

func (t *timeout) String() string { return time.Duration(*t).String() }

// Type returns the type name for FlagMistake and the help.
func (t *timeout) Type() string { return "duration" }

func (t *timeout) Set(value string) error {
	limit, err := time.ParseDuration(value)
	if err == nil && limit <= 0 {
		return Mistake(errors.New("must be greater than 0"))
	}
	*t = timeout(limit)
	return err
}

// TimeoutVar defines the flag that limits how long a command takes.
func TimeoutVar(cmd *cobra.Command, limit *time.Duration) {
	*limit = 5 * time.Minute
	cmd.Flags().Var((*timeout)(limit), "timeout", "`time` limit for the whole command")
}
