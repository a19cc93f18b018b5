// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/disk"
)

// Files of the CA in the data folder.
const (
	caCertFile = "ca.pem"
	caKeyFile  = "ca-key.pem"
	bundleFile = "ca-bundle.pem" // for clients: this CA, and the CA of webhooks
)

type authority struct {
	cert    *x509.Certificate
	certPEM []byte
	key     *ecdsa.PrivateKey
}

func loadAuthority(folder *disk.Folder, now time.Time) (*authority, error) {
	if ca, err := readAuthority(folder); ca != nil || err != nil {
		return ca, err
	}
	ca, err := newAuthority(now)
	if err != nil {
		return nil, err
	}
	// The key comes first: after a crash in between, a certificate without its key would be useless.
	if err := folder.WriteKey(caKeyFile, ca.key); err != nil {
		return nil, err
	}
	return ca, folder.Write(caCertFile, ca.certPEM)
}

// readAuthority returns nil if the data folder has no CA.
func readAuthority(folder *disk.Folder) (*authority, error) {
	certPEM, err := folder.Read(caCertFile)
	if err != nil || certPEM == nil {
		return nil, err
	}
	block, _ := pem.Decode(certPEM)
	if block == nil {
		return nil, errors.New(caCertFile + " holds no PEM")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, there, err := disk.ReadKey[*ecdsa.PrivateKey](folder, caKeyFile)
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, errors.New(caKeyFile + " is missing")
	}
	return &authority{cert: cert, certPEM: certPEM, key: key}, nil
}

func newAuthority(now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	from, to := validity(now, 10)
	template := &x509.Certificate{
		SerialNumber: serialNumber(),
		Subject: pkix.Name{CommonName: "Partner Center emulator CA",
			Organization: []string{"loopback only"}},
		NotBefore:             from,
		NotAfter:              to,
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		// The CA is valid only for this machine, in case somebody trusts it more widely than intended.
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{"localhost"},
		PermittedIPRanges: []*net.IPNet{
			{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
			{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
		},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &authority{
		cert:    cert,
		certPEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		key:     key,
	}, nil
}

// serverConfig creates a new certificate for the loopback names. HTTP/2 is disabled, because faults
// break single connections.
func (ca *authority) serverConfig(now time.Time, addr net.Addr) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	from, to := validity(now, 1)
	template := &x509.Certificate{
		SerialNumber: serialNumber(),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:    from,
		NotAfter:     to,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if tcp, ok := addr.(*net.TCPAddr); ok {
		template.IPAddresses = append(template.IPAddresses, tcp.IP)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, ca.cert, key.Public(), ca.key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"http/1.1"},
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
	}, nil
}

// validity keeps certificates valid for clients with the real clock, whatever the emulator's clock
// is.
func validity(now time.Time, years int) (from, to time.Time) {
	from, to = now, time.Now()
	if to.Before(from) {
		from, to = to, from
	}
	return from.Add(-time.Hour), to.AddDate(years, 0, 0)
}

func serialNumber() *big.Int {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return new(big.Int).SetBytes(b)
}
