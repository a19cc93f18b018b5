// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package expect

import (
	"runtime"
	"syscall"
)

// ConnectionRefused returns the error of this system for a connection to a closed port. On Windows,
// package syscall invents another one.
func ConnectionRefused() error {
	const windows = syscall.Errno(10061) // WSAECONNREFUSED
	if runtime.GOOS == "windows" {
		return windows
	}
	return syscall.ECONNREFUSED
}
