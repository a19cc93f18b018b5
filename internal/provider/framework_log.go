// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "cmp"

// LimitFrameworkLog limits the log of terraform-plugin-framework to the level that Terraform shows,
// unless TF_LOG_SDK or TF_LOG_SDK_FRAMEWORK is set. Call it once per process, before serving.
//
// By default, the framework writes messages of every level, and Terraform discards the unwanted
// ones. The cost is more than the writing: the framework (1.19) looks up its logger for each
// message in a chain of contexts, and extends that chain for each value of a resource that it
// visits. So planning takes four times as long for twice as many values. A message below the level
// costs no look-up.
func LimitFrameworkLog(getenv func(string) string, setenv func(name, value string) error) {
	const level = "TF_LOG_SDK_FRAMEWORK"
	if getenv(level) != "" || getenv("TF_LOG_SDK") != "" {
		return
	}
	// without it, planning is only slower
	_ = setenv(level, cmp.Or(getenv("TF_LOG_PROVIDER"), getenv("TF_LOG"), "OFF"))
}
