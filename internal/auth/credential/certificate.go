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

// Certificate says where the certificate of an app and its private key are. Exactly one of Data and
// Path is given.
type Certificate struct {
	Data     string // secret: a PFX in base64, or PEM as it is or in base64
	Path     string // a file with a PFX or PEM, as it is or in base64
	Password string // secret: of the PFX; empty if it has none
}

// String keeps the secrets out of formatted output.
func (Certificate) String() string { return "credential.Certificate{(redacted)}" }

// GoString keeps the secrets out of %#v.
func (c Certificate) GoString() string { return c.String() }

// FromCertificate is a certificate with an RSA key: the app signs its requests with the key
// (PS256). Old and new forms of PFX are read, and PEM whose key is not encrypted, also if its line
// breaks were lost or escaped. A password that is not needed does no harm. An expired certificate
// is no error here: the service decides, and its refusal then says so. The error is an
// *anatomy.Mistake that names the setting at fault.
func FromCertificate(from Certificate) (Credential, error) {
	setting, pair, mistake := from.keyPair()
	if mistake != nil {
		return Credential{}, mistake.At(cmp.Or(mistake.Setting, setting), "")
	}
	// MSAL sends a thumbprint of the first certificate, the key's own.
	credential, err := confidential.NewCredFromCert(pair.chain, pair.key)
	if err != nil {
		return Credential{},
			anatomy.Wrong("contains a certificate that cannot be used to sign in: %v", err).At(setting, "")
	}
	return Credential{kind: "certificate",
		proof: entra.Proof{MSAL: credential, NotAfter: pair.chain[0].NotAfter}}, nil
}

// keyPair reads the certificate from where it is; setting says where that is.
func (c Certificate) keyPair() (setting anatomy.Key, _ keyPair, _ *anatomy.Mistake) {
	setting, data := anatomy.ClientCertificate, []byte(c.Data)
	if c.Path != "" {
		content, err := files.Read(c.Path)
		if setting, data = "client_certificate_path", content; err != nil {
			return setting, keyPair{}, anatomy.Wrong("must name a readable file: %v", err)
		}
	}
	pair, mistake := parseKeyPair(data, c.Password)
	return setting, pair, mistake
}

// CheckCertificate finds what is no certificate at all. The password is not needed for that.
func CheckCertificate(text string) error {
	if _, mistake := unwrap([]byte(text)); mistake != nil {
		return mistake.At(anatomy.ClientCertificate, "")
	}
	return nil
}
