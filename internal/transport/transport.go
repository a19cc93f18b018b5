// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package transport sends requests, for sign-in and API alike: TLS, extra roots, the proxy of the
// environment, no redirects, one observer of every attempt, and one retry policy.
package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Limits of one attempt. Reading the body has no limit but ctx: a large listing may take long.
const (
	dialTimeout           = 15 * time.Second
	tlsHandshakeTimeout   = 15 * time.Second
	responseHeaderTimeout = 60 * time.Second
	// a silent HTTP/2 connection is pinged, to detect a dead one.
	pingAfter   = 30 * time.Second
	pingTimeout = 15 * time.Second
)

// Options says how to send requests. The zero value is usable.
type Options struct {
	// CABundle holds PEM certificates that are trusted in addition to the system's roots.
	CABundle []byte

	// UserAgent is set on every request that has none.
	UserAgent string

	// Observe is called for every attempt when its headers or its error have arrived. It never gets a
	// header, a body, or a query value that could be secret. It may be nil, and is called from many
	// goroutines.
	Observe func(ctx context.Context, e Exchange)
}

// New returns an HTTP client that requires TLS 1.2 or newer and uses the proxy that the environment
// names now. It returns redirects to the caller instead of following them: after a 307 from a token
// endpoint, it would send the secrets of the request again, to another host. It does not retry; see
// [RetryPolicy]. An unreadable CA bundle is an error, and so is an invalid proxy variable: an
// [anatomy.Mistake].
func New(opts Options) (*http.Client, error) {
	roots, err := ReadRoots(opts.CABundle)
	if err != nil {
		return nil, err
	}
	base, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // somebody replaced it
		base = &http.Transport{ForceAttemptHTTP2: true}
	}
	proxy, err := proxyFromEnvironment()
	if err != nil {
		return nil, err
	}
	t := base.Clone()
	t.DialContext = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots.Trusted}
	t.TLSHandshakeTimeout = tlsHandshakeTimeout
	t.ResponseHeaderTimeout = responseHeaderTimeout
	t.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout}
	t.Proxy = proxy
	t.OnProxyConnectResponse = checkProxyAnswer

	return &http.Client{
		Transport:     &observer{next: t, userAgent: opts.UserAgent, observe: opts.Observe},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// checkProxyAnswer turns a proxy's refusal into a typed error; net/http would keep only its reason
// phrase.
func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{StatusCode: answer.StatusCode}
}

// Roots are the root certificates that the user trusts.
type Roots struct {
	Trusted    *x509.CertPool      // the system's and the configured ones; nil means the system's
	Configured []*x509.Certificate // those of the bundle
}

// ReadRoots adds the roots of the bundle to the system's. x509's AppendCertsFromPEM skips what it
// cannot read; here, an incomplete bundle is an error.
func ReadRoots(bundle []byte) (Roots, error) {
	if len(bundle) == 0 {
		return Roots{}, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	var found []*x509.Certificate
	rest := bundle
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return Roots{}, fmt.Errorf("it contains a PEM block of type %q", block.Type)
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return Roots{}, fmt.Errorf("certificate %d cannot be read: %w", len(found)+1, err)
		}
		pool.AddCert(cert)
		found = append(found, cert)
	}
	if bytes.Contains(rest, []byte("-----BEGIN")) {
		return Roots{}, fmt.Errorf("the PEM block after certificate %d is damaged or cut off", len(found))
	}
	if len(found) == 0 {
		return Roots{}, errors.New("it contains no certificate")
	}
	return Roots{Trusted: pool, Configured: found}, nil
}
