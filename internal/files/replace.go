// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"errors"
	"os"
)

// Replace replaces the content of an existing file, in one step and with the file's access rights.
// If it fails, the old content is still there. It follows links, and writes a file that is mounted
// by itself in place.
func Replace(path string, content []byte) error {
	target, err := Resolve(path)
	if err != nil {
		return err
	}
	// Respect a file that its owner made read-only, even if its folder is writable.
	file, err := os.OpenFile(target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if isMountPoint(target) {
		return overwrite(file, content)
	}
	if err := file.Close(); err != nil {
		return err
	}
	temp, err := createTemp(target)
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	err = errors.Join(err, copyAccess(target, temp.Name()), temp.Sync(), temp.Close())
	if err == nil {
		err = rename(temp.Name(), target)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temp.Name()))
	}
	return nil
}
