// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import "github.com/spf13/cobra"

// completeDecisionsFiles offers files with the extensions of YAML.
func completeDecisionsFiles(*cobra.Command, []string, string) ([]string,
	cobra.ShellCompDirective) {
	return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
}
