// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhooks

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

// CertificatePath is the path of the signing certificate, as in the documentation's sample.
const CertificatePath = "/cert/pcnotifications-dispatch.microsoft.com.cer"

// Files of the CA in the data folder.
const (
	rootCertFile = "webhook-ca.pem"
	rootKeyFile  = "webhook-ca-key.pem"
)

// root is the CA of the signing certificate.
type root struct {
	cert    *x509.Certificate
	certPEM []byte
	key     *ecdsa.PrivateKey
}

// loadRoot reads the CA from the data folder, or creates it.
func loadRoot(folder *disk.Folder) (root, error) {
	key, there, err := disk.ReadKey[*ecdsa.PrivateKey](folder, rootKeyFile)
	if err != nil {
		return root{}, err
	}
	content, err := folder.Read(rootCertFile)
	if err != nil {
		return root{}, err
	}
	if block, _ := pem.Decode(content); there && block != nil {
		cert, err := x509.ParseCertificate(block.Bytes)
		return root{cert, content, key}, err
	}
	r, err := newRoot()
	if err != nil {
		return root{}, err
	}
	if err := folder.WriteKey(rootKeyFile, r.key); err != nil {
		return root{}, err
	}
	return r, folder.Write(rootCertFile, r.certPEM)
}

func newRoot() (root, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return root{}, err
	}
	template := template("Partner Center emulator webhook CA")
	template.KeyUsage, template.IsCA = x509.KeyUsageCertSign, true
	// The CA is valid for no host but this machine, in case somebody trusts it for TLS.
	template.PermittedDNSDomainsCritical = true
	template.PermittedDNSDomains = []string{"localhost"}
	template.PermittedIPRanges = []*net.IPNet{{IP: net.IPv4(127, 0, 0, 0).To4(),
		Mask: net.CIDRMask(8, 32)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return root{}, err
	}
	cert, err := x509.ParseCertificate(der)
	return root{cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), key}, err
}

// template is a certificate of the organization that receivers look for. Receivers have the real
// clock, whatever the emulator's clock is.
func template(name string) *x509.Certificate {
	serial := make([]byte, 16)
	_, _ = rand.Read(serial) // never fails
	return &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(serial),
		Subject: pkix.Name{CommonName: name, Organization: []string{"Microsoft Corporation"},
			Country: []string{"US"}},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().AddDate(10, 0, 0),
		BasicConstraintsValid: true,
	}
}

// signer signs bodies.
type signer struct {
	key  *rsa.PrivateKey
	cert []byte // DER
}

func newSigner(by root) (*signer, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	template := template("pcnotifications-dispatch.microsoft.com")
	template.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	cert, err := x509.CreateCertificate(rand.Reader, template, by.cert, key.Public(), by.key)
	return &signer{key, cert}, err
}

// Sign returns the headers of a delivery with that body.
func (w *Window) Sign(body []byte, msHeader bool) (http.Header, error) {
	s, err := w.signer()
	if err != nil {
		return nil, fmt.Errorf("the key of webhooks: %w", err)
	}
	digest := sha256.Sum256(body)
	signature, err := rsa.SignPKCS1v15(rand.Reader, s.key, crypto.SHA256, digest[:])
	if err != nil {
		return nil, err
	}
	text := "Signature " + base64.StdEncoding.EncodeToString(signature)
	header := http.Header{}
	header.Set("Content-Type", "application/json")
	header.Set("X-MS-Certificate-Url", w.CertificateURL()+CertificatePath)
	header.Set("X-MS-Signature-Algorithm", "rsa-sha256")
	switch {
	case !msHeader:
		header.Set("Authorization", text)
	case w.Behaviour().WebhookBareSignature:
		header.Set("X-Ms-Signature", text[len("Signature "):])
	default:
		header.Set("X-Ms-Signature", text)
	}
	return header, nil
}

// ServeHTTP serves the signing certificate.
func (w *Window) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	s, err := w.signer()
	if err != nil || r.URL.Path != CertificatePath {
		http.NotFound(out, r)
		return
	}
	out.Header().Set("Content-Type", "application/pkix-cert")
	_, _ = out.Write(s.cert)
}
