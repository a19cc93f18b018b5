// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/check"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/doctor"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/events"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/login"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/report"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/review"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/rotate"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/webhook"
)

const help = `The companion command of the Terraform provider for the fraud events of Microsoft
Partner Center.

In place of a FILE, and as the value of --merge, - means standard input. Every other flag for a path
refuses -. A file of that name is ./-.

Exit status: 0 for success; 1 for every error, including an invalid command line; 2 only with
--exit-code, if the command finds something.`

// commands returns all commands except help.
func commands(env cli.Environment) []*cobra.Command {
	return []*cobra.Command{
		login.New(env),
		rotate.New(env),
		events.New(env),
		report.New(env),
		check.New(env),
		review.New(env),
		webhook.New(env),
		doctor.New(env),
		emulator.New(env),
		newCompletion(env),
		newVersion(env),
	}
}

// newRoot returns the whole command line. Commands write to env.
func newRoot(env cli.Environment) *cobra.Command {
	root := &cobra.Command{
		Use:           cli.Program,
		Short:         "Find, check, and list the fraud events of Microsoft Partner Center",
		Long:          help,
		Version:       env.Build().String(),
		Args:          cli.KnownCommand,
		SilenceErrors: true, // exitStatus reports them
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(env.Stderr)
			_ = cmd.Help() // a user who cannot read it sees the exit status
			return cli.ErrFailed
		},
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	root.SetFlagErrorFunc(cli.FlagMistake)
	root.CompletionOptions.DisableDefaultCmd = true // we have our own
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.AddCommand(commands(env)...)
	root.SetHelpCommand(newHelp())
	root.InitDefaultHelpCmd()
	return root
}
