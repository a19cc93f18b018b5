// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"crypto/x509"
	"slices"
	"testing"
)

func TestOrderChain_FollowsTheIssuers(t *testing.T) {
	t.Parallel()
	named := func(subject, issuer string) *x509.Certificate {
		return &x509.Certificate{RawSubject: []byte(subject), RawIssuer: []byte(issuer)}
	}
	root, stray := named("root", "root"), named("stray", "stray")
	middle, own := named("middle", "root"), named("own", "middle")
	got := orderChain([]*x509.Certificate{root, stray, own, middle}, 2)
	if !slices.Equal(got, []*x509.Certificate{own, middle, root}) {
		t.Errorf("got %d certificates in another order", len(got))
	}
}
