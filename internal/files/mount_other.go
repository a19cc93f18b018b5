// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !linux

package files

// isMountPoint is false where single files cannot be mounted, or where the system does not tell.
// Write then finds out when it renames.
func isMountPoint(string) bool { return false }
