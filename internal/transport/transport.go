// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package transport is how requests leave the machine, for sign-in and API alike: TLS, extra roots,
// the proxy of the environment, no redirects, one observer of every attempt, and one retry policy.
package transport

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Limits of one attempt. There is none for reading the body: a large listing may take long, and ctx
// bounds it.
const (
	dialTimeout           = 15 * time.Second
	tlsHandshakeTimeout   = 15 * time.Second
	responseHeaderTimeout = 60 * time.Second
	// a silent HTTP/2 connection is pinged, so that a dead one is noticed.
	pingAfter   = 30 * time.Second
	pingTimeout = 15 * time.Second
)

// Options says how requests leave. The zero value is usable.
type Options struct {
	// CABundle holds PEM certificates that are trusted beside the system's roots.
	CABundle []byte

	// UserAgent is set on every request that has none.
	UserAgent string

	// Observe is told of every attempt, when its headers or its error have come. It never gets a
	// header, a body, or a query value that could be secret. It may be nil, and is called from many
	// goroutines.
	Observe func(ctx context.Context, e Exchange)
}

// New returns an HTTP client that speaks TLS 1.2 or newer, uses the proxy that the environment
// names at this moment, and hands redirects to the caller instead of following them: a 307 from a
// token endpoint would send the secrets of the request again, to another host. It does not retry;
// see [RetryPolicy]. An unreadable CA bundle is an error, and so is a proxy variable that makes no
// sense: an [anatomy.Mistake].
func New(opts Options) (*http.Client, error) {
	roots, err := rootCAs(opts.CABundle)
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
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots}
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

// checkProxyAnswer turns a proxy's refusal into a typed error; net/http would only keep its reason
// phrase.
func checkProxyAnswer(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{StatusCode: answer.StatusCode}
}
