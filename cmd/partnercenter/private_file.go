// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"os"
)

// privateFile is a file that its owner alone can read. It takes its place in one step, so that whoever waits for it
// never sees half of it. Its place is known to be writable before there is anything to write.
type privateFile struct {
	path string
	temp *os.File
}

func newPrivateFile(path string) (*privateFile, error) {
	temp := path + ".new"
	if err := removeIfThere(temp); err != nil { // left by a crash, perhaps with another mode
		return nil, err
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return &privateFile{path: path, temp: f}, nil
}

// write fills the file and puts it in its place.
func (f *privateFile) write(content string) error {
	_, err := f.temp.WriteString(content)
	if err = errors.Join(err, f.temp.Sync(), f.temp.Close()); err != nil {
		return errors.Join(err, os.Remove(f.temp.Name()))
	}
	return os.Rename(f.temp.Name(), f.path)
}

// discard removes what write has not put in its place.
func (f *privateFile) discard() {
	_ = f.temp.Close() // an error of the second time, if it is written
	_ = os.Remove(f.temp.Name())
}

// writePrivate replaces a file.
func writePrivate(path, content string) error {
	f, err := newPrivateFile(path)
	if err != nil {
		return err
	}
	return f.write(content)
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
