// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // the subject of a test
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

// refusal is a delivery that must be refused with this reason.
type refusal struct {
	change  func(t *testing.T, w *world, r *http.Request)
	reason  string
	status  int // 0 means 400
	fetched int // certificates
}

// wantRefused sends an otherwise valid delivery.
func (row refusal) wantRefused(t *testing.T, body string) {
	t.Helper()
	w := newWorld(t)
	w.raise(subscription, "E1")
	r := w.sign(t, body)
	if row.change != nil {
		row.change(t, w, r)
	}
	want := http.StatusBadRequest
	if row.status != 0 {
		want = row.status
	}
	expect.Equal(t, "status", want, w.deliver(r))
	w.wantLog(t, `"msg":"refused"`, row.reason)
	expect.Equal(t, "fetched", row.fetched, int(w.fetched.Load()))
	expect.Equal(t, "listings", 0, w.listed)
	expect.Equal(t, "handed on", 0, len(w.handed))
	if _, value, _ := strings.Cut(r.Header.Get("Authorization"), " "); len(value) > 10 &&
		strings.Contains(w.log.String(), value) {
		t.Error("the signature is in the log")
	}
}

func set(name, value string) func(*testing.T, *world, *http.Request) {
	return func(_ *testing.T, _ *world, r *http.Request) {
		r.Header.Del(name)
		if value != "" {
			r.Header.Set(name, value)
		}
	}
}

func TestReceiver_RefusesHeaders(t *testing.T) {
	t.Parallel()
	expect.Each(t, map[string]refusal{
		"no signature":        {set("Authorization", ""), "no signature", 401, 0},
		"another scheme":      {set("Authorization", "Bearer eA=="), "no signature", 401, 0},
		"an empty signature":  {set("Authorization", "Signature "), "no signature", 401, 0},
		"not base64":          {set("Authorization", "Signature ***"), "not base64", 0, 0},
		"no certificate":      {set("X-MS-Certificate-Url", ""), "no header", 0, 0},
		"no algorithm":        {set("X-MS-Signature-Algorithm", ""), "no header", 0, 0},
		"SHA-1":               {set("X-MS-Signature-Algorithm", "RSA-SHA1"), "must be rsa-sha256", 0, 0},
		"a hostile algorithm": {set("X-MS-Signature-Algorithm", "\x1b[2Jx"), "must be rsa-sha256", 0, 0},
		"two signatures": {func(_ *testing.T, _ *world, r *http.Request) {
			r.Header.Set("Authorization", r.Header.Get("Authorization")+", Signature eA==")
		}, "not base64", 0, 0},
		"a signature in each header": {set("X-MS-Signature", "eA=="), "different signatures", 0, 0},
		"two headers of one name": {func(_ *testing.T, _ *world, r *http.Request) {
			r.Header.Add("Authorization", "Signature eA==")
		}, "more than one header", 0, 0},
		"another hash": {set("X-MS-Signature-Algorithm", "rsa-sha512"), "must be rsa-sha256", 0, 0},
		"no RSA":       {set("X-MS-Signature-Algorithm", "none"), "must be rsa-sha256", 0, 0},
		"another method": {func(_ *testing.T, _ *world, r *http.Request) { r.Method = http.MethodPut },
			"not POST", 405, 0},
		"two certificate URLs": {func(_ *testing.T, w *world, r *http.Request) {
			r.Header.Add("X-MS-Certificate-Url", w.host.URL+"/cert/good.cer")
		}, "more than one header", 0, 0},
	}, func(t *testing.T, row refusal) { row.wantRefused(t, alertAbout(subscription, "1")) })
}

func TestReceiver_RefusesSignatures(t *testing.T) {
	t.Parallel()
	body := alertAbout(subscription, "1")
	signed := func(value func(t *testing.T, w *world) []byte) func(*testing.T, *world, *http.Request) {
		return func(t *testing.T, w *world, r *http.Request) {
			t.Helper()
			r.Header.Set("Authorization", "Signature "+base64.StdEncoding.EncodeToString(value(t, w)))
		}
	}
	digest := sha256.Sum256([]byte(body))
	const reason = "does not fit its body and certificate"
	expect.Each(t, map[string]refusal{
		"SHA-1 under another name": {signed(func(t *testing.T, w *world) []byte {
			old := sha1.Sum([]byte(body)) //nolint:gosec // the subject of the test
			return expect.Must(rsa.SignPKCS1v15(nil, w.key, crypto.SHA1, old[:]))(t)
		}), reason, 0, 1},
		"PSS": {signed(func(t *testing.T, w *world) []byte {
			return expect.Must(rsa.SignPSS(rand.Reader, w.key, crypto.SHA256, digest[:], nil))(t)
		}), reason, 0, 1},
		"another key": {signed(func(t *testing.T, _ *world) []byte {
			return expect.Must(rsa.SignPKCS1v15(nil, newKey(t), crypto.SHA256, digest[:]))(t)
		}), reason, 0, 1},
		"nonsense": {signed(func(*testing.T, *world) []byte { return []byte("nonsense") }), reason, 0, 1},
		"a tampered body": {func(_ *testing.T, _ *world, r *http.Request) {
			r.Body = io.NopCloser(strings.NewReader(strings.Replace(body, "Active", "active", 1)))
		}, reason, 0, 1},
		"another certificate": {func(t *testing.T, w *world, r *http.Request) {
			t.Helper()
			w.files.Store("/cert/other.cer", w.root.issue(t, newKey(t)))
			r.Header.Set("X-MS-Certificate-Url", w.host.URL+"/cert/other.cer")
		}, reason, 0, 1},
	}, func(t *testing.T, row refusal) { row.wantRefused(t, body) })
}

