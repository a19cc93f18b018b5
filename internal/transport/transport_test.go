// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package transport_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func newClient(t *testing.T, opts transport.Options) *http.Client {
	t.Helper()
	client, err := transport.New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func get(t *testing.T, client *http.Client, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	return resp, err
}

func TestNew_RefusesABundleThatIsNotWhole(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	good := string(pemOf(server.Certificate()))
	for name, bundle := range map[string]string{
		"no PEM":             "certificate",
		"a private key":      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
		"garbage inside":     "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
		"second one cut off": good + good[:len(good)/2],
		"second one is a key": good + "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE " +
			"KEY-----\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := transport.New(transport.Options{CABundle: []byte(bundle)}); err == nil {
				t.Error("the bundle was accepted")
			}
		})
	}
}

func TestNew_TrustsTheBundleBesideTheSystem(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)

	_, err := get(t, newClient(t, transport.Options{}), server.URL)
	var unknown x509.UnknownAuthorityError
	if !errors.As(err, &unknown) {
		t.Errorf("without the bundle: got %v, want an unknown authority", err)
	}
	bundle := append([]byte("# our own CA\n"), pemOf(server.Certificate())...)
	if _, err := get(t, newClient(t, transport.Options{CABundle: bundle}), server.URL); err != nil {
		t.Errorf("with the bundle: %v", err)
	}
}

func TestNew_SpeaksTLS12OrNewer(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11} //nolint:gosec // the point
	server.Config.ErrorLog = nil
	server.StartTLS()
	t.Cleanup(server.Close)
	client := newClient(t, transport.Options{CABundle: pemOf(server.Certificate())})
	if _, err := get(t, client, server.URL); err == nil ||
		!strings.Contains(err.Error(), "protocol version") {
		t.Errorf("got %v, want a refusal of the protocol version", err)
	}
}

func TestNew_NeverFollowsRedirects(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter,
		*http.Request) {
		reached.Add(1)
	}))
	t.Cleanup(target.Close)
	server := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)

	base := newClient(t, transport.Options{})
	for name, client := range map[string]*http.Client{"single": base,
		"retrying": transport.RetryPolicy{}.Client(base)} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL,
			strings.NewReader("secret"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusTemporaryRedirect || reached.Load() != 0 {
			t.Errorf("%s: got HTTP %d, and the target was reached %d times", name, resp.StatusCode,
				reached.Load())
		}
	}
}

//nolint:paralleltest // it changes the environment
func TestNew_ReadsTheProxyFromTheEnvironmentEachTime(t *testing.T) {
	for _, name := range []string{"first proxy", "second proxy"} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, name+" was asked for "+r.URL.Host)
		}))
		t.Cleanup(proxy.Close)
		t.Setenv("HTTP_PROXY", proxy.URL)
		t.Setenv("NO_PROXY", "")

		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://partnercenter.test/",
			nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := newClient(t, transport.Options{}).Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if want := name + " was asked for partnercenter.test"; string(body) != want {
			t.Errorf("got %q, want %q", body, want)
		}
	}
}

// Not parallel: it changes the environment.
func TestNew_AProxysRefusalIsTypedAndNotRetried(t *testing.T) {
	var asked atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	t.Cleanup(proxy.Close)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("NO_PROXY", "")

	client := transport.RetryPolicy{MaxRetries: 3, MinWait: 1,
		MaxWait: 1}.Client(newClient(t, transport.Options{}))
	_, err := get(t, client, "https://partnercenter.test/")
	var refused *transport.ProxyError
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusProxyAuthRequired {
		t.Errorf("got %v, want the proxy's 407", err)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the proxy was asked %d times", n)
	}
}

func TestNew_SetsTheUserAgentUnlessThereIsOne(t *testing.T) {
	t.Parallel()
	got := make(chan string, 2)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got <- r.UserAgent()
	}))
	t.Cleanup(server.Close)
	client := newClient(t, transport.Options{UserAgent: "ours/1.0"})
	if _, err := get(t, client, server.URL); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("User-Agent", "theirs/2.0")
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if diff := cmp.Diff([]string{"ours/1.0", "theirs/2.0"}, []string{<-got, <-got}); diff != "" {
		t.Error(diff)
	}
}

func TestObserve_SeesEveryAttemptAndNoSecret(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set(transport.HeaderRequestID, "from-the-service")
		if calls.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)

	var mu sync.Mutex
	var seen []transport.Exchange
	base := newClient(t, transport.Options{Observe: func(_ context.Context, e transport.Exchange) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, e)
	}})
	url := strings.Replace(server.URL, "http://", "http://user:s3cret@", 1) +
		"/token?code=s3cret&PageSize=500"
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url,
		strings.NewReader("s3cret"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer s3cret")
	req.Header.Set("Client-Request-Id", "of-the-sign-in")
	resp, err := transport.RetryPolicy{MaxRetries: 1, MinWait: 2, MaxWait: 2}.Client(base).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()

	want := transport.Exchange{
		Method: http.MethodPost, URL: server.URL + "/token?PageSize=500&code=REDACTED",
		RequestID: "from-the-service", CorrelationID: "of-the-sign-in",
	}
	first, second := want, want
	first.StatusCode, first.Attempt = http.StatusServiceUnavailable, 1
	second.StatusCode, second.Attempt = http.StatusOK, 2
	mu.Lock()
	defer mu.Unlock()
	ignoreTimes := cmpopts.IgnoreFields(transport.Exchange{}, "Elapsed", "Wait")
	if diff := cmp.Diff([]transport.Exchange{first, second}, seen, ignoreTimes); diff != "" {
		t.Error(diff)
	}
	if seen[0].Wait != 0 || seen[1].Wait == 0 {
		t.Errorf("waits: %v, %v; want none before the first attempt and some before the second",
			seen[0].Wait, seen[1].Wait)
	}
}

func TestObserve_SeesConnectionErrors(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close() // nobody listens there
	var seen transport.Exchange
	client := newClient(t, transport.Options{Observe: func(_ context.Context,
		e transport.Exchange) {
		seen = e
	}})
	if _, err := get(t, client, server.URL); err == nil {
		t.Fatal("no error")
	}
	if seen.StatusCode != 0 || !strings.Contains(seen.Err, "refused") {
		t.Errorf("got %+v", seen)
	}
}

// A server may echo any text, even as an id.
func TestObserve_PassesOnNoIDThatLooksLikeNone(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"MS-RequestId", "MS-CorrelationId", "X-Ms-Request-Id"} {
			w.Header().Set(name, "Bearer secret")
		}
	}))
	t.Cleanup(server.Close)
	var seen transport.Exchange
	client := newClient(t, transport.Options{Observe: func(_ context.Context,
		e transport.Exchange) {
		seen = e
	}})
	if _, err := get(t, client, server.URL); err != nil {
		t.Fatal(err)
	}
	if seen.RequestID != "" || seen.CorrelationID != "" {
		t.Errorf("got %+v", seen)
	}
}
