// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package disk

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

const lockFile = "lock"

// Folder is an open data folder.
type Folder struct {
	dir     string // empty: nothing is kept
	lock    *flock.Flock
	keepers []*Keeper
}

// Open creates the folder if it is missing, and locks it: two emulators must not write to one
// folder. An empty path opens a folder that stores nothing.
func Open(path string) (*Folder, error) {
	if path == "" {
		return &Folder{}, nil
	}
	dir, err := filepath.Abs(path) // Path must also be valid in other working folders
	if err != nil {
		return nil, fmt.Errorf("emulator data folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("emulator data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockFile))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("emulator data folder: %w", err)
	}
	if !locked {
		return nil, fmt.Errorf("emulator data folder %s is in use by another emulator", dir)
	}
	return &Folder{dir: dir, lock: lock}, nil
}

// Close unlocks the folder. It returns an error if a file is not up to date because a write failed.
func (f *Folder) Close() error {
	var errs []error
	for _, k := range f.keepers {
		errs = append(errs, k.failure())
	}
	if f.lock != nil {
		errs = append(errs, f.lock.Unlock())
	}
	return errors.Join(errs...)
}

// Keeps reports whether the folder stores anything.
func (f *Folder) Keeps() bool { return f.dir != "" }

// Path returns the path of a file in the folder.
func (f *Folder) Path(name string) string { return filepath.Join(f.dir, name) }

// Read returns nil for a file that does not exist.
func (f *Folder) Read(name string) ([]byte, error) {
	if !f.Keeps() {
		return nil, nil
	}
	return readFile(f.Path(name))
}

// Write replaces a file. In a folder that stores nothing, it does nothing.
func (f *Folder) Write(name string, content []byte) error {
	if !f.Keeps() {
		return nil
	}
	return WriteFile(f.Path(name), content)
}

// Load reads a JSON file into value, and reports whether there was one.
func (f *Folder) Load(name string, value any) (bool, error) {
	content, err := f.Read(name)
	if err != nil || content == nil {
		return false, err
	}
	if err := json.Unmarshal(content, value); err != nil {
		return false, fmt.Errorf("the emulator's state in %s is damaged; remove the file to start "+
			"afresh: %w",
			f.Path(name), err)
	}
	return true, nil
}

// Keeper returns a Keeper that keeps a JSON file up to date with the value of snapshot.
func (f *Folder) Keeper(name string, snapshot func() any) *Keeper {
	k := &Keeper{snapshot: snapshot}
	if f.Keeps() {
		k.path = f.Path(name)
	}
	f.keepers = append(f.keepers, k)
	return k
}