func TestReceiver_RefusesCertificateURLsAndFetchesNothing(t *testing.T) {
	t.Parallel()
	at := func(change func(url string) string) func(*testing.T, *world, *http.Request) {
		return func(_ *testing.T, _ *world, r *http.Request) {
			r.Header.Set("X-MS-Certificate-Url", change(r.Header.Get("X-MS-Certificate-Url")))
		}
	}
	const form = "must have the form"
	expect.Each(t, map[string]refusal{
		"http": {at(func(u string) string { return strings.Replace(u, "https", "http", 1) }),
			"begin with https", 0, 0},
		"another port": {at(func(string) string { return "https://127.0.0.1:1/cert/good.cer" }),
			"not allowed", 0, 0},
		"another host": {at(func(string) string { return "https://example.com/cert/good.cer" }),
			"not allowed", 0, 0},
		"metadata of a cloud": {at(func(string) string { return "https://169.254.169.254/cert/x.cer" }),
			"not allowed", 0, 0},
		"a host that ends like it": {at(func(u string) string {
			return strings.Replace(u, "https://", "https://x.", 1)
		}), "not allowed", 0, 0},
		"user information": {at(func(u string) string {
			return strings.Replace(u, "https://", "https://example.com@", 1)
		}), form, 0, 0},
		"a query":        {at(func(u string) string { return u + "?x=1" }), form, 0, 0},
		"an empty query": {at(func(u string) string { return u + "?" }), form, 0, 0},
		"a fragment":     {at(func(u string) string { return u + "#x" }), form, 0, 0},
		"another folder": {at(func(u string) string { return strings.Replace(u, "cert/", "", 1) }), form,
			0, 0},
		"a parent folder": {at(func(u string) string { return strings.Replace(u, "good", "../good", 1) }),
			form, 0, 0},
		"an escaped path": {at(func(u string) string { return strings.Replace(u, "good", "%67ood", 1) }),
			form, 0, 0},
		"another suffix": {at(func(u string) string { return u + ".exe" }), form, 0, 0},
		"no URL":         {at(func(string) string { return "://" }), "invalid", 0, 0},
	}, func(t *testing.T, row refusal) { row.wantRefused(t, alertAbout(subscription, "1")) })
}

