// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package credential

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

const pfxPassword = "p~fx~password"

func inPFX(t *testing.T, encoder *pkcs12.Encoder, password string, key any, own *x509.Certificate,
	others ...*x509.Certificate) []byte {
	t.Helper()
	pfx := expect.Must(encoder.Encode(key, own, others, password))(t)
	return pfx
}

func writeFile(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "content")
	expect.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

// inUTF16 encodes text as PowerShell's > does.
func inUTF16(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func TestFromCertificate_ReadsEveryForm(t *testing.T) {
	t.Parallel()
	c := newCertificate(t, time.Now().Add(time.Hour))
	pkcs1 := c.certificatePEM() + inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(c.key))
	modern := inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.own, c.root)
	wrapped := func(data []byte) string { // as base64(1) prints it
		text := base64.StdEncoding.EncodeToString(data)
		return text[:60] + "\n" + text[60:] + "\n"
	}
	tests := map[string]Certificate{
		"PFX of today (AES-256) in a file": {Path: writeFile(t, modern), Password: pfxPassword},
		"PFX of tomorrow (PBMAC1) in a file": {Path: writeFile(t,
			inPFX(t, pkcs12.Modern2026, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"legacy PFX (3DES)": {Path: writeFile(t,
			inPFX(t, pkcs12.LegacyDES, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"legacy PFX (RC2)": {Path: writeFile(t,
			inPFX(t, pkcs12.LegacyRC2, pfxPassword, c.key, c.own)), Password: pfxPassword},
		"PFX whose authority comes first": {Path: writeFile(t,
			inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.root, c.own)), Password: pfxPassword},
		"PFX without a password": {Path: writeFile(t, inPFX(t, pkcs12.Passwordless, "", c.key, c.own))},
		"PFX in base64":          {Data: wrapped(modern), Password: pfxPassword},
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
		_, pair, mistake := from.keyPair()
		if mistake != nil {
			t.Errorf("%s: %v", name, mistake)
			continue
		}
		if !pair.key.Equal(c.key) || !pair.chain[0].Equal(c.own) {
			t.Errorf("%s: another key, or another certificate of it", name)
		}
	}
}

func TestFromCertificate_Mistakes(t *testing.T) {
	t.Parallel()
	c := newCertificate(t, time.Now().Add(time.Hour))
	other := newCertificate(t, time.Now().Add(time.Hour))
	ecKey := expect.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	ecDER := expect.Must(x509.MarshalECPrivateKey(ecKey))(t)
	template := certificateTemplate("ec", time.Now().Add(time.Hour))
	ecCertificate := signCertificate(t, template, template, &ecKey.PublicKey, ecKey)
	ecPEM := inPEM("CERTIFICATE", ecCertificate.Raw)
	pfx := inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.own)
	trust := expect.Must(pkcs12.Modern2023.EncodeTrustStore([]*x509.Certificate{c.own},
		pfxPassword))(t)
	const certificate, path, password = "client_certificate", "client_certificate_path",
		"client_certificate_password"
	tests := map[string]struct {
		from    Certificate
		setting string
		want    string
	}{
		"no such file": {Certificate{Path: filepath.Join(t.TempDir(), "none.pfx")}, path, "none.pfx"},
		"a folder":     {Certificate{Path: t.TempDir()}, path, "a readable file"},
		"an empty file": {Certificate{Path: writeFile(t, nil)}, path,
			"must contain a PFX (PKCS#12) or PEM"},
		"some text": {Certificate{Data: "certificate.pfx"}, certificate,
			"must contain a PFX (PKCS#12) or PEM"},
		"base64 of some text": {Certificate{Data: base64.StdEncoding.EncodeToString(
			[]byte("hello"))}, certificate, "must contain a PFX (PKCS#12) or PEM"},
		"a wrong password": {Certificate{Path: writeFile(t, pfx), Password: "p~wrong"},
			password, "not the password of the PFX"},
		"no password": {Certificate{Path: writeFile(t, pfx)}, password, "the PFX has a password"},
		"a PFX that is cut off": {Certificate{Path: writeFile(t, pfx[:len(pfx)/2]),
			Password: pfxPassword}, path, "must contain a PFX with"},
		"a PFX without key": {Certificate{Path: writeFile(t, trust), Password: pfxPassword},
			path, "private key missing"},
		"a PFX with an EC key": {Certificate{Path: writeFile(t,
			inPFX(t, pkcs12.Modern2023, pfxPassword, ecKey, ecCertificate)), Password: pfxPassword}, path,
			"must contain an RSA key"},
		"a DER certificate": {Certificate{Path: writeFile(t, c.own.Raw)}, path,
			"without its private key"},
		"PEM without key":         {Certificate{Data: c.certificatePEM()}, certificate, "no private key"},
		"PEM without certificate": {Certificate{Data: c.keyPEM(t)}, certificate, "no certificate"},
		"PEM with two keys": {Certificate{Data: c.bundle(t) + c.keyPEM(t)}, certificate,
			"several private keys"},
		"PEM with an EC key": {Certificate{Data: ecPEM + inPEM("EC PRIVATE KEY", ecDER)},
			certificate, "must contain an RSA key"},
		"PEM with an EC key, PKCS#8": {Certificate{Data: ecPEM + pkcs8PEM(t, ecKey)}, certificate,
			"must contain an RSA key"},
		"PEM with an encrypted key": {Certificate{Data: c.certificatePEM() +
			inPEM("ENCRYPTED PRIVATE KEY", []byte("x"))}, certificate, "openssl pkcs12 -export"},
		"PEM of OpenSSL's old kind": {Certificate{Data: c.certificatePEM() +
			"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " +
			"AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"}, certificate,
			"openssl pkcs12 -export"},
		"PEM that is cut off": {Certificate{Data: c.bundle(t)[:900]}, certificate, "cut off"},
		"PEM with a letter too many": {Certificate{Data: strings.Replace(c.bundle(t), "\nMII",
			"\n~MII", 1)}, certificate, "damaged"},
		"PEM with a broken key": {Certificate{Data: c.certificatePEM() +
			inPEM("PRIVATE KEY", []byte("x"))}, certificate, "private key that cannot be read"},
		"PEM with a broken one": {Certificate{Data: c.keyPEM(t) +
			inPEM("CERTIFICATE", []byte("x"))}, certificate, "certificate that cannot be read"},
		"a key of another": {Certificate{Data: c.keyPEM(t) + other.rootPEM()}, certificate,
			"belongs to none of its certificates"},
	}
	for name, test := range tests {
		_, err := FromCertificate(test.from)
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

func TestOrderChain_FollowsTheIssuers(t *testing.T) {
	t.Parallel()
	named := func(subject, issuer string) *x509.Certificate {
		return &x509.Certificate{RawSubject: []byte(subject), RawIssuer: []byte(issuer)}
	}
	root, stray := named("root", "root"), named("stray", "stray")
	middle, own := named("middle", "root"), named("own", "middle")
	got := orderChain([]*x509.Certificate{root, stray, own, middle}, 2)
	if !slices.Equal(got, []*x509.Certificate{own, middle, root}) {
		t.Errorf("got %d certificates in another order", len(got))
	}
}

// appCertificate is a certificate for an app, together with its authority's.
type appCertificate struct {
	key       *rsa.PrivateKey
	own, root *x509.Certificate
}

// rsaKey is shared because creating one is slow.
//
//nolint:gochecknoglobals // it is made once and never changes
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the system cannot supply random numbers
	}
	return key
})

// newCertificate creates a certificate with that expiry.
func newCertificate(t *testing.T, end time.Time) appCertificate {
	t.Helper()
	rootKey := expect.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	rootTemplate := certificateTemplate("root", end)
	rootTemplate.IsCA, rootTemplate.BasicConstraintsValid = true, true
	root := signCertificate(t, rootTemplate, rootTemplate, &rootKey.PublicKey, rootKey)
	own := signCertificate(t, certificateTemplate("app", end), root, &rsaKey().PublicKey, rootKey)
	return appCertificate{key: rsaKey(), own: own, root: root}
}

func certificateTemplate(name string, end time.Time) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    end.Add(-24 * time.Hour),
		NotAfter:     end,
	}
}

func signCertificate(t *testing.T, template, parent *x509.Certificate, public,
	signer any) *x509.Certificate {
	t.Helper()
	der := expect.Must(x509.CreateCertificate(rand.Reader, template, parent, public, signer))(t)
	certificate := expect.Must(x509.ParseCertificate(der))(t)
	return certificate
}

func inPEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func (c appCertificate) certificatePEM() string { return inPEM("CERTIFICATE", c.own.Raw) }

func (c appCertificate) rootPEM() string { return inPEM("CERTIFICATE", c.root.Raw) }

func (c appCertificate) keyPEM(t *testing.T) string { return pkcs8PEM(t, c.key) }

func pkcs8PEM(t *testing.T, key any) string {
	t.Helper()
	der := expect.Must(x509.MarshalPKCS8PrivateKey(key))(t)
	return inPEM("PRIVATE KEY", der)
}

// bundle is what most tools call app.pem: authority, certificate and key, in any order.
func (c appCertificate) bundle(t *testing.T) string {
	return c.rootPEM() + c.keyPEM(t) + c.certificatePEM()
}
