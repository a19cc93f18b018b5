// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"crypto/rand"
	"crypto/rsa"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

const signingFile = "signing-key.pem"

// processSigningKey is the RSA key that emulators without a data folder share in one process:
// making one costs far more than the rest of Start. They still refuse each other's tokens, by the
// key id.
//
//nolint:gochecknoglobals // a constant that takes long to make
var processSigningKey = sync.OnceValues(func() (*rsa.PrivateKey,
	error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

// loadSigningKey reads the key from the data folder, or makes it.
func loadSigningKey(folder *disk.Folder) (*rsa.PrivateKey, error) {
	if !folder.Keeps() {
		return processSigningKey()
	}
	if key, there, err := disk.ReadKey[*rsa.PrivateKey](folder, signingFile); there || err != nil {
		return key, err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	return key, folder.WriteKey(signingFile, key)
}
