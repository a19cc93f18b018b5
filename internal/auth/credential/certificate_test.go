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
	return expect.Must(encoder.Encode(key, own, others, password))(t)
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
	file := func(content []byte) Certificate {
		return Certificate{Path: writeFile(t, content), Password: pfxPassword}
	}
	bundle := c.bundle(t)
	joined := func(by string) string { return strings.ReplaceAll(bundle, "\n", by) }
	legacyDES := inPFX(t, pkcs12.LegacyDES, pfxPassword, c.key, c.own)
	passwordless := inPFX(t, pkcs12.Passwordless, "", c.key, c.own)
	tests := map[string]Certificate{
		"PFX of today (AES-256)":   file(modern),
		"PFX of tomorrow (PBMAC1)": file(inPFX(t, pkcs12.Modern2026, pfxPassword, c.key, c.own)),
		"legacy PFX (3DES)":        file(legacyDES),
		"legacy PFX (RC2)":         file(inPFX(t, pkcs12.LegacyRC2, pfxPassword, c.key, c.own)),
		"PFX, its authority first": file(inPFX(t, pkcs12.Modern2023, pfxPassword, c.key, c.root,
			c.own)),
		"PFX without a password":   {Path: writeFile(t, passwordless)},
		"PFX, not the password":    file(passwordless),
		"PFX, an empty password":   file(inPFX(t, pkcs12.Modern2023, "", c.key, c.own)),
		"PFX in base64":            {Data: wrapped(modern), Password: pfxPassword},
		"PFX in base64, in a file": file([]byte(wrapped(modern))),
		"PFX in base64, in UTF-16": file(inUTF16(wrapped(modern))),
		"PFX in base64 for URLs": {Data: base64.RawURLEncoding.EncodeToString(modern),
			Password: pfxPassword},
		"PEM in a file":              {Path: writeFile(t, []byte(bundle))},
		"PEM as text":                {Data: bundle},
		"PEM, an unused password":    {Data: bundle, Password: pfxPassword},
		"PEM with a key in PKCS#1":   {Data: pkcs1},
		"PEM in base64":              {Data: wrapped([]byte(bundle))},
		"PEM of Windows":             {Data: joined("\r\n")},
		"PEM in one line":            {Data: joined("")},
		"PEM in one line, base64":    {Data: wrapped([]byte(joined("")))},
		"PEM with spaces":            {Data: joined(" ")},
		"PEM with escaped breaks":    {Data: joined(`\n`)},
		"PEM, indented":              file([]byte(joined("\n      "))),
		"PEM with a byte order mark": file([]byte("\xef\xbb\xbf" + bundle)),
		"PEM in UTF-16":              file(inUTF16(bundle)),
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
	const notOne, notRSA = "must contain a PFX (PKCS#12) or PEM", "must contain an RSA key"
	file := func(content []byte, password string) Certificate {
		return Certificate{Path: writeFile(t, content), Password: password}
	}
	data := func(text string) Certificate { return Certificate{Data: text} }
	ecPFX := inPFX(t, pkcs12.Modern2023, pfxPassword, ecKey, ecCertificate)
	const encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: " +
		"AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
	own := c.certificatePEM()
	tests := map[string]struct {
		from          Certificate
		setting, want string
	}{
		"no such file": {Certificate{Path: filepath.Join(t.TempDir(), "none.pfx")}, path,
			"none.pfx"},
		"a folder":      {Certificate{Path: t.TempDir()}, path, "a readable file"},
		"an empty file": {file(nil, ""), path, notOne},
		"some text":     {data("certificate.pfx"), certificate, notOne},
		"base64 of some text": {data(base64.StdEncoding.EncodeToString([]byte("hello"))), certificate,
			notOne},
		"a wrong password":        {file(pfx, "p~wrong"), password, "not the password of the PFX"},
		"no password":             {file(pfx, ""), password, "the PFX has a password"},
		"a PFX that is cut off":   {file(pfx[:len(pfx)/2], pfxPassword), path, "must contain a PFX with"},
		"a PFX without key":       {file(trust, pfxPassword), path, "private key missing"},
		"a PFX with an EC key":    {file(ecPFX, pfxPassword), path, notRSA},
		"a DER certificate":       {file(c.own.Raw, ""), path, "without its private key"},
		"PEM without key":         {data(own), certificate, "no private key"},
		"PEM without certificate": {data(c.keyPEM(t)), certificate, "no certificate"},
		"PEM with two keys":       {data(c.bundle(t) + c.keyPEM(t)), certificate, "several private keys"},
		"PEM with an EC key":      {data(ecPEM + inPEM("EC PRIVATE KEY", ecDER)), certificate, notRSA},
		"PEM, EC key in PKCS#8":   {data(ecPEM + pkcs8PEM(t, ecKey)), certificate, notRSA},
		"PEM with an encrypted key": {data(own + inPEM("ENCRYPTED PRIVATE KEY", []byte("x"))),
			certificate,
			"openssl pkcs12 -export"},
		"PEM of OpenSSL's old kind": {data(own + encrypted), certificate, "openssl pkcs12 -export"},
		"PEM that is cut off":       {data(c.bundle(t)[:900]), certificate, "cut off"},
		"PEM with a letter too many": {data(strings.Replace(c.bundle(t), "\nMII", "\n~MII", 1)),
			certificate,
			"damaged"},
		"PEM with a broken key": {data(own + inPEM("PRIVATE KEY", []byte("x"))), certificate,
			"private key that cannot be read"},
		"PEM with a broken one": {data(c.keyPEM(t) + inPEM("CERTIFICATE", []byte("x"))), certificate,
			"certificate that cannot be read"},
		"a key of another": {data(c.keyPEM(t) + other.rootPEM()), certificate,
			"belongs to none of its certificates"},
	}
	for name, test := range tests {
		_, err := FromCertificate(test.from)
		wantMistake(t, name, err, test.setting, test.want)
	}
}

// wantMistake expects a mistake in that setting that contains this text, and no secret.
func wantMistake(t *testing.T, name string, err error, setting, want string) {
	t.Helper()
	var mistake *anatomy.Mistake
	if !errors.As(err, &mistake) || string(mistake.Setting) != setting ||
		!strings.Contains(mistake.Error(), want) {
		t.Errorf("%s: got %v, want a mistake in %s: %s", name, err, setting, want)
		return
	}
	for _, secret := range []string{pfxPassword, "p~wrong", "BEGIN", requestToken} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: %q is in the error: %v", name, secret, err)
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
	return expect.Must(x509.ParseCertificate(der))(t)
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

// bundle returns the file that most tools call app.pem: authority, certificate and key, in any
// order.
func (c appCertificate) bundle(t *testing.T) string {
	return c.rootPEM() + c.keyPEM(t) + c.certificatePEM()
}
