// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/buildinfo"
)

// version is set by the release build.
var version = buildinfo.Development

// userAgent introduces the command to the services that it calls.
func userAgent() string { return buildinfo.Read(version).UserAgent(program) }

func newVersionCommand(env environment) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit, and the platform of this build",
		Long: "Print the version, the commit, the version of Go, and the platform of this build. " +
			"The flag\n--version prints the same line.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			build := buildinfo.Read(version)
			if output == outputJSON {
				encoder := json.NewEncoder(env.stdout)
				encoder.SetIndent("", "  ")
				return encoder.Encode(build)
			}
			_, err := fmt.Fprintf(env.stdout, "%s %s\n", program, build)
			return err
		},
	}
	outputVar(cmd, &output, "`form` of the output: text or json", outputText, outputJSON)
	return cmd
}
