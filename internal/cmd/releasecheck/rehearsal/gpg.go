// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
)

// keyring is a folder in which GnuPG has the key, as on the machine that releases.
type keyring struct {
	home string
	key  Key
}

// newKeyring returns false if there is no GnuPG. The release tool does not sign then, and we do.
func newKeyring(ctx context.Context, key Key) (k keyring, ok bool, err error) {
	if _, err := exec.LookPath("gpg"); err != nil {
		return keyring{}, false, nil //nolint:nilerr // many machines have none
	}
	// The folder has a socket, whose path must be short.
	home, err := os.MkdirTemp("", "gpg-")
	if err != nil {
		return keyring{}, false, err
	}
	k = keyring{home, key}
	private, err := key.private()
	if err == nil {
		err = os.WriteFile(filepath.Join(home, "key"), private, 0o600)
	}
	if err == nil {
		err = run(ctx, home, k.settings(), "gpg", "--batch", "--import", "key")
	}
	if err != nil {
		return keyring{}, false, errors.Join(err, k.close())
	}
	return k, true, nil
}

// settings are the variables that .goreleaser.yml and GnuPG read.
func (k keyring) settings() []string {
	return []string{"GNUPGHOME=" + k.home,
		"GPG_FINGERPRINT=" + hex.EncodeToString(k.key.entity.PrimaryKey.Fingerprint)}
}

// close also ends GnuPG's agent, which runs in the background.
func (k keyring) close() error {
	err := run(context.Background(), k.home, k.settings(), "gpgconf", "--kill", "all")
	return errors.Join(err, os.RemoveAll(k.home))
}

// private returns the private half of the key.
func (k Key) private() ([]byte, error) {
	var out bytes.Buffer
	err := k.entity.SerializePrivate(&out, nil)
	return out.Bytes(), err
}
