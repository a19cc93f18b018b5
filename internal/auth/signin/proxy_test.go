// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
)

// connectProxy is an HTTP proxy that sends every host to an address that only it knows.
type connectProxy struct {
	*httptest.Server
	addresses map[string]string

	mu    sync.Mutex
	hosts []string
}

func startProxy(t *testing.T, addresses map[string]string) *connectProxy {
	t.Helper()
	p := &connectProxy{addresses: addresses}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *connectProxy) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.hosts = append(p.hosts, r.Method+" "+r.Host)
	p.mu.Unlock()
	target, err := (&net.Dialer{}).DialContext(r.Context(), "tcp", p.addresses[r.Host])
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
	// the buffer holds what the server has already read
	go func() { _, _ = io.Copy(target, buffered) }()
	_, _ = io.Copy(client, target)
}

// connected are the requested hosts, each once.
func (p *connectProxy) connected() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(p.hosts)))
}

// TestProxy_EverySignInRequestGoesThroughIt signs in with hosts that only the proxy can resolve:
// Entra ID, and the OIDC endpoint of a build platform.
func TestProxy_EverySignInRequestGoesThroughIt(t *testing.T) {
	server, endpoint := newSignInServer(t), startPlatform(t, "value")
	// httptest's certificate is valid for both names
	const loginHost, platformHost = "login.example.com", "pipelines.example.com"
	base := "https://" + loginHost + "/" + tenantID
	server.Discovery = map[string]string{
		"issuer":         base + "/v2.0",
		"token_endpoint": base + "/oauth2/v2.0/token",
	}
	proxy := startProxy(t, map[string]string{
		loginHost + ":443":    server.Listener.Addr().String(),
		platformHost + ":443": endpoint.Listener.Addr().String(),
	})
	t.Setenv("HTTPS_PROXY", proxy.URL)
	t.Setenv("NO_PROXY", "")
	cfg := server.config(t)
	cfg.AuthorityHost = "https://" + loginHost
	cfg.Credential = expect.Must(credential.GitHub("https://"+platformHost+"/token", requestToken))(t)
	cfg.HTTPClient = httpClient(t, certificatePEM(endpoint.Server), certificatePEM(server.Server))
	mustToken(t, newSource(t, cfg), auth.TokenRequest{}, accessToken(1))
	expect.Equal(t, "through the proxy",
		fmt.Sprint([]string{"CONNECT " + loginHost + ":443", "CONNECT " + platformHost + ":443"}),
		fmt.Sprint(proxy.connected()))
}
