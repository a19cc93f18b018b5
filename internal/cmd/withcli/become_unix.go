// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package main

import (
	"context"
	"os"
	"syscall"
)

// become replaces this process, which passes on signals and the exit status unchanged.
func become(_ context.Context, program string, args []string) error {
	return syscall.Exec(program, args, os.Environ())
}
