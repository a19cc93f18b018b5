// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
)

const (
	organization   = "Microsoft Corporation"
	smallestKey    = 2048     // bits
	maxCertificate = 64 << 10 // bytes
	maxIssuers     = 3
)

// fetch downloads and verifies a certificate.
func (c *Certificates) fetch(ctx context.Context, url string) (*x509.Certificate, error) {
	cert, err := c.download(ctx, url)
	if err != nil {
		return nil, err
	}
	key, isRSA := cert.PublicKey.(*rsa.PublicKey)
	switch {
	case !isRSA || key.N.BitLen() < smallestKey:
		return nil, refuse("its certificate must have an RSA key of at least %d bits", smallestKey)
	case cert.IsCA || cert.KeyUsage != 0 && cert.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		return nil, refuse("its certificate is not for signatures")
	// The documentation does not say which of the two names the organization.
	case !isMicrosoft(cert.Subject) && !isMicrosoft(cert.Issuer):
		return nil, refuse("its certificate does not name the organization %s", organization)
	}
	return cert, c.checkChain(ctx, cert)
}

func isMicrosoft(name pkix.Name) bool { return slices.Contains(name.Organization, organization) }

// checkChain requires a chain to a root. Partner Center publishes only the signing certificate, so
// the certificates between the two come from the addresses that each certificate names.
func (c *Certificates) checkChain(ctx context.Context, cert *x509.Certificate) error {
	options := x509.VerifyOptions{Roots: c.roots, Intermediates: x509.NewCertPool(),
		CurrentTime: c.now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}
	last := cert
	for issuers := 0; ; issuers++ {
		_, err := cert.Verify(options)
		if err == nil {
			return nil
		}
		var unknown x509.UnknownAuthorityError
		if !errors.As(err, &unknown) || issuers == maxIssuers {
			return refuse("its certificate has no valid chain: %s", visible(err.Error()))
		}
		if last, err = c.issuer(ctx, last); err != nil {
			return err
		}
		options.Intermediates.AddCert(last)
	}
}

// issuer downloads the certificate of the authority that has issued another one.
func (c *Certificates) issuer(ctx context.Context, of *x509.Certificate) (*x509.Certificate,
	error) {
	for _, url := range of.IssuingCertificateURL {
		if mayIssue(url, c.hosts) {
			return c.download(ctx, url)
		}
	}
	return nil, refuse("its certificate has no chain to a trusted root: the issuer %q is unknown",
		visible(of.Issuer.String()))
}

// download reads one certificate. Only a clear answer refuses the delivery: after another attempt,
// the host could answer differently.
func (c *Certificates) download(ctx context.Context, url string) (*x509.Certificate, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("fetching the certificate: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	switch status := resp.StatusCode; {
	case status/100 == 3:
		return nil, refuse("its certificate URL redirects, which is not followed")
	case status/100 == 4 && status != http.StatusTooManyRequests &&
		status != http.StatusRequestTimeout:
		return nil, refuse("its certificate URL is answered with HTTP status %d", status)
	case status != http.StatusOK:
		return nil, fmt.Errorf("fetching the certificate: HTTP status %d", status)
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxCertificate+1))
	if err != nil {
		return nil, fmt.Errorf("fetching the certificate: %w", err)
	}
	if len(content) > maxCertificate {
		return nil, refuse("its certificate is larger than %d bytes", maxCertificate)
	}
	cert, err := x509.ParseCertificate(content)
	if err != nil {
		return nil, refuse("its certificate URL does not lead to a DER certificate")
	}
	return cert, nil
}
