// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// StandardInput is the file name that means standard input.
const StandardInput = "-"

// Open opens a file or standard input. A ~ that no shell has replaced means the home folder. A
// directory is the error isDirectory. Errors do not name the file.
func (e Environment) Open(name string, isDirectory error) (io.ReadCloser, error) {
	if name == StandardInput {
		return io.NopCloser(interruptible{e.stdin(), e.Interrupted}), nil
	}
	if strings.HasPrefix(name, "~") {
		path, err := files.Expand(name, e.Getenv)
		if err != nil {
			return nil, anatomy.MistakeAt("", "the file", err)
		}
		name = path
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

// interruptible stops waiting for input when the command is interrupted. The system's read goes on
// until the process ends.
type interruptible struct {
	input       io.Reader
	interrupted <-chan struct{}
}

func (r interruptible) Read(p []byte) (int, error) {
	var n int
	var err error
	own := make([]byte, len(p)) // the read may end after the caller has left
	read := make(chan struct{})
	go func() {
		n, err = r.input.Read(own)
		close(read)
	}()
	select {
	case <-read:
		return copy(p, own[:n]), err
	case <-r.interrupted:
		return 0, context.Canceled
	}
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
