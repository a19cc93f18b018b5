// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package disk

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

// WriteKey stores a private key.
func (f *Folder) WriteKey(name string, key any) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return f.Write(name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// ReadKey reads a private key, and reports whether there was one.
func ReadKey[K any](f *Folder, name string) (key K, there bool, err error) {
	content, err := f.Read(name)
	if err != nil || content == nil {
		return key, false, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return key, true, fmt.Errorf("%s holds no PEM", f.Path(name))
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return key, true, fmt.Errorf("%s: %w", f.Path(name), err)
	}
	key, ok := parsed.(K)
	if !ok {
		return key, true, fmt.Errorf("%s holds a key of another kind", f.Path(name))
	}
	return key, true, nil
}
