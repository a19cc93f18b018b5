// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"os"
	"strings"
)

// CleanEnvironment omits variables that would change a run: a user's own credentials and Terraform
// settings.
func CleanEnvironment(environment []string) []string {
	var kept []string
	for _, setting := range environment {
		foreign := false
		for _, prefix := range []string{"PARTNERCENTER_", "ARM_", "AZURE_", "TF_", "TFC_"} {
			foreign = foreign || strings.HasPrefix(setting, prefix)
		}
		if !foreign {
			kept = append(kept, setting)
		}
	}
	return kept
}

// Automated returns the environment in which a program runs a CLI with this configuration file and
// settings: without the user's own, and without colors and questions.
func Automated(configFile string, settings []string) []string {
	return append(append(CleanEnvironment(os.Environ()), settings...),
		"TF_CLI_CONFIG_FILE="+configFile, "TF_CLI_ARGS=-no-color", "TF_INPUT=0", "TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1")
}
