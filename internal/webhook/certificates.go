// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
	"golang.org/x/time/rate"
)

const (
	// certificateAge is short, because Microsoft renews the certificate without notice.
	certificateAge = 10 * time.Minute
	// freshAge protects the certificate's host from senders with wrong signatures.
	freshAge  = time.Minute
	fetchTime = 15 * time.Second
	keptURLs  = 32 // verified certificates, and as many refused ones
)

// Certificates provides verified signing certificates.
type Certificates struct {
	authorities

	fetches  singleflight.Group
	patience time.Duration // of a fetch with all that belongs to it
	pace     *rate.Limiter // for URLs that have never led to a valid certificate

	mu    sync.Mutex // guards the fields below
	known map[string]certificate
	wrong map[string]certificate
}

// certificate is the result of a fetch.
type certificate struct {
	cert    *x509.Certificate
	refusal error
	at      time.Time
}

// NewCertificates fetches certificates from these hosts. Chains must end in one of the roots. The
// client must not follow redirects.
func NewCertificates(client *http.Client, roots Roots, hosts []string) *Certificates {
	from := &source{client, hosts, time.Now}
	return &Certificates{authorities: authorities{from, roots, newRevocations(from)},
		patience: fetchTime, pace: rate.NewLimiter(rate.Every(time.Second), 10),
		known: map[string]certificate{}, wrong: map[string]certificate{}}
}

// get returns the certificate at a URL that has been checked, at most as old as allowed.
func (c *Certificates) get(ctx context.Context, url string, maxAge time.Duration) (
	*x509.Certificate, error) {
	kept, isKnown := c.kept(url)
	switch {
	case kept.at.IsZero():
	case kept.refusal != nil && c.now().Sub(kept.at) < freshAge:
		return nil, kept.refusal
	case kept.refusal == nil && c.now().Sub(kept.at) < maxAge:
		return kept.cert, nil
	}
	result, err, _ := c.fetches.Do(url, func() (any, error) {
		if !isKnown && !c.pace.AllowN(c.now(), 1) {
			return nil, fmt.Errorf("too many unknown certificate URLs")
		}
		// Others wait for the result, even if this caller leaves.
		fetching, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.patience)
		defer cancel()
		cert, err := c.fetch(fetching, url)
		if err == nil || isRefused(err) {
			c.keep(url, certificate{cert, err, c.now()})
		}
		return cert, err
	})
	if err != nil {
		return nil, err
	}
	cert, _ := result.(*x509.Certificate)
	return cert, nil
}

func (c *Certificates) kept(url string) (found certificate, isKnown bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found, isKnown = c.known[url]; isKnown {
		return found, true
	}
	return c.wrong[url], false
}

// keep keeps refused certificates apart, so that they cannot displace valid ones.
func (c *Certificates) keep(url string, result certificate) {
	c.mu.Lock()
	defer c.mu.Unlock()
	into := c.known
	if result.refusal != nil {
		into = c.wrong
		delete(c.known, url)
	} else {
		delete(c.wrong, url)
	}
	if _, there := into[url]; !there && len(into) >= keptURLs {
		oldest := url
		for other, kept := range into {
			if oldest == url || kept.at.Before(into[oldest].at) {
				oldest = other
			}
		}
		delete(into, oldest)
	}
	into[url] = result
}

// age returns how long ago the certificate at the URL was fetched.
func (c *Certificates) age(url string) time.Duration {
	kept, _ := c.kept(url)
	return c.now().Sub(kept.at)
}

// verify checks who has signed the body. A renewed certificate can have the URL of the old one.
func (c *Certificates) verify(ctx context.Context, s signature, body []byte) error {
	cert, err := c.get(ctx, s.certificate, certificateAge)
	if err != nil {
		return err
	}
	if !s.signs(body, cert) && c.age(s.certificate) > freshAge {
		if cert, err = c.get(ctx, s.certificate, freshAge); err != nil {
			return err
		}
	}
	if !s.signs(body, cert) {
		return refuse("its signature does not fit its body and certificate (RSA PKCS #1 v1.5 " +
			"with SHA-256)")
	}
	return nil
}
