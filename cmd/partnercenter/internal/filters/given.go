// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package filters

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
)

// Given holds the values of the flags, by name. They are parsed after all flags are known, so that
// all mistakes are reported at once.
type Given map[string][]string

// Register adds the flags to a command, except the omitted ones.
func Register(cmd *cobra.Command, leftOut ...string) Given {
	given, flags := Given{}, cmd.Flags()
	for _, f := range all() {
		if slices.Contains(leftOut, f.name) {
			continue
		}
		keep := func(value string) error {
			given[f.name] = append(given[f.name], value)
			return nil
		}
		if f.boolean {
			flags.BoolFunc(f.name, f.usage, keep)
		} else {
			flags.Func(f.name, f.usage, keep)
		}
		if f.many {
			cli.CompleteList(cmd, f.name, f.values)
		}
	}
	return given
}

// Query parses and checks the values. The mistakes are full sentences.
func (given Given) Query() (query Query, mistakes []string) {
	for _, f := range all() {
		values := given[f.name]
		if len(values) == 0 {
			continue
		}
		if f.many {
			values = strings.Split(strings.Join(values, ","), ",")
		} else if len(values) > 1 {
			mistakes = append(mistakes, fmt.Sprintf("--%s takes one value, got %d.", f.name,
				len(values)))
		}
		for _, value := range values {
			if err := f.read(&query, strings.TrimSpace(value)); err != nil {
				mistakes = append(mistakes, fmt.Sprintf("--%s %v.", f.name, err))
			}
		}
	}
	if query.Filter.HasEmptyRange() {
		mistakes = append(mistakes, fmt.Sprintf("--%s (%s) must be earlier than --%s (%s): no "+
			"event could match.",
			flagDetectedAfter, given[flagDetectedAfter][0], flagDetectedBefore,
			given[flagDetectedBefore][0]))
	}
	return query, mistakes
}
