// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"slices"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// keyPair is a private key with its certificate and its issuers.
type keyPair struct {
	key   *rsa.PrivateKey
	chain []*x509.Certificate // the key's own first, then upwards
}

const toPFX = "openssl pkcs12 -export -in app.pem -out app.pfx"

// parseKeyPair reads a PFX or PEM, plain or in base64.
func parseKeyPair(data []byte, password string) (keyPair, *anatomy.Mistake) {
	data, err := unwrap(data)
	switch {
	case err != nil:
		return keyPair{}, err
	case files.HasPEM(data):
		return parsePEM(data)
	default:
		return parsePFX(data, password)
	}
}

// unwrap returns PEM or a PFX, decoded from UTF-16 and base64 if necessary.
func unwrap(data []byte) ([]byte, *anatomy.Mistake) {
	text, err := files.Text(data)
	if err != nil {
		return nil, mistaken(err)
	}
	if files.HasPEM(text) || isPFX(text) {
		return text, nil
	}
	decoded, ok := decodeBase64(string(text))
	if ok && files.HasPEM(decoded) {
		text, err = files.Text(decoded)
		return text, mistaken(err)
	}
	if !ok || !isPFX(decoded) {
		return nil, anatomy.Wrong("must contain a PFX (PKCS#12) or PEM, directly or in base64")
	}
	return decoded, nil
}

// isPFX looks at the outer sequence. A PFX is longer than 127 bytes, so the byte after 0x30 has its
// high bit set. No text has such a byte.
func isPFX(data []byte) bool { return len(data) > 1 && data[0] == 0x30 && data[1]&0x80 != 0 }

// decodeBase64 accepts every usual form of base64, with line breaks or without.
func decodeBase64(text string) ([]byte, bool) {
	text = strings.Join(strings.Fields(text), "")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	data, err := base64.RawStdEncoding.DecodeString(text)
	return data, err == nil
}

// mistaken keeps a nil error nil.
func mistaken(err error) *anatomy.Mistake {
	if err == nil {
		return nil
	}
	return anatomy.Wrong("cannot be used: %v", err)
}

func parsePFX(data []byte, password string) (keyPair, *anatomy.Mistake) {
	key, first, others, err := pkcs12.DecodeChain(data, password)
	if err != nil && password != "" {
		// The password may be left over from another PFX, and this one has none.
		if k, f, o, open := pkcs12.DecodeChain(data, ""); open == nil {
			key, first, others, err = k, f, o, nil
		}
	}
	// If a PFX has no checksum, only its content shows that the password is wrong.
	wrongPassword := errors.Is(err, pkcs12.ErrIncorrectPassword) ||
		errors.Is(err, pkcs12.ErrDecryption)
	switch {
	case wrongPassword && password == "":
		return keyPair{}, anatomy.Wrong("is missing, and the PFX has a password").
			At(anatomy.ClientCertificatePassword, "")
	case wrongPassword:
		return keyPair{}, anatomy.Wrong("is not the password of the PFX").
			Do("Correct it, or remove it if the PFX has no password.").At(anatomy.ClientCertificatePassword,
			"")
	case err != nil && isCertificate(data):
		return keyPair{}, anatomy.Wrong("contains a certificate (DER) without its private key").
			Do("Use a PFX or PEM with both.")
	case err != nil:
		return keyPair{}, anatomy.Wrong("must contain a PFX with a certificate and its private key: %v",
			err)
	}
	return match(key, append([]*x509.Certificate{first}, others...))
}

func isCertificate(data []byte) bool {
	_, err := x509.ParseCertificate(data)
	return err == nil
}

func parsePEM(data []byte) (keyPair, *anatomy.Mistake) {
	var (
		keys         []any
		certificates []*x509.Certificate
	)
	data, err := files.PEM(data)
	if err != nil {
		return keyPair{}, mistaken(err)
	}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return keyPair{}, anatomy.Wrong("contains a certificate that cannot be read")
			}
			certificates = append(certificates, certificate)
			continue
		}
		key, err := parsePEMKey(block)
		if err != nil {
			return keyPair{}, err
		}
		if key != nil {
			keys = append(keys, key)
		}
	}
	switch {
	case len(keys) == 0:
		return keyPair{}, anatomy.Wrong("contains no private key").
			Do("Add a PRIVATE KEY block next to the CERTIFICATE.")
	case len(keys) > 1:
		return keyPair{}, anatomy.Wrong("contains several private keys").Do("Keep only one.")
	}
	return match(keys[0], certificates)
}

// parsePEMKey returns nil for a block without a private key.
func parsePEMKey(block *pem.Block) (any, *anatomy.Mistake) {
	if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
		return nil, anatomy.Wrong("contains an encrypted private key, which is allowed only in a PFX").
			Do("Put both into a PFX: %s.", toPFX)
	}
	var (
		key any
		err error
	)
	switch block.Type {
	case "PRIVATE KEY":
		key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
	case "RSA PRIVATE KEY":
		key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
	case "EC PRIVATE KEY":
		key, err = x509.ParseECPrivateKey(block.Bytes)
	}
	if err != nil {
		return nil, anatomy.Wrong("contains a private key that cannot be read")
	}
	return key, nil
}

// match finds the key's own certificate and puts it first, followed by its issuers in order.
func match(key any, certificates []*x509.Certificate) (keyPair, *anatomy.Mistake) {
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return keyPair{}, anatomy.Wrong(
			"must contain an RSA key: the sign-in library supports no other").
			Do("Create an RSA key and a certificate for it, and register that certificate.")
	}
	if len(certificates) == 0 {
		return keyPair{}, anatomy.Wrong("contains a private key, but no certificate").
			Do("Add the CERTIFICATE block.")
	}
	own := slices.IndexFunc(certificates,
		func(c *x509.Certificate) bool { return private.PublicKey.Equal(c.PublicKey) })
	if own < 0 {
		return keyPair{}, anatomy.Wrong("contains a private key that belongs to none of its certificates")
	}
	return keyPair{key: private, chain: orderChain(certificates, own)}, nil
}

// orderChain follows the issuers upwards from the key's own certificate. It drops unrelated
// certificates.
func orderChain(certificates []*x509.Certificate, own int) []*x509.Certificate {
	chain := []*x509.Certificate{certificates[own]}
	for len(chain) < len(certificates) {
		last := chain[len(chain)-1]
		next := slices.IndexFunc(certificates, func(c *x509.Certificate) bool {
			return bytes.Equal(last.RawIssuer, c.RawSubject) && !slices.Contains(chain, c)
		})
		if next < 0 {
			break
		}
		chain = append(chain, certificates[next])
	}
	return chain
}
