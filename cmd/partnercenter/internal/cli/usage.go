// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/nearest"
)

// UsageError is an invalid command line, in one sentence for each mistake.
type UsageError struct{ problem string }

func (e UsageError) Error() string { return e.problem }

// WrongUsage reports an invalid command line.
func WrongUsage(format string, args ...any) error {
	return UsageError{fmt.Sprintf(format, args...)}
}

// WrongUsages reports every mistake of a command line, in a sentence each; nil if there is none.
func WrongUsages(mistakes []string) error {
	if len(mistakes) == 0 {
		return nil
	}
	return UsageError{strings.Join(mistakes, "\n")}
}

// farthest is the maximum number of letters in which a suggestion may differ.
const farthest = 2

// orHelp adds the likeliest name or a reference to the help to a mistake.
func orHelp(cmd *cobra.Command, mistake, prefix, name string, names []string) error {
	if meant := nearest.Of(name, names, farthest); meant != "" {
		return WrongUsage("%s. Did you mean %s%s?", mistake, prefix, meant)
	}
	return WrongUsage("%s. For help, run %s --help.", mistake, cmd.CommandPath())
}

// KnownCommand refuses arguments of a command that has only subcommands.
func KnownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	names := Subcommands(cmd)
	if !cmd.HasParent() {
		names = append(names, "help") // which cobra does not count
	}
	return orHelp(cmd, "unknown command "+anatomy.Typed(args[0]), "", args[0], names)
}

// Subcommands returns the names of a command's subcommands.
func Subcommands(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// NoArguments refuses arguments of a command that has only flags and subcommands.
func NoArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return orHelp(cmd, "unexpected argument "+anatomy.Typed(args[0]), "", args[0], Subcommands(cmd))
}
