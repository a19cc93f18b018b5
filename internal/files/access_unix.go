// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

//go:build !windows

package files

import "os"

// createPrivate creates a file that only its owner can read or write. It must not exist. O_EXCL
// does not follow a link that somebody else planted here.
func createPrivate(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
}

// AppendPrivate opens a file to append to it. If there is none, it creates one that only its owner
// can read or write.
func AppendPrivate(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// keepToOwner removes the access of others to an open file.
func keepToOwner(file *os.File) error {
	info, err := file.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = file.Chmod(0o600)
	}
	return err
}

// copyAccess gives a file the access rights of another one.
func copyAccess(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	return os.Chmod(to, info.Mode().Perm())
}

// rename puts a file in the place of another one.
func rename(from, to string) error { return os.Rename(from, to) }
