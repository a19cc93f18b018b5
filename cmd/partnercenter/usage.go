// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// usageError is an invalid command line, in one sentence for each mistake.
type usageError struct{ problem string }

func (e usageError) Error() string { return e.problem }

// wrongUsage reports an invalid command line.
func wrongUsage(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

// farthest is how many letters a suggestion may differ in.
const farthest = 2

// orHelp completes a mistake with the likeliest name or with where all of them are listed.
func orHelp(cmd *cobra.Command, mistake, prefix, name string, names []string) error {
	if meant := nearest.Of(name, names, farthest); meant != "" {
		return wrongUsage("%s. Did you mean %s%s?", mistake, prefix, meant)
	}
	return wrongUsage("%s. For help, run %s --help.", mistake, cmd.CommandPath())
}

// knownCommand refuses arguments of a command that has only subcommands.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return orHelp(cmd, fmt.Sprintf("unknown command %q", args[0]), "", args[0], namesOfCommands(cmd))
}

func namesOfCommands(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// noArguments refuses arguments of a command that has only flags.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return orHelp(cmd, fmt.Sprintf("unexpected argument %q", args[0]), "", "", nil)
}

// flagMistake says what is wrong with a flag.
func flagMistake(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	var lacking *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &invalid):
		return wrongUsage("--%s %s", invalid.GetFlag().Name, whatIsWrong(invalid))
	case errors.As(err, &lacking):
		return wrongUsage("--%s requires a value", lacking.GetFlag().Name)
	default:
		return wrongUsage("%v", err)
	}
}

func unknownFlag(cmd *cobra.Command, unknown *pflag.NotExistError) error {
	name, prefix := unknown.GetSpecifiedName(), "--"
	var names []string
	if unknown.GetSpecifiedShortnames() != "" {
		prefix = "-"
	} else {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	}
	return orHelp(cmd, fmt.Sprintf("unknown flag %s%s", prefix, name), "--", name, names)
}

// mistakenValue is an error that completes the name of its flag: "must be …".
type mistakenValue struct{ error }

// Unwrap returns what the value broke.
func (m mistakenValue) Unwrap() error { return m.error }

// whatIsWrong completes the name of a flag. The errors of pflag's own types name functions of Go.
func whatIsWrong(invalid *pflag.InvalidValueError) string {
	if mistake, ok := errors.AsType[mistakenValue](invalid.Unwrap()); ok {
		return mistake.Error()
	}
	return fmt.Sprintf("must be %s, got %q", kindOf(invalid.GetFlag().Value.Type()),
		invalid.GetValue())
}

func kindOf(flagType string) string {
	switch flagType {
	case "bool", "boolfunc":
		return "true or false"
	case "int", "uint64":
		return "a whole number"
	case "duration":
		return "a duration such as 90s or 5m"
	default:
		return "a valid " + flagType
	}
}

// visibleLines makes text printable and keeps its lines.
func visibleLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = visible(line)
	}
	return strings.Join(lines, "\n")
}
