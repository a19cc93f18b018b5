// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// Exit statuses.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitListed  = 2 // of "events --exit-code", which reports an invalid command line as a failure
)

// Errors of a command that has already reported its result.
var (
	errUsage  = errors.New("usage")         // the command line was wrong
	errFailed = errors.New("failed")        // for a command whose exit status 2 has another meaning
	errListed = errors.New("events listed") // not a failure
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:],
		environment{stdout: os.Stdout, stderr: os.Stderr, values: os.Environ(),
			columns: columnsOf(os.Stdout)})
	stop()
	os.Exit(status)
}

// run runs the command that the arguments name and returns the exit status.
func run(ctx context.Context, args []string, env environment) int {
	root := newRoot(env)
	root.SetArgs(normalise(root, args))
	cmd, err := root.ExecuteContextC(ctx)
	return exitStatus(cmd, env, err)
}

// exitStatus reports an error as the last and shortest of what a command says.
func exitStatus(cmd *cobra.Command, env environment, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		say(env.stderr, "%s: %s\n", cmd.CommandPath(), visibleLines(usage.Error()))
		return usageStatus(cmd)
	case errors.Is(err, errUsage):
		return usageStatus(cmd)
	case errors.Is(err, errFailed):
		return exitFailure
	case errors.Is(err, errListed):
		return exitListed
	default:
		say(env.stderr, "%s: %s\n", cmd.CommandPath(), strings.Join(layOut(cmd.Name(), err), "\n"))
		return exitFailure
	}
}

// usageStatus is the exit status of an invalid command line. With --exit-code, 2 means something
// else, and has this one meaning.
func usageStatus(cmd *cobra.Command) int {
	if cmd.Flags().Lookup(flagExitCode) != nil {
		return exitFailure
	}
	return exitUsage
}
