// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"cmp"

	"github.com/AzureAD/microsoft-authentication-library-for-go/apps/confidential"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/entra"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

// Certificate locates the certificate of an app and its private key. Exactly one of Data and Path
// is set.
type Certificate struct {
	Data     string // secret: a PFX in base64, or PEM, plain or in base64
	Path     string // a file that holds a PFX or PEM, plain or in base64
	Password string // secret: the PFX's password; empty if it has none
}

// String keeps the secrets out of formatted output.
func (Certificate) String() string { return "credential.Certificate{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Certificate) GoString() string { return c.String() }

// FromCertificate returns a credential whose app signs its requests with the certificate's RSA key
// (PS256). It reads old and new forms of PFX, and PEM with an unencrypted key, even if its line
// breaks were lost or escaped. It ignores a password that is not needed. An expired certificate is
// not an error here: the service decides, and its refusal says so. The error is an *anatomy.Mistake
// that names the setting at fault.
func FromCertificate(from Certificate) (Credential, error) {
	setting, pair, mistake := from.keyPair()
	if mistake != nil {
		return Credential{}, mistake.At(cmp.Or(mistake.Setting, setting), "")
	}
	// MSAL sends a thumbprint of the first certificate, so that must be the key's own.
	credential, err := confidential.NewCredFromCert(pair.chain, pair.key)
	if err != nil {
		return Credential{},
			anatomy.Wrong("contains a certificate that cannot be used to sign in: %v", err).At(setting, "")
	}
	return Credential{kind: "certificate",
		proof: entra.Proof{MSAL: credential, NotAfter: pair.chain[0].NotAfter}}, nil
}

// keyPair reads the certificate and its key; setting names their place for errors.
func (c Certificate) keyPair() (setting anatomy.Key, _ keyPair, _ *anatomy.Mistake) {
	setting, data := anatomy.ClientCertificate, []byte(c.Data)
	if c.Path != "" {
		content, err := files.Read(c.Path)
		if setting, data = "client_certificate_path", content; err != nil {
			return setting, keyPair{}, anatomy.Wrong("must name a readable file: %v",
				anatomy.Unreadable(err))
		}
	}
	pair, mistake := parseKeyPair(data, c.Password)
	return setting, pair, mistake
}

// CheckCertificate rejects a value that cannot be a certificate. It needs no password for that.
func CheckCertificate(text string) error {
	if _, mistake := unwrap([]byte(text)); mistake != nil {
		return mistake.At(anatomy.ClientCertificate, "")
	}
	return nil
}
