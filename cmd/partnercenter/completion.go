// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
)

// script returns the command that prints a completion script.
type script struct {
	name  string
	write func(root *cobra.Command, w io.Writer) error
}

func scripts() []script {
	return []script{
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

func newCompletion(env cli.Environment) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion",
		Short: "Print a script that lets a shell complete commands, flags, and values",
		Long:  "Print a script that lets a shell complete commands, flags, and values.",
		Example: `  source <(partnercenter completion bash)
  partnercenter completion zsh > "${fpath[1]}/_partnercenter"
  partnercenter completion fish > ~/.config/fish/completions/partnercenter.fish
  partnercenter completion powershell | Out-String | Invoke-Expression`,
		Args: cli.KnownCommand,
		RunE: func(*cobra.Command, []string) error {
			return cli.WrongUsage("name the shell: bash, zsh, fish, or powershell.")
		},
	}
	for _, s := range scripts() {
		cmd.AddCommand(&cobra.Command{
			Use:   s.name,
			Short: "Print the script for " + s.name,
			Long:  "Print the script for " + s.name + ".",
			Args:  cli.NoArguments,
			RunE: func(cmd *cobra.Command, _ []string) error {
				var out bytes.Buffer
				if err := s.write(cmd.Root(), &out); err != nil {
					return err
				}
				return env.Print("the script", out.Bytes())
			},
		})
	}
	return cmd
}
