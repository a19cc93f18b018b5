// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package partnercenter

import "syscall"

const connectionReset = syscall.ECONNRESET
