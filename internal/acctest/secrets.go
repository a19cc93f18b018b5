// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

// serversOfTests holds the emulators of running tests, by the name of the test without subtests.
type serversOfTests struct {
	mu sync.Mutex
	by map[string][]*emulator.Server
}

//nolint:gochecknoglobals // a workspace searches for the secrets of its test's emulators
var emulators = serversOfTests{by: map[string][]*emulator.Server{}}

func testOf(t *testing.T) string {
	name, _, _ := strings.Cut(t.Name(), "/")
	return name
}

func (s *serversOfTests) add(t *testing.T, server *emulator.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[testOf(t)] = append(s.by[testOf(t)], server)
}

func (s *serversOfTests) secrets(t *testing.T) (secrets []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, server := range s.by[testOf(t)] {
		secrets = append(secrets, server.IssuedSecrets()...)
	}
	return secrets
}

// expectNoSecrets fails the test if a secret is in any output, or in a file that a program wrote: a
// log, a state, a saved plan, an audit log, a summary. It looks for every secret that an emulator
// of the test has issued, and for those in the environment, except for what the test itself has
// written into a file.
func (w *Workspace) expectNoSecrets(folders ...string) {
	w.t.Helper()
	if err := w.findSecrets(folders...); err != nil {
		w.t.Error(err)
	}
}

func (w *Workspace) findSecrets(folders ...string) error {
	search, err := leaks.For(w.secrets()...)
	if errors.Is(err, leaks.ErrNoSecrets) {
		return nil // a test without a service
	}
	var found []error
	if !w.PrintsSecrets {
		found = append(found, search.In("the output of "+w.t.Name(), w.said.String()))
	}
	for _, folder := range folders {
		found = append(found, filepath.WalkDir(folder, func(path string, entry fs.DirEntry,
			err error) error {
			if err == nil && entry.Name() == ".terraform" {
				return fs.SkipDir // copies of providers
			}
			if err != nil || !entry.Type().IsRegular() || w.wrote(path) {
				return err
			}
			_, err = search.InFile(path)
			found = append(found, err)
			return nil
		}))
	}
	return errors.Join(found...)
}

// secrets are those that programs know, and that the test itself has written into no file.
func (w *Workspace) secrets() []string {
	own := strings.Join(slices.Collect(maps.Values(w.written)), "\n")
	secrets := append(emulators.secrets(w.t), SecretsIn(w.Environment)...)
	return slices.DeleteFunc(secrets, func(s string) bool { return strings.Contains(own, s) })
}

// SecretsIn returns the values of the variables that hold secrets. A variable that names a file,
// such as PARTNERCENTER_CLIENT_SECRET_FILE_PATH, holds none.
func SecretsIn(environment map[string]string) []string {
	var secrets []string
	for name, value := range environment {
		if strings.HasSuffix(name, "SECRET") || strings.HasSuffix(name, "TOKEN") ||
			strings.HasSuffix(name, "PASSWORD") {
			secrets = append(secrets, value)
		}
	}
	return secrets
}

// wrote reports whether the test itself has written a file.
func (w *Workspace) wrote(path string) bool {
	name, err := filepath.Rel(w.Folder, path)
	_, wrote := w.written[name]
	return err == nil && wrote
}
