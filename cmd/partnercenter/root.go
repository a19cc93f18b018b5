// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
)

// program is the name of the root command.
const program = "partnercenter"

// flagExitCode is the flag of commands that report by exit status 2 that they found something.
const flagExitCode = "exit-code"

// commands are all commands, apart from help.
func commands(env environment) []*cobra.Command {
	return []*cobra.Command{
		newLoginCommand(env),
		newRotateCommand(env),
		newEventsCommand(env),
		newReportCommand(env),
		newCheckCommand(env),
		newReviewCommand(env),
		newDoctorCommand(env),
		newEmulatorCommand(env),
		newCompletionCommand(env),
		newVersionCommand(env),
	}
}

// newRoot is the command line as a whole. What a command says goes to env.
func newRoot(env environment) *cobra.Command {
	root := &cobra.Command{
		Use:   program,
		Short: "Find, check, and list the fraud events of Microsoft Partner Center",
		Long: "The companion command of the Terraform provider for the fraud events of Microsoft " +
			"Partner Center.",
		Version:       buildinfo.Read(version).String(),
		Args:          knownCommand,
		SilenceErrors: true, // exitStatus reports them
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(env.stderr)
			_ = cmd.Help() // whoever cannot read it sees the exit status
			return errUsage
		},
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.SetFlagErrorFunc(flagMistake)
	root.CompletionOptions.DisableDefaultCmd = true // there is ours
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.AddCommand(commands(env)...)
	root.SetHelpCommand(newHelpCommand())
	root.InitDefaultHelpCmd()
	return root
}
