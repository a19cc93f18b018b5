// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package rehearsal

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// Key signs a release. The registry accepts RSA and DSA, but not the default of new keys, ECC.
type Key struct{ entity *openpgp.Entity }

// NewKey makes a key that is thrown away.
func NewKey() (Key, error) {
	entity, err := openpgp.NewEntity("Rehearsal", "thrown away", "rehearsal@example.com",
		&packet.Config{Algorithm: packet.PubKeyAlgoRSA, RSABits: 3072})
	return Key{entity}, err
}

// ID is the form in which the registry and the CLI show the key.
func (k Key) ID() string { return strings.ToUpper(k.entity.PrimaryKey.KeyIdString()) }

// Sign returns a detached binary signature, as gpg --detach-sign does.
func (k Key) Sign(content []byte) ([]byte, error) {
	var out bytes.Buffer
	err := openpgp.DetachSign(&out, k.entity, bytes.NewReader(content), nil)
	return out.Bytes(), err
}

// Verify is the check of the registry and of the CLI.
func (k Key) Verify(content, signature []byte) error {
	_, err := openpgp.CheckDetachedSignature(openpgp.EntityList{k.entity}, bytes.NewReader(content),
		bytes.NewReader(signature), nil)
	if err != nil {
		return fmt.Errorf("the signature is not by the key %s: %w", k.ID(), err)
	}
	return nil
}

// Public returns the public half as the registry passes it on.
func (k Key) Public() (string, error) {
	var out bytes.Buffer
	w, err := armor.Encode(&out, openpgp.PublicKeyType, nil)
	if err != nil {
		return "", err
	}
	err = errors.Join(k.entity.Serialize(w), w.Close())
	return out.String(), err
}
