// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// The command partnercenter is the companion of the Terraform provider of the same name.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// Exit statuses.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
	exitListed  = 2 // of "events --exit-code", which reports an invalid command line as a failure
)

// environment is the outside world that a command can access. Values holds the variables as
// "NAME=value".
type environment struct {
	stdin          io.Reader // nil is the system's
	stdout, stderr io.Writer
	values         []string

	// openURL shows an address in the user's browser. Nil is the system's browser.
	openURL func(address string) error
}

// input is the source of input that is not in a file.
func (e environment) input() io.Reader {
	if e.stdin == nil {
		return os.Stdin
	}
	return e.stdin
}

// getenv returns a variable, or an empty string. Of several with one name, the last counts, as in a
// shell.
func (e environment) getenv(name string) string {
	value, _ := e.lookup(name)
	return value
}

// lookup distinguishes an empty variable from a missing one.
func (e environment) lookup(name string) (value string, isSet bool) {
	for _, value := range slices.Backward(e.values) {
		if rest, ok := strings.CutPrefix(value, name+"="); ok {
			return rest, true
		}
	}
	return "", false
}

// command is a subcommand.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, args []string, env environment) error
}

// commands are in the order of the usage text.
func commands() []command {
	return []command{
		{"login", "sign in a user with MFA, and store the refresh token", runLogin},
		{"rotate", "redeem the refresh token, and store the new one", runRotate},
		{"events", "list fraud events, as a table, as JSON, or as entries for a decisions file",
			runEvents},
		{"check", "find mistakes in a decisions file, before Terraform reads it", runCheck},
		{"doctor", "report, line by line, whether this configuration reaches Partner Center", runDoctor},
		{"emulator", "run Partner Center and a sign-in server on this machine, for trials and tests",
			runEmulator},
	}
}

// Errors of a command that has already reported its result.
var (
	errUsage  = errors.New("usage")         // the command line was wrong
	errFailed = errors.New("failed")        // for a command whose exit status 2 has another meaning
	errListed = errors.New("events listed") // not a failure
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Environ())
	stop()
	os.Exit(status)
}

// run runs the subcommand at the start of args and returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer, environ []string) int {
	if len(args) == 0 {
		printUsage(stderr)
		return exitUsage
	}
	if args[0] == "-h" || args[0] == "-help" || args[0] == "--help" || args[0] == "help" {
		printUsage(stdout)
		return exitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return exitStatus(stderr, c.name,
				c.run(ctx, args[1:], environment{stdout: stdout, stderr: stderr, values: environ}))
		}
	}
	say(stderr, "partnercenter: there is no command %q\n\n", args[0])
	printUsage(stderr)
	return exitUsage
}

func exitStatus(stderr io.Writer, name string, err error) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		return exitUsage
	case errors.Is(err, errFailed):
		return exitFailure
	case errors.Is(err, errListed):
		return exitListed
	default:
		say(stderr, "partnercenter %s: %s\n", name, strings.Join(layOut(name, err), "\n"))
		return exitFailure
	}
}

func printUsage(w io.Writer) {
	say(w, "Usage: partnercenter <command> [flags]\n\nCommands:\n")
	for _, c := range commands() {
		say(w, "  %-10s  %s\n", c.name, c.summary)
	}
	say(w, "\nRun \"partnercenter <command> -h\" for the flags of a command.\n")
}

// parseFlags parses the flags of a subcommand, which takes no other arguments. The error is
// flag.ErrHelp or errUsage, and has been reported.
func parseFlags(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return orUsage(err)
	}
	if flags.NArg() > 0 {
		say(flags.Output(), "unexpected argument %q\n", flags.Arg(0))
		flags.Usage()
		return errUsage
	}
	return nil
}

// orUsage turns an error of the flag package, which has reported it, into errUsage.
func orUsage(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	return errUsage
}

func newFlagSet(command string, stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("partnercenter "+command, flag.ContinueOnError)
	flags.SetOutput(stderr)
	return flags
}

// usageError reports an invalid command line.
func usageError(env environment, problem string) error {
	say(env.stderr, "%s\n", problem)
	return errUsage
}

// say writes for a person. If that fails, the error cannot be reported anywhere.
func say(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}
