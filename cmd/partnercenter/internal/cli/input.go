// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// StandardInput is the file name that means standard input.
const StandardInput = "-"

// Open opens a file or standard input. A directory is the error isDirectory. Errors do not name
// the file.
func (e Environment) Open(name string, isDirectory error) (io.ReadCloser, error) {
	if name == StandardInput {
		return io.NopCloser(e.stdin()), nil
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, withoutName(err)
	}
	if info.IsDir() {
		return nil, isDirectory
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, withoutName(err)
	}
	return file, nil
}

// ReadFile reads a file or standard input, and at most limit bytes of it.
func (e Environment) ReadFile(name string, limit int64) ([]byte, error) {
	file, err := e.Open(name, errors.New("this is a directory: name the files in it"))
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	content, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		return nil, withoutName(err)
	}
	return content, nil
}

// withoutName removes the file's name from an error, because the line already starts with it.
func withoutName(err error) error {
	var failed *os.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("the file cannot be read: %w", err)
}
