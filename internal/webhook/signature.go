// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"strings"
)

// Headers of a delivery.
const (
	headerAuthorization = "Authorization"
	headerSignature     = "X-Ms-Signature"
	headerCertificate   = "X-Ms-Certificate-Url"
	headerAlgorithm     = "X-Ms-Signature-Algorithm"
)

const (
	scheme    = "Signature"
	algorithm = "rsa-sha256"
)

// signature is what the headers of a delivery claim.
type signature struct {
	value       []byte
	certificate string // its URL, not yet checked
}

// readSignature reads the headers. A registration decides which of two headers has the signature.
func readSignature(header http.Header) (signature, error) {
	for _, name := range []string{headerAuthorization, headerSignature, headerCertificate,
		headerAlgorithm} {
		if len(header.Values(name)) > 1 {
			return signature{}, refuse("it has more than one header %s", name)
		}
	}
	text, err := signatureText(header)
	if err != nil {
		return signature{}, err
	}
	value, err := base64.StdEncoding.Strict().DecodeString(text)
	switch {
	case err != nil:
		return signature{}, refuse("its signature is not base64")
	case header.Get(headerCertificate) == "":
		return signature{}, refuse("it has no header %s", headerCertificate)
	case header.Get(headerAlgorithm) == "":
		return signature{}, refuse("it has no header %s", headerAlgorithm)
	case !strings.EqualFold(header.Get(headerAlgorithm), algorithm):
		return signature{}, refuse("its signature algorithm must be %s, got %q", algorithm,
			visible(header.Get(headerAlgorithm)))
	}
	return signature{value, header.Get(headerCertificate)}, nil
}

// signatureText returns the base64 text. The second header can lack the scheme.
func signatureText(header http.Header) (string, error) {
	first, _ := afterScheme(header.Get(headerAuthorization))
	second, ok := afterScheme(header.Get(headerSignature))
	if !ok {
		second = strings.TrimSpace(header.Get(headerSignature))
	}
	switch {
	case first == "" && second == "":
		return "", &Refusal{http.StatusUnauthorized, "it has no signature"}
	case first != "" && second != "" && first != second:
		return "", refuse("its headers %s and %s have different signatures", headerAuthorization,
			headerSignature)
	}
	return cmp.Or(first, second), nil
}

// afterScheme returns the parameter of the scheme; nothing for another scheme.
func afterScheme(value string) (rest string, ok bool) {
	name, rest, found := strings.Cut(strings.TrimSpace(value), " ")
	if !found || !strings.EqualFold(name, scheme) {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// signs reports whether the certificate's key has signed the body: PKCS #1 v1.5, not PSS.
func (s signature) signs(body []byte, by *x509.Certificate) bool {
	key, isRSA := by.PublicKey.(*rsa.PublicKey)
	digest := sha256.Sum256(body)
	return isRSA && rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], s.value) == nil
}
