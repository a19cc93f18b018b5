// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Forms of an output.
const (
	outputText     = "text"
	outputJSON     = "json"
	outputMarkdown = "markdown"
	outputCSV      = "csv"
)

// choice is the value of a flag that takes one of a list.
type choice struct {
	chosen *string
	values []string
}

func (c choice) String() string { return *c.chosen }

// Type is the name of the value in the help.
func (c choice) Type() string { return "form" }

func (c choice) Set(value string) error {
	if !slices.Contains(c.values, value) {
		return mistakenValue{fmt.Errorf("must be one of %s, got %q", strings.Join(c.values, ", "), value)}
	}
	*c.chosen = value
	return nil
}

// outputVar defines the flag -o, --output. The first form is the default.
func outputVar(cmd *cobra.Command, output *string, usage string, forms ...string) {
	*output = forms[0]
	cmd.Flags().VarP(choice{output, forms}, "output", "o", usage)
	completeWith(cmd, "output", forms...)
}

// completeWith lets the shell offer the values of a flag.
func completeWith(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag,
		cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // there is no such flag
	}
}
