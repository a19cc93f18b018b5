// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// connectProxy is an HTTP proxy that takes every host to one address.
type connectProxy struct {
	*httptest.Server
	mu    sync.Mutex
	hosts []string
}

func startProxy(t *testing.T, addressOf map[string]string) *connectProxy {
	t.Helper()
	p := &connectProxy{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.hosts = append(p.hosts, r.Method+" "+r.Host)
		p.mu.Unlock()
		target, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", addressOf[r.Host])
		if err != nil {
			http.Error(w, "no such host", http.StatusBadGateway)
			return
		}
		defer func() { _ = target.Close() }()
		client, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = client.Close() }()
		_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
		// what the server has read already is in the buffer
		go func() { _, _ = io.Copy(target, buffered) }()
		_, _ = io.Copy(client, target)
	}))
	t.Cleanup(p.Close)
	return p
}

// Sign-in and the build platform's OIDC endpoint are both reached through the proxy, and trusted by
// the extra roots.
func TestProxy_EverySignInRequestGoesThroughIt(t *testing.T) {
	server, endpoint := newSignInServer(t), startPlatform(t, "value")
	// httptest's certificate has both names
	const loginHost, platformHost = "login.example.com", "pipelines.example.com"
	server.Discovery = map[string]string{
		"issuer":         "https://" + loginHost + "/" + tenantID + "/v2.0",
		"token_endpoint": "https://" + loginHost + "/" + tenantID + "/oauth2/v2.0/token",
	}
	proxy := startProxy(t, map[string]string{
		loginHost + ":443":    server.Listener.Addr().String(),
		platformHost + ":443": endpoint.Listener.Addr().String(),
	})
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("NO_PROXY", "")
	credential, err := auth.GitHubCredential("https://"+platformHost+"/token", requestToken)
	if err != nil {
		t.Fatal(err)
	}
	cfg := server.config(t)
	cfg.AuthorityHost, cfg.Credential = "https://"+loginHost, credential
	cfg.HTTPClient = httpClient(t, endpoint.ca(),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
	slices.Sort(proxy.hosts)
	if diff := cmp.Diff([]string{"CONNECT " + loginHost + ":443", "CONNECT " + platformHost + ":443"},
		slices.Compact(proxy.hosts)); diff != "" {
		t.Errorf("through the proxy (-want +got):\n%s", diff)
	}
	cfg.HTTPClient = httpClient(t) // the system's roots only
	assertContains(t, tokenError(t, newSource(t, cfg), auth.TokenRequest{}).Error(),
		"`ca_bundle_path`")
}
