// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// CompleteWith lets the shell offer the values of a flag.
func CompleteWith(cmd *cobra.Command, flag string, values ...string) {
	offer(cmd, flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
}

// CompleteList lets the shell offer values of a flag that takes several, with commas between them.
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

// CompleteFiles lets the shell offer files for a flag.
func CompleteFiles(cmd *cobra.Command, flag string) {
	offer(cmd, flag, cobra.FixedCompletions(nil, cobra.ShellCompDirectiveDefault))
}

func offer(cmd *cobra.Command, flag string, values cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, values); err != nil {
		panic(err) // there is no such flag
	}
}

// CompleteExtensions lets the shell offer files with these extensions as arguments.
func CompleteExtensions(extensions ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(extensions, cobra.ShellCompDirectiveFilterFileExt)
}
