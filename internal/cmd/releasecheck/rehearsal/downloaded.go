// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

// The names in the folder that keep fills.
const (
	keptFiles = "files"
	keptKey   = "key.asc"
)

// CheckDownloaded checks the files of a release: those that a rehearsal has kept, or published ones
// that somebody has downloaded. keyFile has the public key that the registry has.
func CheckDownloaded(dir, keyFile string, config release.Config, targets []release.Target) error {
	key, err := readKey(keyFile)
	if err != nil {
		return err
	}
	prefix, suffix := filepath.Join(dir, config.Project+"_"), "_SHA256SUMS"
	found, err := filepath.Glob(prefix + "*" + suffix)
	if err != nil || len(found) != 1 {
		return errors.Join(err, fmt.Errorf("%s has %d files %s…%s, want 1", dir, len(found),
			config.Project+"_", suffix))
	}
	version := strings.TrimSuffix(strings.TrimPrefix(found[0], prefix), suffix)
	return Folder{Dir: dir, Project: config.Project, Version: version, Targets: targets}.Check(key)
}

func readKey(path string) (Key, error) {
	file, err := os.Open(path)
	if err != nil {
		return Key{}, err
	}
	defer file.Close() //nolint:errcheck // nothing was written
	keys, err := openpgp.ReadArmoredKeyRing(file)
	if err != nil || len(keys) != 1 {
		return Key{}, errors.Join(err, fmt.Errorf("%s has %d public keys, want 1", path, len(keys)))
	}
	return Key{keys[0]}, nil
}

// keep copies a release and its public key to a new folder.
func (f Folder) keep(dir string, key Key) error {
	public, err := key.Public()
	if err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(dir, keptFiles), os.DirFS(f.Dir)); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, keptKey), []byte(public), 0o600)
}
