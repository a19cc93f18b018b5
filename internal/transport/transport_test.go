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

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}

func newClient(t *testing.T, opts transport.Options) *http.Client {
	t.Helper()
	client := expect.Must(transport.New(opts))(t)
	t.Cleanup(client.CloseIdleConnections)
	return client
}

func get(t *testing.T, client *http.Client, url string) (*http.Response, error) {
	t.Helper()
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))(t)
	resp, err := client.Do(req)
	if err == nil {
		_ = resp.Body.Close()
	}
	return resp, err
}

func TestNew_RefusesAnIncompleteBundle(t *testing.T) {
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
		if _, err := transport.New(transport.Options{CABundle: []byte(bundle)}); err == nil {
			t.Errorf("%s: the bundle was accepted", name)
		}
	}
}

func TestNew_TrustsTheBundleAndTheSystem(t *testing.T) {
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
	target := httptest.NewServer(http.HandlerFunc(
		func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(target.Close)
	server := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)

	base := newClient(t, transport.Options{})
	for name, client := range map[string]*http.Client{"single": base,
		"retrying": transport.RetryPolicy{}.Client(base)} {
		resp := expect.Must(post(t.Context(), client, server.URL))(t)
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

		resp := expect.Must(post(t.Context(), newClient(t, transport.Options{}),
			"http://partnercenter.test/"))(t)
		body, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		expect.Equal(t, "answer", name+" was asked for partnercenter.test", string(body))
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
	expect.Equal(t, "requests to the proxy", int32(1), asked.Load())
}

func TestNew_SetsTheUserAgentUnlessThereIsOne(t *testing.T) {
	t.Parallel()
	got := make(chan string, 2)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got <- r.UserAgent()
	}))
	t.Cleanup(server.Close)
	client := newClient(t, transport.Options{UserAgent: "ours/1.0"})
	_ = expect.Must(get(t, client, server.URL))(t)
	req := expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil))(t)
	req.Header.Set("User-Agent", "theirs/2.0")
	resp := expect.Must(client.Do(req))(t)
	_ = resp.Body.Close()
	expect.Equal(t, "user agents", []string{"ours/1.0", "theirs/2.0"}, []string{<-got, <-got})
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
	req := request(t, url)
	req.Header.Set("Authorization", "Bearer s3cret")
	req.Header.Set("Client-Request-Id", "of-the-sign-in")
	resp := expect.Must(transport.RetryPolicy{MaxRetries: 1, MinWait: 2,
		MaxWait: 2}.Client(base).Do(req))(t)
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

// observe gets the page, and returns the observations.
func observe(t *testing.T, url string) (seen transport.Exchange, err error) {
	t.Helper()
	_, err = get(t, newClient(t, transport.Options{
		Observe: func(_ context.Context, e transport.Exchange) { seen = e }}), url)
	return seen, err
}

func TestObserve_SeesConnectionErrors(t *testing.T) {
	t.Parallel()
	seen, err := observe(t, "http://127.0.0.1:1")
	if err == nil || seen.StatusCode != 0 || !strings.Contains(seen.Err, "refused") {
		t.Errorf("got %+v, %v", seen, err)
	}
}

// A server may echo any text, even as an id.
func TestObserve_DropsInvalidIDs(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for _, name := range []string{"MS-RequestId", "MS-CorrelationId", "X-Ms-Request-Id"} {
			w.Header().Set(name, "Bearer secret")
		}
	}))
	t.Cleanup(server.Close)
	seen, err := observe(t, server.URL)
	if err != nil || seen.StatusCode != 200 || seen.RequestID != "" || seen.CorrelationID != "" {
		t.Errorf("got %+v, %v", seen, err)
	}
}
