// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package webhook_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"errors"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

const (
	baseURL      = "https://api.partnercenter.microsoft.com"
	subscription = "f7b8a1c2-0d3e-4f5a-9b6c-7d8e9f0a1b2c"
)

func alertAbout(subscription, at string) string {
	return `{"EventName":"azure-fraud-event-detected","ResourceUri":"` + baseURL +
		"/v1/fraudEvents?SubscriptionId=" + subscription + `&EventStatus=Active","AuditUri":null,` +
		`"ResourceChangeUtcDate":"` + at + `"}`
}

// authority issues certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// newAuthority is a root, or an authority below another one whose certificate is at the URL.
func newAuthority(t testing.TB, by *authority, url string,
	change ...func(*x509.Certificate)) *authority {
	t.Helper()
	key := expect.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	template := certificateTemplate(t)
	template.IsCA = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	a := &authority{template, key}
	if by == nil {
		by = a
	} else {
		template.IssuingCertificateURL = []string{url}
	}
	for _, c := range change {
		c(template)
	}
	a.cert = parse(t, expect.Must(x509.CreateCertificate(rand.Reader, template, by.cert,
		key.Public(), by.key))(t))
	return a
}

func certificateTemplate(t testing.TB) *x509.Certificate {
	t.Helper()
	return &x509.Certificate{
		SerialNumber: expect.Must(rand.Int(rand.Reader, big.NewInt(1<<60)))(t),
		Subject: pkix.Name{CommonName: rand.Text(),
			Organization: []string{"Microsoft Corporation"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(48 * time.Hour),
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
	}
}

func parse(t testing.TB, der []byte) *x509.Certificate {
	t.Helper()
	return expect.Must(x509.ParseCertificate(der))(t)
}

// issue returns the DER certificate of a key.
func (a *authority) issue(t testing.TB, key crypto.Signer,
	change ...func(*x509.Certificate)) []byte {
	t.Helper()
	template := certificateTemplate(t)
	for _, c := range change {
		c(template)
	}
	return expect.Must(x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key))(t)
}

// newKey takes long, so most tests share one.
func newKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	return expect.Must(rsa.GenerateKey(rand.Reader, 2048))(t)
}

//nolint:gochecknoglobals // constant
var sharedKey = sync.OnceValues(func() (*rsa.PrivateKey, error) {
	return rsa.GenerateKey(rand.Reader, 2048)
})

// world is a receiver with everything around it.
type world struct {
	*webhook.Receiver

	root         *authority
	roots        *x509.CertPool
	key          *rsa.PrivateKey
	client       *http.Client
	certificates *webhook.Certificates
	host         *httptest.Server // of certificates
	files        sync.Map         // its answers: a DER certificate or a handler
	fetched      atomic.Int32

	mu     sync.Mutex // guards the fields below
	events []fraud.Event
	listed int
	handed []webhook.News
	fail   func(webhook.News) error
	log    bytes.Buffer
	forget bool // the world only counts
	count  int
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{root: newAuthority(t, nil, ""), key: expect.Must(sharedKey())(t)}
	w.host = httptest.NewTLSServer(http.HandlerFunc(w.serveCertificate))
	t.Cleanup(w.host.Close)
	w.files.Store("/cert/good.cer", w.root.issue(t, w.key))
	w.client = w.host.Client()
	w.client.CheckRedirect = func(*http.Request,
		[]*http.Request) error {
		return http.ErrUseLastResponse
	}
	w.roots = x509.NewCertPool()
	w.roots.AddCert(w.root.cert)
	w.trust(webhook.Roots{Trusted: w.roots})
	w.restart()
	t.Cleanup(func() { w.Close() })
	return w
}

// trust makes the receiver forget its certificates.
func (w *world) trust(roots webhook.Roots) {
	w.certificates = webhook.NewCertificates(w.client, roots,
		[]string{w.host.Listener.Addr().String()})
}

// restart begins with an empty memory.
func (w *world) restart() {
	w.Receiver = webhook.New(webhook.Config{Certificates: w.certificates, Lister: w, HandOn: w.handOn,
		BaseURL: baseURL, Log: slog.New(slog.NewJSONHandler(w, nil))})
}

func (w *world) serveCertificate(out http.ResponseWriter, r *http.Request) {
	w.fetched.Add(1)
	switch answer, _ := w.files.Load(r.URL.Path); answer := answer.(type) {
	case []byte:
		_, _ = out.Write(answer)
	case http.HandlerFunc:
		answer(out, r)
	default:
		http.NotFound(out, r)
	}
}

// Write receives the log.
func (w *world) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.forget {
		return len(p), nil
	}
	return w.log.Write(p)
}

func (w *world) Search(_ context.Context, f fraud.Filter) (found []fraud.Event, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listed++
	for _, e := range w.events {
		if f.Matches(e) {
			found = append(found, e)
		}
	}
	fraud.SortNewestFirst(found)
	return found, nil
}

func (w *world) handOn(_ context.Context, n webhook.News) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		if err := w.fail(n); err != nil {
			return err
		}
	}
	if w.count++; !w.forget {
		w.handed = append(w.handed, n)
	}
	return nil
}

func (w *world) raise(subscription, id string, change ...func(*fraud.Event)) {
	e := fraud.Event{Key: fraud.Key{SubscriptionID: subscription, EventID: id}}
	e.Status = fraud.Active
	for _, c := range change {
		c(&e)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

func (w *world) ids() (ids []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.handed {
		ids = append(ids, n.ID)
	}
	return ids
}

// sign returns a delivery with a right signature.
func (w *world) sign(t testing.TB, body string) *http.Request {
	t.Helper()
	digest := sha256.Sum256([]byte(body))
	value := expect.Must(rsa.SignPKCS1v15(nil, w.key, crypto.SHA256, digest[:]))(t)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/callback",
		strings.NewReader(body))
	r.Header.Set("Authorization", "Signature "+base64.StdEncoding.EncodeToString(value))
	r.Header.Set("X-MS-Certificate-Url", w.host.URL+"/cert/good.cer")
	r.Header.Set("X-MS-Signature-Algorithm", "rsa-sha256")
	return r
}

// deliver returns the status of the answer.
func (w *world) deliver(r *http.Request) int {
	answer := httptest.NewRecorder()
	w.Handler().ServeHTTP(answer, r)
	return answer.Code
}

// wantLog fails the test unless the last line of the log has these parts.
func (w *world) wantLog(t *testing.T, parts ...string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(w.log.String()), "\n")
	expect.Contains(t, lines[len(lines)-1], parts...)
}

var errFails = errors.New("the other side fails")
