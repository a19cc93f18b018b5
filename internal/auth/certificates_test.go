// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"testing"
	"time"
)

// appCertificate is a certificate for an app, with its authority's.
type appCertificate struct {
	key       *rsa.PrivateKey
	own, root *x509.Certificate
}

// rsaKey is shared, as making one is slow.
//
//nolint:gochecknoglobals // it is made once and never changes
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the system has no random numbers
	}
	return key
})

// newCertificate makes a certificate that ends then.
func newCertificate(t *testing.T, end time.Time) appCertificate {
	t.Helper()
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
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
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
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
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return inPEM("PRIVATE KEY", der)
}

// bundle is what most tools call app.pem: authority, certificate and key, in an order that must not
// matter.
func (c appCertificate) bundle(t *testing.T) string {
	return c.rootPEM() + c.keyPEM(t) + c.certificatePEM()
}
