// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"slices"
)

const (
	organization = "Microsoft Corporation"
	smallestKey  = 2048 // bits
	maxIssuers   = 3
)

// Roots are the root certificates that a chain may end in.
type Roots struct {
	Trusted    *x509.CertPool      // nil means the system's; only those of Microsoft count
	Configured []*x509.Certificate // those among them that count whatever their name
}

// authorities decide which certificates to trust.
type authorities struct {
	*source

	roots       Roots
	revocations *revocations
}

// fetch downloads and verifies a signing certificate.
func (a *authorities) fetch(ctx context.Context, url string) (*x509.Certificate, error) {
	cert, err := a.download(ctx, url)
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
	chain, err := a.chain(ctx, cert)
	if err != nil {
		return nil, err
	}
	return cert, a.revocations.check(ctx, chain)
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
func (a *authorities) chain(ctx context.Context, cert *x509.Certificate) ([]*x509.Certificate,
	error) {
	options := x509.VerifyOptions{Roots: a.roots.Trusted, Intermediates: x509.NewCertPool(),
		CurrentTime: a.now(), KeyUsages: usages()}
	last := cert
	for issuers := 0; ; issuers++ {
		chains, err := cert.Verify(options)
		if err == nil {
			return a.anchored(chains)
		}
		var unknown x509.UnknownAuthorityError
		if !errors.As(err, &unknown) || issuers == maxIssuers {
			return nil, refuse("its certificate has no valid chain: %s", visible(err.Error()))
		}
		if last, err = a.issuer(ctx, last); err != nil {
			return nil, err
		}
		options.Intermediates.AddCert(last)
	}
}

// anchored chooses the chain that ends in a root of Microsoft. The documentation requires one, but
// nothing has confirmed it, so a root that the user has configured counts, too.
func (a *authorities) anchored(chains [][]*x509.Certificate) ([]*x509.Certificate, error) {
	root := ""
	for _, chain := range chains {
		last := chain[len(chain)-1]
		if isMicrosoft(last.Subject) || slices.ContainsFunc(a.roots.Configured, last.Equal) {
			return chain, nil
		}
		root = last.Subject.String()
	}
	return nil, refuse("the chain of its certificate must end in a root of %s, or in a "+
		"configured one, got %q", organization, visible(root))
}

// issuer downloads the certificate of the authority that has issued another one.
func (a *authorities) issuer(ctx context.Context, of *x509.Certificate) (*x509.Certificate,
	error) {
	for _, url := range of.IssuingCertificateURL {
		if mayFetch(url, a.hosts) {
			return a.download(ctx, url)
		}
	}
	return nil, refuse("its certificate has no chain to a trusted root: the issuer %q is unknown",
		visible(of.Issuer.String()))
}
