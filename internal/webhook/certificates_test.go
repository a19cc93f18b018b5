// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

func TestCertificates_AreCachedBriefly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := time.Now()
	w.certificates.SetClock(func() time.Time { return now })
	deliver := func(want int) {
		t.Helper()
		expect.Equal(t, "status", want,
			w.deliver(w.sign(t, `{"EventName":"test-created","n":"`+rand.Text()+`"}`)))
	}
	for range 3 {
		deliver(http.StatusOK)
	}
	expect.Equal(t, "fetched", 1, int(w.fetched.Load()))

	// The certificate is renewed at the same URL: a fresh one is not fetched again for every wrong
	// signature.
	w.key = newKey(t)
	w.files.Store("/cert/good.cer", w.root.issue(t, w.key))
	deliver(http.StatusBadRequest)
	expect.Equal(t, "fetched", 1, int(w.fetched.Load()))
	now = now.Add(2 * time.Minute)
	deliver(http.StatusOK)
	expect.Equal(t, "fetched", 2, int(w.fetched.Load()))
	now = now.Add(11 * time.Minute)
	deliver(http.StatusOK)
	expect.Equal(t, "fetched", 3, int(w.fetched.Load()))
}

func TestCertificates_AFailingHostIsAskedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	good, _ := w.files.Load("/cert/good.cer")
	w.files.Store("/cert/good.cer", http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.WriteHeader(http.StatusServiceUnavailable)
	}))
	const body = `{"EventName":"test-created"}`
	expect.Equal(t, "status", http.StatusServiceUnavailable, w.deliver(w.sign(t, body)))
	w.files.Store("/cert/good.cer", good)
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, body)))
}

func TestCertificates_StrangersCannotCauseManyFetches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	now := time.Now()
	w.certificates.SetClock(func() time.Time { return now })
	const body = `{"EventName":"test-created"}`
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, body)))
	for range 100 {
		r := w.sign(t, body)
		r.Header.Set("X-MS-Certificate-Url", w.host.URL+"/cert/"+rand.Text()+".cer")
		w.deliver(r)
	}
	if n := w.fetched.Load(); n > 20 {
		t.Errorf("%d fetches", n)
	}
	expect.Equal(t, "status", http.StatusOK,
		w.deliver(w.sign(t, `{"EventName":"test-created","n":1}`)))
}

func TestCertificates_FollowTheChain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	between := newAuthority(t, w.root, "")
	w.files.Store("/issuers/between.crt", between.cert.Raw)
	w.files.Store("/cert/good.cer", between.issue(t, w.key, func(c *x509.Certificate) {
		c.IssuingCertificateURL = []string{"ldap:///cn=x", w.host.URL + "/issuers/between.crt"}
	}))
	expect.Equal(t, "status", http.StatusOK, w.deliver(w.sign(t, `{"EventName":"test-created"}`)))
	expect.Equal(t, "fetched", 2, int(w.fetched.Load()))
}

func TestCertificates_OnlyMicrosoftAndAllowedHostsServeIssuers(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]bool{
		"http://www.microsoft.com/pkiops/certs/Microsoft%20Azure%20RSA.crt": true,
		"https://certificates.example.com/a.crt":                            true,
		"http://mscrl.microsoft.com/pki/mscorp/crl/a.crl":                   true,
		"http://www.microsoft.com.example.com/a.crt":                        false,
		"http://x@www.microsoft.com/a.crt":                                  false,
		"http://www.microsoft.com:8080/a.crt":                               false,
		"http://169.254.169.254/a.crt":                                      false,
		"file:///etc/passwd":                                                false,
	} {
		expect.Equal(t, url, want, webhook.MayFetch(url, "certificates.example.com"))
	}
}
