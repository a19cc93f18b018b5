// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// shell is a shell that completes the command line.
type shell struct {
	name  string
	write func(root *cobra.Command, w io.Writer) error
}

func shells() []shell {
	return []shell{
		{"bash", func(root *cobra.Command, w io.Writer) error {
			return root.GenBashCompletionV2(w, true)
		}},
		{"zsh", (*cobra.Command).GenZshCompletion},
		{"fish", func(root *cobra.Command, w io.Writer) error {
			return root.GenFishCompletion(w, true)
		}},
		{"powershell", (*cobra.Command).GenPowerShellCompletionWithDesc},
	}
}

func newCompletionCommand(env environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion",
		Short: "Print a script that lets a shell complete commands, flags, and values",
		Long:  "Print a script that lets a shell complete commands, flags, and values.",
		Example: `  source <(partnercenter completion bash)
  partnercenter completion zsh > "${fpath[1]}/_partnercenter"
  partnercenter completion fish > ~/.config/fish/completions/partnercenter.fish
  partnercenter completion powershell | Out-String | Invoke-Expression`,
		Args: knownCommand,
		RunE: func(*cobra.Command, []string) error {
			return wrongUsage("name the shell: bash, zsh, fish, or powershell")
		},
	}
	for _, s := range shells() {
		cmd.AddCommand(&cobra.Command{
			Use:   s.name,
			Short: "Print the script for " + s.name,
			Long:  "Print the script for " + s.name + ".",
			Args:  noArguments,
			RunE: func(cmd *cobra.Command, _ []string) error {
				if err := s.write(cmd.Root(), env.stdout); err != nil {
					return fmt.Errorf("the script could not be written in full: %w", err)
				}
				return nil
			},
		})
	}
	return cmd
}
