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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/explain"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
)

// Exit statuses.
const (
	exitOK      = 0
	exitFailure = 1 // also for an invalid command line
	exitFound   = 2 // of --exit-code, and for nothing else
)

// version is set by the release build.
var version = buildinfo.Development

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	context.AfterFunc(ctx, stop) // a second signal ends whatever does not listen
	status := run(ctx, os.Args[1:], cli.Environment{Stdout: os.Stdout, Stderr: os.Stderr,
		Values: os.Environ(), Columns: terminal.Columns(os.Stdout), Version: version})
	stop()
	os.Exit(status)
}

// endings are the signals that end a command in an orderly way, without leftovers of the files that
// it was writing. Whoever starts a command with nohup wants it to outlive the terminal.
func endings() []os.Signal {
	if signal.Ignored(syscall.SIGHUP) {
		return []os.Signal{os.Interrupt, syscall.SIGTERM}
	}
	return []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
}

func run(ctx context.Context, args []string, env cli.Environment) int {
	env = env.Discreet()
	env.Interrupted = ctx.Done()
	root := newRoot(env)
	root.SetArgs(normalise(root, args))
	cmd, err := root.ExecuteContextC(ctx)
	return exitStatus(cmd, env, err)
}

// exitStatus reports an error as the last and shortest message of a command.
func exitStatus(cmd *cobra.Command, env cli.Environment, err error) int {
	var usage cli.UsageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		env.Say("%s: %s\n", cmd.CommandPath(), terminal.VisibleLines(usage.Error()))
		return exitFailure
	case errors.Is(err, cli.ErrFailed):
		return exitFailure
	case errors.Is(err, cli.ErrFound):
		return exitFound
	default:
		env.Say("%s: %s\n", cmd.CommandPath(), strings.Join(explain.Lines(cmd.Flags(), err), "\n"))
		return exitFailure
	}
}
