// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package cli is what all commands share: the outside world, flags, mistakes on the command line,
// and results that the exit status tells.
package cli
