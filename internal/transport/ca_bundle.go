// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// Roots returns the system's roots and those of the bundle. For an empty bundle it returns nil,
// which means the system's roots. x509's AppendCertsFromPEM skips what it cannot read; here, an
// incomplete bundle is an error.
func Roots(bundle []byte) (*x509.CertPool, error) {
	if len(bundle) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	found, rest := 0, bundle
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("it contains a PEM block of type %q", block.Type)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("certificate %d cannot be read: %w", found+1, err)
		}
		pool.AddCert(cert)
		found++
	}
	if bytes.Contains(rest, []byte("-----BEGIN")) {
		return nil, fmt.Errorf("the PEM block after certificate %d is damaged or cut off", found)
	}
	if found == 0 {
		return nil, errors.New("it contains no certificate")
	}
	return pool, nil
}
