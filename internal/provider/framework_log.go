// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "cmp"

// LimitFrameworkLog makes terraform-plugin-framework write its own log only as far as Terraform
// will show it, unless TF_LOG_SDK or TF_LOG_SDK_FRAMEWORK says otherwise. A process calls it once,
// before it serves.
//
// By default the framework writes every message at every level, and Terraform throws away what
// nobody has asked for. That costs more than the writing: the framework (1.19) looks its logger up
// for each message in a chain of contexts, and makes that chain longer by one link for each value
// of a resource that it visits, so that planning takes four times as long for twice as many values.
// A message below the level costs no look-up.
func LimitFrameworkLog(getenv func(string) string, setenv func(name, value string) error) {
	const level = "TF_LOG_SDK_FRAMEWORK"
	if getenv(level) != "" || getenv("TF_LOG_SDK") != "" {
		return
	}
	// without it, it is only slower
	_ = setenv(level, cmp.Or(getenv("TF_LOG_PROVIDER"), getenv("TF_LOG"), "OFF"))
}
