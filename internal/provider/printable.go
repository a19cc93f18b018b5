// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"

// printable replaces what is no visible character in a text of the service.
func printable(s string) string { return fraud.Printable(s) }
