// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Output formats that several commands share.
const (
	Text     = "text"
	JSON     = "json"
	Markdown = "markdown"
	CSV      = "csv"
)

type choice struct {
	chosen *string
	values []string
}

func (c choice) String() string { return *c.chosen }

// Type returns the name of the value in the help.
func (c choice) Type() string { return "form" }

func (c choice) Set(value string) error {
	if !slices.Contains(c.values, value) {
		return Mistake(fmt.Errorf("must be one of %s, got %s", strings.Join(c.values, ", "),
			anatomy.Typed(value)))
	}
	*c.chosen = value
	return nil
}

// ChoiceVar defines a flag that accepts one of the values, which the shell suggests. The default is
// the initial value of chosen.
func ChoiceVar(cmd *cobra.Command, chosen *string, name, shorthand, usage string,
	values ...string) {
	cmd.Flags().VarP(choice{chosen, values}, name, shorthand, usage)
	CompleteWith(cmd, name, values...)
}

// OutputVar defines the flag -o, --output. The first format is the default.
func OutputVar(cmd *cobra.Command, output *string, usage string, forms ...string) {
	*output = forms[0]
	ChoiceVar(cmd, output, "output", "o", usage, forms...)
}
