// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// serverTLS reads the certificate again when its file changes, because certificates are renewed
// while the server runs.
func serverTLS(certPath, keyPath string) (*tls.Config, error) {
	pair := &keyPair{certPath: certPath, keyPath: keyPath}
	if _, err := pair.get(nil); err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: pair.get}, nil
}

type keyPair struct {
	certPath, keyPath string

	mu       sync.Mutex // guards the fields below
	current  *tls.Certificate
	modified time.Time
}

// get keeps the current certificate while a new one cannot be read: a renewal may be half written.
func (k *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Stat(k.certPath)
	if err == nil && (k.current == nil || !info.ModTime().Equal(k.modified)) {
		var read tls.Certificate
		if read, err = tls.LoadX509KeyPair(k.certPath, k.keyPath); err == nil {
			k.current, k.modified = &read, info.ModTime()
		}
	}
	if k.current == nil {
		return nil, err
	}
	return k.current, nil
}
