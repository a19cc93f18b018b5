// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"bytes"
	"context"
	"os/exec"
	"time"
)

const (
	cliLimit = 60 * time.Second // the CLI takes seconds, and longer if it refreshes its own tokens
	cliGrace = 2 * time.Second  // for child processes that keep its output open
)

// CommandRunner runs the Azure CLI and returns its output. The error comes from [exec.Cmd.Run] or
// the context.
type CommandRunner func(ctx context.Context, args ...string) (stdout, stderr []byte, err error)

// runAzureCLI runs az from PATH (az.cmd on Windows, according to PATHEXT), never one from the
// working directory.
func runAzureCLI(ctx context.Context, args ...string) (stdout, stderr []byte, err error) {
	return runCommand(ctx, cliLimit, "az", args...)
}

func runCommand(ctx context.Context, limit time.Duration, name string, args ...string) (stdout,
	stderr []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, nil, err
	}
	var out, complaints bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = &out, &complaints
	cmd.WaitDelay = cliGrace
	err = cmd.Run()
	if ctx.Err() != nil {
		err = ctx.Err() // instead of "signal: killed"
	}
	return out.Bytes(), complaints.Bytes(), err
}
