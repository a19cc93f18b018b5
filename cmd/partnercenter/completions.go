// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/spf13/cobra"
)

// completeList lets the shell offer values of a flag that takes several, with commas between them.
func completeList(cmd *cobra.Command, flag string, values []string) {
	complete := func(_ *cobra.Command, _ []string, typed string) ([]string,
		cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		offers := make([]string, 0, len(values))
		for _, value := range values {
			if !strings.Contains(","+before, ","+value+",") {
				offers = append(offers, before+value)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // there is no such flag
	}
}

// completeSignIn offers clouds and files for the flags of the sign-in.
func completeSignIn(cmd *cobra.Command) {
	completeWith(cmd, "environment", "global", "usgovernment", "china")
	completeFiles(cmd, "token-cache")
}

// completeFiles lets the shell offer files for flags.
func completeFiles(cmd *cobra.Command, flags ...string) {
	for _, flag := range flags {
		err := cmd.RegisterFlagCompletionFunc(flag, func(*cobra.Command, []string, string) ([]string,
			cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		})
		if err != nil {
			panic(err) // there is no such flag
		}
	}
}

// completeDecisionsFiles offers files with the extensions of YAML.
func completeDecisionsFiles(*cobra.Command, []string, string) ([]string,
	cobra.ShellCompDirective) {
	return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
}
