// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "github.com/spf13/cobra"

// newHelpCommand replaces cobra's, which reports success for a command that does not exist.
func newHelpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		Long:  "Show the help of a command.",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string,
			cobra.ShellCompDirective) {
			var names []string
			if topic, _, err := cmd.Root().Find(args); err == nil {
				names = namesOfCommands(topic)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			topic, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return orHelp(topic, "unknown command "+quoted(rest[0]), "", rest[0],
					namesOfCommands(topic))
			}
			topic.InitDefaultHelpFlag()
			return topic.Help()
		},
	}
}
