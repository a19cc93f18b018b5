// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

const pfxPassword = "p~fx~password"

func inPFX(t *testing.T, encoder *pkcs12.Encoder, password string, key any, own *x509.Certificate,
	others ...*x509.Certificate) []byte {
	t.Helper()
	pfx, err := encoder.Encode(key, own, others, password)
	if err != nil {
		t.Fatal(err)
	}
	return pfx
}

func writeFile(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "content")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// inUTF16 is text as PowerShell's > writes it.
func inUTF16(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func TestCertificateCredential_EveryFormSignsIn(t *testing.T) {
	t.Parallel()
	c := newCertificate(t, time.Now().Add(time.Hour))
	server := startEmulator(t)
	server.RegisterCertificate(c.own)
	pkcs1 := c.certificatePEM() + inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(c.key))
	modern := inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.own, c.root)
	wrapped := func(data []byte) string { // as base64(1) prints it
		text := base64.StdEncoding.EncodeToString(data)
		return text[:60] + "\n" + text[60:] + "\n"
	}
	tests := map[string]auth.Certificate{
		"PFX of today (AES-256) in a file": {Path: writeFile(t, modern), Password: pfxPassword},
		"PFX of tomorrow (PBMAC1) in a file": {Path: writeFile(t,
			inPFX(t, pkcs12.Modern2026, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"legacy PFX (3DES)": {Path: writeFile(t,
			inPFX(t, pkcs12.LegacyDES, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"legacy PFX (RC2)": {Path: writeFile(t,
			inPFX(t, pkcs12.LegacyRC2, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"PFX whose authority comes first": {Path: writeFile(t,
			inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.root, c.own)), Password: pfxPassword},
		"PFX without a password": {Path: writeFile(t,
			inPFX(t, pkcs12.Passwordless, "", c.key, c.own))},
		"PFX in base64": {Data: wrapped(modern), Password: pfxPassword},
		"PFX in base64 for URLs": {Data: base64.RawURLEncoding.EncodeToString(modern),
			Password: pfxPassword},
		"PFX in base64 in a file": {Path: writeFile(t, []byte(wrapped(modern))),
			Password: pfxPassword},
		"PEM in a file":                      {Path: writeFile(t, []byte(c.bundle(t)))},
		"PEM as text":                        {Data: c.bundle(t)},
		"PEM with an RSA key (PKCS#1)":       {Data: pkcs1},
		"PEM in base64":                      {Data: wrapped([]byte(c.bundle(t)))},
		"PEM with Windows line ends":         {Data: strings.ReplaceAll(c.bundle(t), "\n", "\r\n")},
		"PEM with a password that is unused": {Data: c.bundle(t), Password: pfxPassword},
		"PEM in one line":                    {Data: strings.ReplaceAll(c.bundle(t), "\n", "")},
		"PEM with spaces for line breaks":    {Data: strings.ReplaceAll(c.bundle(t), "\n", " ")},
		"PEM with escaped line breaks":       {Data: strings.ReplaceAll(c.bundle(t), "\n", `\n`)},
		"PEM that is indented, in a file": {Path: writeFile(t,
			[]byte(strings.ReplaceAll(c.bundle(t), "\n", "\n      ")))},
		"PEM in one line, in base64": {Data: wrapped(
			[]byte(strings.ReplaceAll(c.bundle(t), "\n", "")))},
		"PEM with a byte order mark": {Path: writeFile(t, []byte("\xef\xbb\xbf"+c.bundle(t)))},
		"PEM in UTF-16":              {Path: writeFile(t, inUTF16(c.bundle(t)))},
		"PFX in base64 in UTF-16": {Path: writeFile(t, inUTF16(wrapped(modern))),
			Password: pfxPassword},
		"PFX without the password it got": {Path: writeFile(t,
			inPFX(t, pkcs12.Passwordless, "", c.key, c.own)), Password: pfxPassword},
		"PFX with an empty password, and one": {
			Path: writeFile(t, inPFX(t, pkcs12.Modern2023, "", c.key, c.own)), Password: pfxPassword,
		},
	}
	for name, from := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			credential, err := auth.CertificateCredential(from)
			if err != nil {
				t.Fatal(err)
			}
			cfg := emulatorConfig(t, server)
			cfg.Credential = credential
			signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
		})
	}
}

func TestCertificateCredential_Mistakes(t *testing.T) {
	t.Parallel()
	c := newCertificate(t, time.Now().Add(time.Hour))
	other := newCertificate(t, time.Now().Add(time.Hour))
	ecKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecDER, err := x509.MarshalECPrivateKey(ecKey)
	if err != nil {
		t.Fatal(err)
	}
	template := certificateTemplate("ec", time.Now().Add(time.Hour))
	ecCertificate := signCertificate(t, template, template, &ecKey.PublicKey, ecKey)
	ecPEM := inPEM("CERTIFICATE", ecCertificate.Raw)
	pfx := inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.own)
	trust, err := pkcs12.Modern2023.EncodeTrustStore([]*x509.Certificate{c.own}, pfxPassword)
	if err != nil {
		t.Fatal(err)
	}
	const certificate, path, password = "client_certificate", "client_certificate_path",
		"client_certificate_password"
	tests := map[string]struct {
		from    auth.Certificate
		setting string
		want    string
	}{
		"no such file": {auth.Certificate{Path: filepath.Join(t.TempDir(), "none.pfx")},
			path, "none.pfx"},
		"a folder": {auth.Certificate{Path: t.TempDir()}, path, "can be read"},
		"an empty file": {auth.Certificate{Path: writeFile(t, nil)}, path,
			"must contain a PFX (PKCS#12) or PEM"},
		"some text": {auth.Certificate{Data: "certificate.pfx"}, certificate,
			"must contain a PFX (PKCS#12) or PEM"},
		"base64 of some text": {auth.Certificate{Data: base64.StdEncoding.EncodeToString(
			[]byte("hello"))}, certificate, "must contain a PFX (PKCS#12) or PEM"},
		"a wrong password": {auth.Certificate{Path: writeFile(t, pfx), Password: "p~wrong"},
			password, "not the password of the PFX"},
		"no password": {auth.Certificate{Path: writeFile(t, pfx)}, password,
			"the PFX has a password"},
		"a PFX that is cut off": {auth.Certificate{Path: writeFile(t, pfx[:len(pfx)/2]),
			Password: pfxPassword}, path, "must contain a PFX with"},
		"a PFX without key": {auth.Certificate{Path: writeFile(t, trust), Password: pfxPassword},
			path, "private key missing"},
		"a PFX with an EC key": {auth.Certificate{Path: writeFile(t,
			inPFX(t, pkcs12.Modern2023, pfxPassword, ecKey, ecCertificate)), Password: pfxPassword}, path,
			"must contain an RSA key"},
		"a DER certificate": {auth.Certificate{Path: writeFile(t, c.own.Raw)}, path,
			"without its private key"},
		"PEM without key": {auth.Certificate{Data: c.certificatePEM()}, certificate,
			"no private key"},
		"PEM without certificate": {auth.Certificate{Data: c.keyPEM(t)}, certificate,
			"no certificate"},
		"PEM with two keys": {auth.Certificate{Data: c.bundle(t) + c.keyPEM(t)}, certificate,
			"several private keys"},
		"PEM with an EC key": {auth.Certificate{Data: ecPEM + inPEM("EC PRIVATE KEY", ecDER)},
			certificate, "must contain an RSA key"},
		"PEM with an EC key, PKCS#8": {auth.Certificate{Data: ecPEM + pkcs8PEM(t, ecKey)}, certificate,
			"must contain an RSA key"},
		"PEM with an encrypted key": {auth.Certificate{Data: c.certificatePEM() +
			inPEM("ENCRYPTED PRIVATE KEY", []byte("x"))}, certificate, "openssl pkcs12 -export"},
		"PEM of OpenSSL's old kind": {auth.Certificate{Data: c.certificatePEM() +
			"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " +
			"AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"}, certificate,
			"openssl pkcs12 -export"},
		"PEM that is cut off": {auth.Certificate{Data: c.bundle(t)[:900]}, certificate, "cut off"},
		"PEM with a letter too many": {auth.Certificate{Data: strings.Replace(c.bundle(t), "\nMII",
			"\n~MII", 1)}, certificate, "damaged"},
		"PEM with a broken key": {auth.Certificate{Data: c.certificatePEM() +
			inPEM("PRIVATE KEY", []byte("x"))}, certificate, "private key that cannot be read"},
		"PEM with a broken one": {auth.Certificate{Data: c.keyPEM(t) +
			inPEM("CERTIFICATE", []byte("x"))}, certificate, "certificate that cannot be read"},
		"a key of another": {auth.Certificate{Data: c.keyPEM(t) + other.rootPEM()}, certificate,
			"belongs to none of its certificates"},
	}
	for name, test := range tests {
		_, err := auth.CertificateCredential(test.from)
		var mistake *anatomy.Mistake
		if !errors.As(err, &mistake) {
			t.Errorf("%s: got %v, want an *anatomy.Mistake", name, err)
			continue
		}
		if string(mistake.Setting) != test.setting || !strings.Contains(mistake.Error(), test.want) {
			t.Errorf("%s: got setting %s, message %q", name, mistake.Setting, mistake.Error())
		}
		for _, secret := range []string{pfxPassword, "p~wrong", "BEGIN"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: %q is in the error: %v", name, secret, err)
			}
		}
	}
}

// Entra ID decides what an expired certificate is worth. Its refusal does not say that the
// certificate has expired.
func TestCertificateCredential_ExpiryIsToldWhenItIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  time.Time
		want string
	}{
		"expired": {time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC),
			"The certificate expired on 2024-02-29."},
		"not registered": {time.Now().Add(time.Hour), "not registered on the app"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCertificate(t, test.end)
			credential, err := auth.CertificateCredential(auth.Certificate{Data: c.bundle(t)})
			if err != nil {
				t.Fatal(err)
			}
			server := startEmulator(t)
			cfg := emulatorConfig(t, server)
			cfg.Credential = credential
			source := newSource(t, cfg)
			failure := tokenError(t, source, auth.TokenRequest{})
			assertContains(t, failure.Advice.String(), test.want)
			server.RegisterCertificate(c.own)
			// it was tried, and would have been taken
			signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
		})
	}
}
