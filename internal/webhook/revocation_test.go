// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// list is the revocation list of an authority.
func (a *authority) list(t testing.TB, revoked *big.Int,
	change ...func(*x509.RevocationList)) []byte {
	t.Helper()
	list := &x509.RevocationList{Number: big.NewInt(1), ThisUpdate: time.Now().Add(-time.Hour),
		NextUpdate: time.Now().Add(24 * time.Hour)}
	if revoked != nil {
		list.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: revoked,
			RevocationTime: time.Now()}}
	}
	for _, c := range change {
		c(list)
	}
	return expect.Must(x509.CreateRevocationList(rand.Reader, list, a.cert, a.key))(t)
}

// about makes a list say that it is about the certificates that name this URL.
func about(url string) func(*x509.RevocationList) {
	return func(list *x509.RevocationList) {
		name := struct {
			Point struct {
				Names []asn1.RawValue `asn1:"tag:0"`
			} `asn1:"tag:0"`
		}{}
		name.Point.Names = []asn1.RawValue{{Class: asn1.ClassContextSpecific, Tag: 6,
			Bytes: []byte(url)}}
		value, _ := asn1.Marshal(name) // of constant form
		list.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 28},
			Critical: true, Value: value}}
	}
}

// publish lets the signing certificate name a list, and returns both.
func (w *world) publish(t testing.TB, by *authority) (url string, cert *x509.Certificate) {
	t.Helper()
	url = w.host.URL + "/crl/1.crl"
	der := by.issue(t, w.key, func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{"ldap:///cn=x", "http://169.254.169.254/1.crl", url}
	})
	w.files.Store("/cert/good.cer", der)
	return url, parse(t, der)
}

func (w *world) deliverTest(t testing.TB) int {
	t.Helper()
	return w.deliver(w.sign(t, `{"EventName":"test-created","n":"`+rand.Text()+`"}`))
}

func TestRevocation_Lists(t *testing.T) {
	t.Parallel()
	other := big.NewInt(1)
	for name, row := range map[string]struct {
		list   func(t *testing.T, w *world, url string, cert *x509.Certificate) any
		status int
		reason string
	}{
		"another certificate is revoked": {func(t *testing.T, w *world, url string,
			_ *x509.Certificate) any {
			return w.root.list(t, other, about(url))
		}, http.StatusOK, "handed on"},
		"revoked": {func(t *testing.T, w *world, _ string, cert *x509.Certificate) any {
			return w.root.list(t, cert.SerialNumber)
		}, http.StatusBadRequest, "is revoked"},
		"of another authority": {func(t *testing.T, _ *world, _ string, _ *x509.Certificate) any {
			return newAuthority(t, nil, "").list(t, other)
		}, http.StatusServiceUnavailable, "revocation list"},
		"about other certificates": {func(t *testing.T, w *world, url string,
			_ *x509.Certificate) any {
			return w.root.list(t, other, about(strings.Replace(url, "1.crl", "2.crl", 1)))
		}, http.StatusServiceUnavailable, "about other certificates"},
		"changes to another list": {func(t *testing.T, w *world, _ string, _ *x509.Certificate) any {
			return w.root.list(t, other, func(l *x509.RevocationList) {
				l.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 27},
					Critical: true, Value: []byte{2, 1, 1}}}
			})
		}, http.StatusServiceUnavailable, "2.5.29.27 is unknown"},
		"an old one": {func(t *testing.T, w *world, _ string, _ *x509.Certificate) any {
			return w.root.list(t, other, func(l *x509.RevocationList) {
				l.NextUpdate = time.Now().Add(-time.Minute)
			})
		}, http.StatusServiceUnavailable, "not valid now"},
		"nonsense": {func(*testing.T, *world, string, *x509.Certificate) any {
			return []byte("nonsense")
		}, http.StatusServiceUnavailable, "revocation list"},
		"too large": {func(*testing.T, *world, string, *x509.Certificate) any {
			return make([]byte, 10<<20+1)
		}, http.StatusServiceUnavailable, "leads to more than"},
		"none": {func(*testing.T, *world, string, *x509.Certificate) any { return "" },
			http.StatusServiceUnavailable, "HTTP status 404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			url, cert := w.publish(t, w.root)
			w.files.Store("/crl/1.crl", row.list(t, w, url, cert))
			expect.Equal(t, "status", row.status, w.deliverTest(t))
			w.wantLog(t, row.reason)
			expect.Equal(t, "fetched", 2, int(w.fetched.Load()))
		})
	}
}

func TestRevocation_OfAnIssuer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	between := newAuthority(t, w.root, "", func(c *x509.Certificate) {
		c.CRLDistributionPoints = []string{w.host.URL + "/crl/root.crl"}
	})
	w.files.Store("/issuers/between.crt", between.cert.Raw)
	w.files.Store("/crl/root.crl", w.root.list(t, between.cert.SerialNumber))
	w.files.Store("/cert/good.cer", between.issue(t, w.key, func(c *x509.Certificate) {
		c.IssuingCertificateURL = []string{w.host.URL + "/issuers/between.crt"}
	}))
	expect.Equal(t, "status", http.StatusBadRequest, w.deliverTest(t))
	w.wantLog(t, "is revoked")
}

// A certificate is refused if nobody may be asked about it: nothing is fetched from other hosts.
func TestRevocation_ElsewhereIsNotFetched(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(c *x509.Certificate){
		"list": func(c *x509.Certificate) {
			c.CRLDistributionPoints = []string{"http://169.254.169.254/a.crl", "file:///etc/passwd"}
		},
		"OCSP only": func(c *x509.Certificate) { c.OCSPServer = []string{"http://169.254.169.254/"} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.files.Store("/cert/good.cer", w.root.issue(t, w.key, change))
			expect.Equal(t, "status", http.StatusBadRequest, w.deliverTest(t))
			w.wantLog(t, "is published nowhere that this receiver may fetch from")
			expect.Equal(t, "fetched", 1, int(w.fetched.Load()))
		})
	}
}

// A list is read again every hour. While that fails, the earlier one counts until its own end.
func TestRevocation_ListsAreReadAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, cert := w.publish(t, w.root)
	now := time.Now()
	w.certificates.SetClock(func() time.Time { return now })
	after := func(passed time.Duration, list any, want int) {
		t.Helper()
		now = now.Add(passed)
		w.files.Store("/crl/1.crl", list)
		expect.Equal(t, "status", want, w.deliverTest(t))
	}
	const ok, refused, later = http.StatusOK, http.StatusBadRequest, http.StatusServiceUnavailable
	none := big.NewInt(1)
	after(0, w.root.list(t, none), ok)
	after(11*time.Minute, "", ok)
	expect.Equal(t, "fetched: a certificate twice, and a list", 3, int(w.fetched.Load()))
	after(time.Hour, "", ok)
	after(24*time.Hour, "", later)
	after(0, w.root.list(t, none, func(l *x509.RevocationList) {
		l.NextUpdate = now.Add(24 * time.Hour)
	}), ok)
	after(2*time.Hour, w.root.list(t, cert.SerialNumber, func(l *x509.RevocationList) {
		l.NextUpdate = now.Add(24 * time.Hour)
	}), refused)
}
