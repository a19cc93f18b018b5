// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package files reads and writes the files that users name: paths as people write them, text as
// editors and shells save it, and secrets that only the owner may read.
package files

import (
	"path/filepath"
	"runtime"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// Expand replaces a leading ~ of the path with the home folder, as a shell would, because values in
// quotes, in .env files and in HCL never pass through a shell. getenv reads the environment. The
// error completes the name of the path's setting.
func Expand(path string, getenv func(name string) string) (string, error) {
	return expand(path, getenv, runtime.GOOS == "windows")
}

// CheckPath refuses a path that Expand would refuse in any environment.
func CheckPath(path string) error {
	_, err := Expand(path, func(string) string { return "home" })
	return err
}

// NoPath is the mistake of a path that is -. Many programs take that for a standard stream, so a
// file of that name would be a surprise.
func NoPath() *anatomy.Mistake { return anatomy.Wrong(`must be a path, got "-"`) }

func expand(path string, getenv func(string) string, windows bool) (string, error) {
	path = strings.TrimSpace(path)
	separators, home := "/", "HOME"
	if windows {
		separators, home = `/\`, "USERPROFILE"
	}
	rest, ok := strings.CutPrefix(path, "~")
	switch {
	case path == "-":
		return "", NoPath().Do("If the file really has that name, write ./-.")
	case !ok:
		return path, nil
	case rest != "" && !strings.ContainsRune(separators, rune(rest[0])):
		return "", anatomy.Wrong("begins with ~ and a name, but only ~/ is expanded (to your own " +
			"home folder)").
			Do("Write the path in full, or put ./ before it if the name really begins with ~.")
	case getenv(home) == "":
		return "", anatomy.Wrong("begins with ~, which stands for the home folder, but %s is not set",
			home).
			Do("Write the path in full.")
	}
	return filepath.Join(getenv(home), rest), nil
}