func TestReceiver_RefusesCertificates(t *testing.T) {
	t.Parallel()
	serve := func(answer func(t *testing.T, w *world) any) func(*testing.T, *world, *http.Request) {
		return func(t *testing.T, w *world, _ *http.Request) {
			t.Helper()
			w.files.Store("/cert/good.cer", answer(t, w))
		}
	}
	issued := func(change func(c *x509.Certificate)) func(*testing.T, *world, *http.Request) {
		return serve(func(t *testing.T, w *world) any { return w.root.issue(t, w.key, change) })
	}
	expect.Each(t, map[string]refusal{
		"a redirect": {serve(func(*testing.T, *world) any {
			return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
				http.Redirect(out, r, "/cert/elsewhere.cer", http.StatusFound)
			})
		}), "redirects", 0, 1},
		"none": {serve(func(*testing.T, *world) any { return "none" }),
			"HTTP status 404", 0, 1},
		"a large file": {serve(func(*testing.T, *world) any { return make([]byte, 10<<20) }),
			"leads to more than", 0, 1},
		"PEM": {serve(func(t *testing.T, w *world) any {
			return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: w.root.issue(t, w.key)})
		}), "DER", 0, 1},
		"an unknown root": {serve(func(t *testing.T, w *world) any {
			return newAuthority(t, nil, "").issue(t, w.key)
		}), "no chain", 0, 1},
		"a self-signed one": {serve(func(t *testing.T, w *world) any {
			template := certificateTemplate(t)
			return expect.Must(x509.CreateCertificate(rand.Reader, template, template, w.key.Public(),
				w.key))(t)
		}), "chain", 0, 1},
		"an incomplete chain": {serve(func(t *testing.T, w *world) any {
			return newAuthority(t, w.root, "").issue(t, w.key)
		}), "no chain to a trusted root", 0, 1},
		"a root of another organization": {serve(func(t *testing.T, w *world) any {
			other := newAuthority(t, nil, "", func(c *x509.Certificate) {
				c.Subject.Organization = []string{"Contoso"}
			})
			w.roots.AddCert(other.cert)
			return other.issue(t, w.key)
		}), "must end in a root of Microsoft Corporation", 0, 1},
		"another organization": {serve(func(t *testing.T, w *world) any {
			w.root.cert.RawSubject = nil // so that issued certificates name the changed subject
			w.root.cert.Subject.Organization = []string{"Contoso"}
			return w.root.issue(t, w.key, func(c *x509.Certificate) {
				c.Subject.Organization = []string{"Microsoft Corporation Ltd"}
			})
		}), "organization", 0, 1},
		"an expired one": {issued(func(c *x509.Certificate) {
			c.NotAfter = time.Now().Add(-time.Minute)
		}), "expired", 0, 1},
		"one from the future": {issued(func(c *x509.Certificate) {
			c.NotBefore = time.Now().Add(time.Minute)
		}), "not yet valid", 0, 1},
		"an authority": {issued(func(c *x509.Certificate) { c.IsCA = true }), "not for signatures", 0, 1},
		"one for encryption": {issued(func(c *x509.Certificate) {
			c.KeyUsage = x509.KeyUsageKeyEncipherment
		}), "not for signatures", 0, 1},
		"one for e-mail": {issued(func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		}), "incompatible key usage", 0, 1},
		"an ECDSA key": {serve(func(t *testing.T, w *world) any {
			return w.root.issue(t, expect.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t))
		}), "RSA key", 0, 1},
		"an issuer from another host": {serve(func(t *testing.T, w *world) any {
			return newAuthority(t, w.root, "https://example.com/issuer.crt").issue(t, w.key,
				func(c *x509.Certificate) {
					c.IssuingCertificateURL = []string{"http://169.254.169.254/issuer.crt"}
				})
		}), "issuer", 0, 1},
	}, func(t *testing.T, row refusal) { row.wantRefused(t, alertAbout(subscription, "1")) })
}

func TestReceiver_AcceptsAConfiguredRootOfAnotherOrganization(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	other := newAuthority(t, nil, "", func(c *x509.Certificate) {
		c.Subject.Organization = []string{"Contoso"}
	})
	w.roots.AddCert(other.cert)
	w.files.Store("/cert/good.cer", other.issue(t, w.key))
	w.trust(webhook.Roots{Trusted: w.roots, Configured: []*x509.Certificate{other.cert}})
	w.restart()
	if status := w.deliverTest(t); status != http.StatusOK {
		t.Errorf("got HTTP status %d, want 200: %s", status, w.logged())
	}
}

func TestReceiver_RefusesBodies(t *testing.T) {
	t.Parallel()
	alert := alertAbout(subscription, "1")
	other := func(old, replacement string) string {
		return strings.Replace(alert, old, replacement,
			1)
	}
	for name, row := range map[string]struct {
		body, reason string
		fetched      int
	}{
		"2 MiB":              {strings.Repeat(" ", 2<<20) + alert, "larger than", 0},
		"nothing":            {"", "JSON", 1},
		"not JSON":           {"EventName=x", "JSON", 1},
		"a list":             {"[" + alert + "]", "JSON", 1},
		"two values":         {alert + alert, "JSON", 1},
		"no name":            {"{}", "EventName", 1},
		"a hostile name":     {`{"EventName":"test\u001b[2J"}`, "EventName", 1},
		"another host":       {other("api.partner", "evil.example"), "must name the fraud events", 1},
		"another scheme":     {other("https:", "ftp:"), "must name the fraud events", 1},
		"user information":   {other("https://", "https://x@"), "must name the fraud events", 1},
		"another resource":   {other("fraudEvents", "customers"), "must name the fraud events", 1},
		"no subscription":    {other("SubscriptionId", "x"), "one SubscriptionId", 1},
		"two subscriptions":  {other("&", "&subscriptionid="+subscription+"&"), "one SubscriptionId", 1},
		"not a GUID":         {other(subscription, "x"), "a GUID", 1},
		"a GUID in brackets": {other(subscription, "{"+subscription+"}"), "a GUID", 1},
		"no URI":             {`{"EventName":"azure-fraud-event-detected"}`, "ResourceUri", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refusal{reason: row.reason, fetched: row.fetched}.wantRefused(t, row.body)
		})
	}
	t.Run("2 MiB of unknown length", func(t *testing.T) {
		t.Parallel()
		refusal{reason: "larger than", change: func(_ *testing.T, _ *world, r *http.Request) {
			r.ContentLength = -1
		}}.wantRefused(t, strings.Repeat(" ", 2<<20)+alert)
	})
}
