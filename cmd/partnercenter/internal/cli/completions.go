// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// CompleteWith makes the shell suggest the values of a flag.
func CompleteWith(cmd *cobra.Command, flag string, values ...string) {
	offer(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// CompleteList makes the shell suggest values of a flag that accepts several, separated by commas.
func CompleteList(cmd *cobra.Command, flag string, values []string) {
	offer(cmd, flag, func(_ *cobra.Command, _ []string, typed string) ([]string,
		cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		offers := make([]string, 0, len(values))
		for _, value := range values {
			if !strings.Contains(","+before, ","+value+",") {
				offers = append(offers, before+value)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	})
}

// CompleteFiles makes the shell suggest files for a flag.
func CompleteFiles(cmd *cobra.Command, flag string) {
	offer(cmd, flag, cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault))
}

func offer(cmd *cobra.Command, flag string, values cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, values); err != nil {
		panic(err) // cannot happen: the flag exists
	}
}

// CompleteExtensions makes the shell suggest files with these extensions as arguments.
func CompleteExtensions(extensions ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(extensions, cobra.ShellCompDirectiveFilterFileExt)
}
