// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !linux

package files

// isMountPoint is false where single files are not mounted, or the system does not say so. Write notices it late.
func isMountPoint(string) bool { return false }
