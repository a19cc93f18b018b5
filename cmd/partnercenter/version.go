// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
)

func newVersion(env cli.Environment) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit, and the platform of this build",
		Long: "Print the version, the commit, the version of Go, and the platform of this build. " +
			"The flag\n--version prints the same line.",
		Args: cli.NoArguments,
		RunE: func(*cobra.Command, []string) error {
			content := fmt.Appendf(nil, "%s %s\n", cli.Program, env.Build())
			if output == cli.JSON {
				var err error
				if content, err = terminal.JSON(env.Build()); err != nil {
					return err
				}
			}
			return env.Print("the version", content)
		},
	}
	cli.OutputVar(cmd, &output, "`format` of the output: text or json", cli.Text, cli.JSON)
	return cmd
}
