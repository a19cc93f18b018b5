// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// authority is the emulator's own certificate authority.
type authority struct {
	cert    *x509.Certificate
	certPEM []byte
	key     *ecdsa.PrivateKey
}

// processSigningKey is the RSA key that emulators without a data folder share in one process: making one costs far
// more than the rest of Start. They still refuse each other's tokens, by the key id.
//
//nolint:gochecknoglobals // a constant that takes long to make
var processSigningKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// loadKeys reads the CA and the signing key from the data folder, or makes them.
func (s *Server) loadKeys() error {
	dir := s.opts.DataDir
	if dir == "" {
		temp, err := os.MkdirTemp("", "partnercenter-emulator-")
		if err != nil {
			return fmt.Errorf("emulator CA bundle: %w", err)
		}
		s.tempDir = temp
	}
	var err error
	if s.ca, err = loadAuthority(dir, s.opts.Now()); err != nil {
		return fmt.Errorf("emulator CA: %w", err)
	}
	s.bundlePath = filepath.Join(dir+s.tempDir, caCertFile) // one of the two is empty
	if s.tempDir != "" {
		err = writeFile(s.bundlePath, s.ca.certPEM)
	}
	if err != nil {
		return err
	}
	if s.signingKey, err = loadSigningKey(dir); err != nil {
		return fmt.Errorf("emulator signing key: %w", err)
	}
	return nil
}

func loadAuthority(dir string, now time.Time) (*authority, error) {
	if dir != "" {
		if ca, err := readAuthority(dir); ca != nil || err != nil {
			return ca, err
		}
	}
	ca, err := newAuthority(now)
	if err != nil || dir == "" {
		return ca, err
	}
	keyPEM, err := encodeKey(ca.key)
	if err != nil {
		return nil, err
	}
	// The key first: a certificate without its key would be of no use after a crash in between.
	if err := writeFile(filepath.Join(dir, caKeyFile), keyPEM); err != nil {
		return nil, err
	}
	return ca, writeFile(filepath.Join(dir, caCertFile), ca.certPEM)
}

// readAuthority returns nil when the data folder holds no CA.
func readAuthority(dir string) (*authority, error) {
	certPEM, err := readFile(filepath.Join(dir, caCertFile))
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
	key, err := readKey[*ecdsa.PrivateKey](filepath.Join(dir, caKeyFile))
	if err != nil {
		return nil, err
	}
	return &authority{cert: cert, certPEM: certPEM, key: key}, nil
}

func newAuthority(now time.Time) (*authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          serialNumber(),
		Subject:               pkix.Name{CommonName: "Partner Center emulator CA", Organization: []string{"loopback only"}},
		NotBefore:             earliest(now).Add(-time.Hour),
		NotAfter:              latest(now).AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign,
		BasicConstraintsValid: true,
		IsCA:                  true,
		// The CA vouches for this machine alone, should somebody trust it more widely than meant.
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

// serverConfig makes a fresh certificate for the loopback names. HTTP/2 is off: faults break single connections.
func (ca *authority) serverConfig(now time.Time, addr net.Addr) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serialNumber(),
		Subject:      pkix.Name{CommonName: "localhost"},
		DNSNames:     []string{"localhost"},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
		NotBefore:    earliest(now).Add(-time.Hour),
		NotAfter:     latest(now).AddDate(1, 0, 0),
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

// earliest and latest keep certificates valid for clients with the real clock, whatever clock the emulator has.
func earliest(now time.Time) time.Time {
	if wall := time.Now(); wall.Before(now) {
		return wall
	}
	return now
}

func latest(now time.Time) time.Time {
	if wall := time.Now(); wall.After(now) {
		return wall
	}
	return now
}

func serialNumber() *big.Int {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails
	return new(big.Int).SetBytes(b)
}

func loadSigningKey(dir string) (*rsa.PrivateKey, error) {
	if dir == "" {
		return processSigningKey()
	}
	path := filepath.Join(dir, signingFile)
	content, err := readFile(path)
	if err != nil {
		return nil, err
	}
	if content != nil {
		return readKey[*rsa.PrivateKey](path)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	keyPEM, err := encodeKey(key)
	if err != nil {
		return nil, err
	}
	return key, writeFile(path, keyPEM)
}

func encodeKey(key any) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

func readKey[K any](path string) (K, error) {
	var none K
	content, err := os.ReadFile(path)
	if err != nil {
		return none, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return none, fmt.Errorf("%s holds no PEM", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return none, fmt.Errorf("%s: %w", path, err)
	}
	typed, ok := key.(K)
	if !ok {
		return none, fmt.Errorf("%s holds a key of another kind", path)
	}
	return typed, nil
}
