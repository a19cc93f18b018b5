// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import "golang.org/x/sys/unix"

// isMountPoint reports whether the file itself is a mount point, as container platforms mount
// secrets. Renaming onto a mount point fails.
func isMountPoint(path string) bool {
	var s unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, 0, &s)
	return err == nil && s.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0
}
