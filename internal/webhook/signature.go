// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
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
	text := signatureText(header)
	if text == "" {
		return signature{}, &Refusal{http.StatusUnauthorized, "it has no signature"}
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

// signatureText returns the base64 text, or nothing. The second header can lack the scheme.
func signatureText(header http.Header) string {
	if text, ok := afterScheme(header.Get(headerAuthorization)); ok {
		return text
	}
	text := header.Get(headerSignature)
	if rest, ok := afterScheme(text); ok {
		return rest
	}
	return strings.TrimSpace(text)
}

func afterScheme(value string) (rest string, ok bool) {
	name, rest, found := strings.Cut(strings.TrimSpace(value), " ")
	return strings.TrimSpace(rest), found && strings.EqualFold(name, scheme)
}

// signs reports whether the certificate's key has signed the body: PKCS #1 v1.5, not PSS.
func (s signature) signs(body []byte, by *x509.Certificate) bool {
	key, isRSA := by.PublicKey.(*rsa.PublicKey)
	digest := sha256.Sum256(body)
	return isRSA && rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], s.value) == nil
}
