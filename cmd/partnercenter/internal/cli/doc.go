// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package cli is shared by all commands: the outside world, flags, mistakes on the command line,
// and results as exit statuses.
package cli
