// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// collect copies what is published from a clone to the folder. It signs if the release tool has
// not.
func (f Folder) collect(clone string, key Key) error {
	for _, name := range f.names() {
		from := filepath.Join(clone, "dist", name)
		if name == f.manifest() {
			from = filepath.Join(clone, "terraform-registry-manifest.json")
		}
		content, err := os.ReadFile(from)
		if name == f.signature() && errors.Is(err, fs.ErrNotExist) {
			continue // signed below
		}
		if err != nil {
			return err
		}
		if err := os.WriteFile(f.path(name), content, 0o600); err != nil {
			return err
		}
	}
	if _, err := os.Stat(f.path(f.signature())); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return f.sign(key)
}

func (f Folder) sign(key Key) error {
	content, err := os.ReadFile(f.path(f.sums()))
	if err != nil {
		return err
	}
	signature, err := key.Sign(content)
	if err != nil {
		return err
	}
	return os.WriteFile(f.path(f.signature()), signature, 0o600)
}

// sameAs compares with another build of the same commit. Only the signatures may differ.
func (f Folder) sameAs(other Folder) error {
	return errors.Join(f.isPartOf(other), other.isPartOf(f))
}

// isPartOf compares with a build of the same commit that may have more targets.
func (f Folder) isPartOf(other Folder) error {
	ours, err := f.readSums()
	if err != nil {
		return err
	}
	theirs, err := other.readSums()
	if err != nil {
		return err
	}
	var problems []error
	for name, sum := range ours {
		if theirs[name] != sum {
			problems = append(problems, fmt.Errorf("two builds of %s differ: %s and %s", name, sum,
				theirs[name]))
		}
	}
	return errors.Join(problems...)
}
