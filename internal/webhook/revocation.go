// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"
)

const (
	maxList      = 10 << 20 // bytes
	listAge      = time.Hour
	keptVerdicts = 64
)

// revocations remember which certificates are not revoked.
type revocations struct {
	*source

	turn  *semaphore.Weighted // guards known; one list at a time, because a list is large
	known map[[sha256.Size]byte]verdict
}

// verdict says that a revocation list does not name a certificate.
type verdict struct{ at, until time.Time }

func newRevocations(from *source) *revocations {
	return &revocations{from, semaphore.NewWeighted(1), map[[sha256.Size]byte]verdict{}}
}

// check checks all certificates of a chain but its root (parity: webhook-revocation).
func (r *revocations) check(ctx context.Context, chain []*x509.Certificate) error {
	if err := r.turn.Acquire(ctx, 1); err != nil {
		return err
	}
	defer r.turn.Release(1)
	for i, cert := range chain[:len(chain)-1] {
		if err := r.checkOne(ctx, cert, chain[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// checkOne uses an earlier list, up to its own end, while no newer one can be read.
func (r *revocations) checkOne(ctx context.Context, cert, issuer *x509.Certificate) error {
	if len(cert.CRLDistributionPoints) == 0 && len(cert.OCSPServer) == 0 {
		return nil // its authority revokes nothing
	}
	id := sha256.Sum256(cert.Raw)
	earlier := r.known[id]
	if r.now().Sub(earlier.at) < listAge && r.now().Before(earlier.until) {
		return nil
	}
	until, err := r.askLists(ctx, cert, issuer)
	if err != nil && !isRefused(err) && r.now().Before(earlier.until) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(r.known) >= keptVerdicts {
		clear(r.known)
	}
	r.known[id] = verdict{r.now(), until}
	return nil
}

// askLists reads the first list that it can, and returns its end. A failure refuses nothing:
// Partner Center sends the delivery again.
func (r *revocations) askLists(ctx context.Context, cert, issuer *x509.Certificate) (
	until time.Time, err error) {
	err = refuse("the revocation of its certificate %q is published nowhere that this receiver may "+
		"fetch from", visible(cert.Subject.String()))
	for _, url := range cert.CRLDistributionPoints {
		if !mayFetch(url, r.hosts) {
			continue
		}
		var list *x509.RevocationList
		if list, err = r.list(ctx, url, cert, issuer); err != nil {
			err = fmt.Errorf("reading the revocation list %s: %w", visible(url), err)
			continue
		}
		if revokes(list, cert) {
			return until, refuse("its certificate %q is revoked", visible(cert.Subject.String()))
		}
		return list.NextUpdate, nil
	}
	return until, err
}

func revokes(list *x509.RevocationList, cert *x509.Certificate) bool {
	return slices.ContainsFunc(list.RevokedCertificateEntries, func(e x509.RevocationListEntry) bool {
		return e.SerialNumber.Cmp(cert.SerialNumber) == 0
	})
}

// list downloads and verifies a list.
func (r *revocations) list(ctx context.Context, url string, cert, issuer *x509.Certificate) (
	*x509.RevocationList, error) {
	content, _, err := r.read(ctx, url, maxList)
	if err != nil {
		return nil, err
	}
	list, err := x509.ParseRevocationList(content)
	if err != nil {
		return nil, err
	}
	if err := list.CheckSignatureFrom(issuer); err != nil {
		return nil, err
	}
	if now := r.now(); now.Before(list.ThisUpdate) || !now.Before(list.NextUpdate) {
		return nil, errors.New("it is not valid now")
	}
	return list, covers(list, url, cert)
}

// scope is the extension that says what a list is about: RFC 5280, 5.2.5.
type scope struct {
	Point struct {
		Names    []asn1.RawValue `asn1:"optional,tag:0"`
		Relative asn1.RawValue   `asn1:"optional,tag:1"`
	} `asn1:"optional,tag:0"`
	OnlyUsers       bool           `asn1:"optional,tag:1"`
	OnlyAuthorities bool           `asn1:"optional,tag:2"`
	OnlySomeReasons asn1.BitString `asn1:"optional,tag:3"`
	Indirect        bool           `asn1:"optional,tag:4"`
	OnlyAttributes  bool           `asn1:"optional,tag:5"`
}

// covers refuses a list that is about other certificates: an authority can have many lists, and
// plain HTTP lets others exchange them.
func covers(list *x509.RevocationList, url string, cert *x509.Certificate) error {
	for _, extension := range list.Extensions {
		var about scope
		switch {
		case extension.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 28}):
			if _, err := asn1.Unmarshal(extension.Value, &about); err != nil {
				return err
			}
		case extension.Critical:
			return fmt.Errorf("its extension %v is unknown", extension.Id)
		}
		if !about.includes(url, cert.IsCA) {
			return errors.New("it is about other certificates")
		}
	}
	return nil
}

func (s scope) includes(url string, isAuthority bool) bool {
	named := len(s.Point.Names) == 0 || slices.ContainsFunc(s.Point.Names,
		func(name asn1.RawValue) bool { return string(name.Bytes) == url })
	return named && len(s.Point.Relative.Bytes) == 0 && s.OnlySomeReasons.BitLength == 0 &&
		!s.Indirect && !s.OnlyAttributes && (!s.OnlyUsers || !isAuthority) &&
		(!s.OnlyAuthorities || isAuthority)
}
