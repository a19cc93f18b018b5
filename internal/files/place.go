// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package files

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Resolve follows the links of a path to the file that exists or will be written. It refuses
// anything but a regular file: writing would destroy a device or folder, reading a pipe might never
// end, and a link to a missing file is usually a mistake.
func Resolve(path string) (string, error) {
	// A link in /proc/self/fd may lead to a name that does not exist, so look at the type of the path
	// itself first.
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return "", refused(path, "it is a link to a file that does not exist. Create that file, or "+
				"remove the link")
		}
		return path, nil
	}
	if err != nil {
		return "", err
	}
	kind := kindOf(info.Mode())
	if kind == "" && isOpenFile(path) {
		kind = "what this program has open" // replacing it would lose the content that a shell's >> keeps
	}
	if kind != "" {
		return "", refused(path, fmt.Sprintf("it is %s, not a regular file. Use the path of a file",
			kind))
	}
	return filepath.EvalSymlinks(path)
}

// isOpenFile recognizes the names of a process's open files, such as /dev/stdout, and links to
// them.
func isOpenFile(path string) bool {
	const mostLinks = 40
	for range mostLinks {
		folder, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return false
		}
		path = filepath.Join(folder, filepath.Base(path))
		if strings.HasPrefix(path, "/proc/") || strings.HasPrefix(path, "/dev/fd/") {
			return true
		}
		target, err := os.Readlink(path)
		switch {
		case err != nil:
			return false
		case filepath.IsAbs(target):
			path = target
		default:
			path = filepath.Join(folder, target)
		}
	}
	return false
}

func refused(path, why string) error {
	return &os.PathError{Op: "write", Path: path, Err: errors.New(why)}
}

// kindOf names the type of a path that is not a regular file; it is empty for a regular file.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "something else"
	}
}
