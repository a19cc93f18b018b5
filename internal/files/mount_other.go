// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !linux

package files

// isMountPoint is false if the system cannot mount single files or does not report them. Write then
// notices when it renames.
func isMountPoint(string) bool { return false }
