// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import "strings"

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
