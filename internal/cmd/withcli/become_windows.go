// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

// become runs the program and ends with its exit status. Windows cannot replace a process, but it
// sends Ctrl-C to both.
func become(ctx context.Context, program string, args []string) error {
	cmd := exec.CommandContext(context.WithoutCancel(ctx), program, args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		os.Exit(failed.ExitCode())
	}
	return err
}
