// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// keyPair is a private key with its certificate and those that vouch for it.
type keyPair struct {
	key   *rsa.PrivateKey
	chain []*x509.Certificate // the key's own first, then upwards
}

// certificateError says what is wrong with a certificate, in a full sentence without the
// certificate's text.
type certificateError struct {
	message       string
	wrongPassword bool
}

const toPFX = "openssl pkcs12 -export -in app.pem -out app.pfx"

// parseKeyPair reads a PFX or PEM, as it is or in base64.
func parseKeyPair(data []byte, password string) (keyPair, *certificateError) {
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

// unwrap returns PEM or a PFX, out of UTF-16 and base64 if need be.
func unwrap(data []byte) ([]byte, *certificateError) {
	text, err := files.Text(data)
	if err != nil {
		return nil, textError(err)
	}
	if files.HasPEM(text) || isPFX(text) {
		return text, nil
	}
	decoded, ok := decodeBase64(string(text))
	if ok && files.HasPEM(decoded) {
		text, err = files.Text(decoded)
		return text, textError(err)
	}
	if !ok || !isPFX(decoded) {
		return nil, &certificateError{message: "it is neither a PFX (PKCS#12) nor PEM, as it is or " +
			"in base64."}
	}
	return decoded, nil
}

// isPFX looks at the outer sequence. A PFX is longer than 127 bytes, so that the byte after 0x30
// has its high bit set, which no text has.
func isPFX(data []byte) bool { return len(data) > 1 && data[0] == 0x30 && data[1]&0x80 != 0 }

// decodeBase64 accepts every usual form of base64, with line breaks or without.
func decodeBase64(text string) ([]byte, bool) {
	text = strings.Join(strings.Fields(text), "")
	text = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(text, "="))
	data, err := base64.RawStdEncoding.DecodeString(text)
	return data, err == nil
}

// textError is nil for no error.
func textError(err error) *certificateError {
	if err == nil {
		return nil
	}
	return &certificateError{message: err.Error() + "."}
}

// plainPEM brings PEM into the form that the parser takes.
func plainPEM(data []byte) ([]byte, *certificateError) {
	plain, err := files.PEM(data)
	return plain, textError(err)
}

func parsePFX(data []byte, password string) (keyPair, *certificateError) {
	key, first, others, err := pkcs12.DecodeChain(data, password)
	if err != nil && password != "" {
		// A password that is left from another PFX, for one that has none.
		if k, f, o, open := pkcs12.DecodeChain(data, ""); open == nil {
			key, first, others, err = k, f, o, nil
		}
	}
	// A PFX without a checksum shows only by its content that the password is wrong.
	wrongPassword := errors.Is(err, pkcs12.ErrIncorrectPassword) ||
		errors.Is(err, pkcs12.ErrDecryption)
	switch {
	case wrongPassword && password == "":
		return keyPair{}, &certificateError{
			message: "the PFX has a password. Set `client_certificate_password` " +
				"(PARTNERCENTER_CLIENT_CERTIFICATE_PASSWORD).",
			wrongPassword: true,
		}
	case wrongPassword:
		return keyPair{}, &certificateError{message: "it is not the password of the PFX. Give the " +
			"right one, or unset it if the PFX has none.", wrongPassword: true}
	case err != nil && strings.Contains(err.Error(), "private key missing"):
		return keyPair{}, &certificateError{message: "the PFX holds no private key. Export the " +
			"certificate together with its key."}
	case err != nil && isCertificate(data):
		return keyPair{}, &certificateError{message: "it is a certificate (DER) without its private " +
			"key. Give a PFX or PEM with both."}
	case err != nil:
		return keyPair{}, &certificateError{message: "the PFX cannot be read: " +
			strings.TrimPrefix(err.Error(), "pkcs12: ") + "."}
	}
	return match(key, append([]*x509.Certificate{first}, others...))
}

func isCertificate(data []byte) bool {
	_, err := x509.ParseCertificate(data)
	return err == nil
}

func parsePEM(data []byte) (keyPair, *certificateError) {
	var (
		keys         []any
		certificates []*x509.Certificate
	)
	data, damage := plainPEM(data)
	if damage != nil {
		return keyPair{}, damage
	}
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certificate, err := x509.ParseCertificate(block.Bytes)
			if err != nil {
				return keyPair{}, &certificateError{message: "a certificate in the PEM cannot be read."}
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
		return keyPair{}, &certificateError{message: "the PEM holds no private key. It needs a " +
			"PRIVATE KEY block beside the CERTIFICATE."}
	case len(keys) > 1:
		return keyPair{}, &certificateError{message: "the PEM holds several private keys. Leave one."}
	}
	return match(keys[0], certificates)
}

// parsePEMKey returns nil for a block that holds no private key.
func parsePEMKey(block *pem.Block) (any, *certificateError) {
	unreadable := &certificateError{message: "the private key in the PEM cannot be read."}
	if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
		return nil, &certificateError{
			message: "the private key in the PEM is encrypted, which only a PFX may be. Put both into a " +
				"PFX: " + toPFX + ".",
		}
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
		return nil, unreadable
	}
	return key, nil
}

// match finds the key's own certificate and puts it first, and behind it those that vouch for it,
// in their order.
func match(key any, certificates []*x509.Certificate) (keyPair, *certificateError) {
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return keyPair{}, &certificateError{
			message: "the private key is not an RSA key, and the sign-in library signs with RSA keys " +
				"only. Make an RSA key and a certificate for it, and register that one.",
		}
	}
	if len(certificates) == 0 {
		return keyPair{}, &certificateError{message: "there is a private key, but no certificate. " +
			"Add the CERTIFICATE block."}
	}
	own := slices.IndexFunc(certificates,
		func(c *x509.Certificate) bool { return private.PublicKey.Equal(c.PublicKey) })
	if own < 0 {
		return keyPair{}, &certificateError{message: "the private key belongs to none of the " +
			"certificates."}
	}
	return keyPair{key: private, chain: orderChain(certificates, own)}, nil
}

// orderChain follows the issuers upwards from the key's own certificate. Certificates of no use are
// left out.
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
