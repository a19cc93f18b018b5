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
	chain, err := c.chain(ctx, cert)
	if err != nil {
		return nil, err
	}
	return cert, c.checkRevocation(ctx, chain)
}

func isMicrosoft(name pkix.Name) bool { return slices.Contains(name.Organization, organization) }

// usages are those of a certificate for a host name, such as the documented one. A certificate
// without a list of usages has them, too.
func usages() []x509.ExtKeyUsage {
	return []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
}

// chain returns the chain to a root of Microsoft, or to a configured one. Partner Center publishes
// only the signing certificate, so the certificates between the two come from the addresses that
// each certificate names.
func (c *Certificates) chain(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate,
	error) {
	options := x509.VerifyOptions{Roots: c.roots.Trusted, Intermediates: x509.NewCertPool(),
		CurrentTime: c.now(), KeyUsages: usages()}
	last := cert
	for issuers := 0; ; issuers++ {
		chains, err := cert.Verify(options)
		if err == nil {
			return c.anchored(chains)
		}
		var unknown x509.UnknownAuthorityError
		if !errors.As(err, &unknown) || issuers == maxIssuers {
			return nil, refuse("its certificate has no valid chain: %s", visible(err.Error()))
		}
		if last, err = c.issuer(ctx, last); err != nil {
			return nil, err
		}
		options.Intermediates.AddCert(last)
	}
}

// anchored chooses the chain that ends in a root of Microsoft. The documentation requires one, but
// nothing has confirmed it, so a root that the user has configured counts, too.
func (c *Certificates) anchored(chains [][]*x509.Certificate) ([]*x509.Certificate, error) {
	root := ""
	for _, chain := range chains {
		last := chain[len(chain)-1]
		if isMicrosoft(last.Subject) || slices.ContainsFunc(c.roots.Configured, last.Equal) {
			return chain, nil
		}
		root = last.Subject.String()
	}
	return nil, refuse("the chain of its certificate must end in a root of %s, or in a "+
		"configured one, got %q", organization, visible(root))
}

// issuer downloads the certificate of the authority that has issued another one.
func (c *Certificates) issuer(ctx context.Context, of *x509.Certificate) (*x509.Certificate,
	error) {
	for _, url := range of.IssuingCertificateURL {
		if mayFetch(url, c.hosts) {
			return c.download(ctx, url)
		}
	}
	return nil, refuse("its certificate has no chain to a trusted root: the issuer %q is unknown",
		visible(of.Issuer.String()))
}

// download reads one certificate. Only a clear answer refuses the delivery: after another attempt,
// the host could answer differently.
func (c *Certificates) download(ctx context.Context, url string) (*x509.Certificate, error) {
	content, final, err := c.read(ctx, url, maxCertificate)
	switch {
	case err != nil && final:
		return nil, refuse("its certificate URL %v", err)
	case err != nil:
		return nil, fmt.Errorf("fetching the certificate: %w", err)
	}
	cert, err := x509.ParseCertificate(content)
	if err != nil {
		return nil, refuse("its certificate URL does not lead to a DER certificate")
	}
	return cert, nil
}

// read reads a file from another host. final says that a later attempt would fail, too.
func (c *Certificates) read(ctx context.Context, url string, most int64) (content []byte,
	final bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, true, errors.New("is invalid")
	}
	resp, err := c.client.Do(req)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = resp.Body.Close() }()
	switch status := resp.StatusCode; {
	case status/100 == 3:
		return nil, true, errors.New("redirects, which is not followed")
	case status != http.StatusOK:
		final = status/100 == 4 && status != http.StatusTooManyRequests &&
			status != http.StatusRequestTimeout
		return nil, final, fmt.Errorf("is answered with HTTP status %d", status)
	}
	content, err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err == nil && int64(len(content)) > most {
		return nil, true, fmt.Errorf("leads to more than %d bytes", most)
	}
	return content, false, err
}
