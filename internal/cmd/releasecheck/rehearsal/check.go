// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
)

// Check plays the registry: names, sums, their signature, and the protocol. It also checks what the
// registry does not: that each archive has the program of its target and the licenses of its
// modules, and that the list of contents names these modules.
func (f Folder) Check(key Key) error {
	problems := []error{f.checkNames(), f.checkSignature(key), f.checkSums(), f.checkManifest()}
	for _, a := range f.archives() {
		problems = append(problems, f.checkArchive(a))
	}
	return errors.Join(problems...)
}

// checkNames expects all files of a release and no others: the registry would skip a target whose
// archive has another name.
func (f Folder) checkNames() error {
	entries, err := os.ReadDir(f.Dir)
	if err != nil {
		return err
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	return errors.Join(difference("the release lacks", f.names(), got),
		difference("nobody looks for", got, f.names()))
}

func difference(what string, these, those []string) error {
	var problems []error
	for _, name := range these {
		if !slices.Contains(those, name) {
			problems = append(problems, fmt.Errorf("%s %s", what, name))
		}
	}
	return errors.Join(problems...)
}

func (f Folder) checkSignature(key Key) error {
	content, err := os.ReadFile(f.path(f.sums()))
	if err != nil {
		return err
	}
	signature, err := os.ReadFile(f.path(f.signature()))
	if err != nil {
		return err
	}
	return key.Verify(content, signature)
}

// checkSums expects the right sum for every file, except for the sums themselves.
func (f Folder) checkSums() error {
	sums, err := f.readSums()
	if err != nil {
		return err
	}
	var problems []error
	for _, name := range f.names() {
		if name == f.sums() || name == f.signature() {
			continue
		}
		got, err := sumOf(f.path(name))
		switch {
		case sums[name] == "":
			err = fmt.Errorf("%s lacks %s", f.sums(), name)
		case err == nil && got != sums[name]:
			err = fmt.Errorf("%s has the sum %s, want %s", name, got, sums[name])
		}
		problems = append(problems, err)
		delete(sums, name)
	}
	for name := range sums {
		problems = append(problems, fmt.Errorf("%s lists %s, which is not part of the release", f.sums(),
			name))
	}
	return errors.Join(problems...)
}

// checkManifest expects the protocol that the provider serves.
func (f Folder) checkManifest() error {
	content, err := os.ReadFile(f.path(f.manifest()))
	if err != nil {
		return err
	}
	var m struct {
		Version  int `json:"version"`
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(content, &m); err != nil {
		return fmt.Errorf("%s: %w", f.manifest(), err)
	}
	if m.Version != 1 || !slices.Equal(m.Metadata.Protocols, protocols()) {
		return fmt.Errorf("%s has version %d and protocols %q, want 1 and %q", f.manifest(), m.Version,
			m.Metadata.Protocols, protocols())
	}
	return nil
}

// protocols are the protocols that the provider serves.
func protocols() []string { return []string{"6.0"} }
