// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	oidcIssuer   = "https://issuer.example.com"
	oidcSubject  = "repo:contoso/fraud:ref:refs/heads/main"
	oidcAudience = "api://AzureADTokenExchange"
	requestToken = "request~token~of~the~job"
)

// rsaKey is shared because creating one is slow.
//
//nolint:gochecknoglobals // it is made once and never changes
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the system cannot supply random numbers
	}
	return key
})

// certificateOf creates a certificate of the shared key with that expiry, and a credential of both.
func certificateOf(t *testing.T, end time.Time) (*x509.Certificate, credential.Credential) {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"},
		NotBefore: end.Add(-24 * time.Hour), NotAfter: end}
	der := expect.Must(x509.CreateCertificate(rand.Reader, template, template, &rsaKey().PublicKey,
		rsaKey()))(t)
	own := expect.Must(x509.ParseCertificate(der))(t)
	made := expect.Must(credential.FromCertificate(
		credential.Certificate{Data: inPEM("CERTIFICATE", der) +
			inPEM("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(rsaKey()))}))(t)
	return own, made
}

func inPEM(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// Entra ID decides whether to accept an expired certificate. Its refusal does not say that the
// certificate has expired.
func TestCertificate_ARefusalMentionsTheExpiry(t *testing.T) {
	t.Parallel()
	for end, want := range map[time.Time]string{
		time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC): "The certificate expired on 2024-02-29.",
		time.Now().Add(time.Hour):                     "not registered on the app",
	} {
		own, made := certificateOf(t, end)
		server := startEmulator(t)
		cfg := emulatorConfig(t, server)
		cfg.Credential = made
		expect.Contains(t, tokenError(t, newSource(t, cfg), auth.TokenRequest{}).Advice.String(), want)
		server.RegisterCertificate(own) // it was tried, and would have been accepted
		signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	}
}

// oidcToken is a token that a build platform issues for a job.
func oidcToken(t *testing.T, subject string) string {
	t.Helper()
	token := expect.Must(jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: oidcIssuer, Subject: subject, Audience: jwt.ClaimStrings{oidcAudience},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).SignedString(rsaKey()))(t)
	return token
}

// federatedEmulator lets the subject of oidcToken sign in.
func federatedEmulator(t *testing.T) *emulator.Server {
	t.Helper()
	server := startEmulator(t)
	server.AllowFederated(oidcIssuer, oidcSubject, oidcAudience, &rsaKey().PublicKey)
	return server
}

func TestFederatedToken_IsReadAgainForEveryAssertion(t *testing.T) {
	t.Parallel()
	server := federatedEmulator(t)
	path := filepath.Join(t.TempDir(), "token")
	var inMemory string
	set := func(token string) {
		inMemory = token
		expect.NoError(t, os.WriteFile(path, []byte(token+"\n"), 0o600))
	}
	set("")
	use, from := true, "TFC_WORKLOAD_IDENTITY_TOKEN"
	for kind, settings := range map[string]credential.Settings{
		"federated token": {
			UseOIDC: &use, OIDCToken: credential.Setting{Value: "an early value", Origin: from},
			Getenv: func(name string) string { return map[string]string{from: inMemory}[name] }},
		"federated token file": {OIDCTokenFilePath: credential.Setting{Value: path}},
	} {
		choice := expect.Must(credential.Choose(settings))(t)
		cfg := emulatorConfig(t, server)
		cfg.Credential = expect.Must(choice.New())(t)
		source := newSource(t, cfg)
		expect.Equal(t, "credential", kind, source.Description().Credential)
		set("two words")
		expect.Contains(t, tokenError(t, source, auth.TokenRequest{}).Error(), "white space")
		set(oidcToken(t, oidcSubject))
		first := signedIn(t, source, server, auth.TokenRequest{})
		set(oidcToken(t, "somebody else"))
		failure := tokenError(t, source, auth.TokenRequest{Rejected: first.Value})
		expect.Contains(t, failure.Error(), "AADSTS700213", "Correct the subject")
		assertNothingIssued(t, server, []string{inMemory}, failure, cfg.Credential, source)
	}
}

// platform is the OIDC endpoint of GitHub Actions and of Azure DevOps.
type platform struct {
	*httptest.Server

	status int // status of the answer; 0 answers with a token

	mu       sync.Mutex
	requests []platformRequest
}

type platformRequest struct {
	Method, Path, Authorization string
	Query                       url.Values
	Length                      int64
}

func startPlatform(t *testing.T, field string) *platform {
	t.Helper()
	p := &platform{}
	p.Server = httptest.NewUnstartedServer(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.requests = append(p.requests,
				platformRequest{r.Method, r.URL.Path, r.Header.Get("Authorization"), r.URL.Query(),
					r.ContentLength})
			if p.status != 0 {
				w.WriteHeader(p.status)
				return
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"count": 1, field: oidcToken(t, oidcSubject)})
		}))
	p.Config.ErrorLog = log.New(io.Discard, "", 0) // failed handshakes are part of the tests
	p.StartTLS()
	t.Cleanup(p.Close)
	return p
}

// config signs in to the emulator with the platform's token.
func (p *platform) config(t *testing.T, server *emulator.Server,
	made credential.Credential, err error) signin.Config {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	cfg := emulatorConfig(t, server)
	cfg.HTTPClient = httpClient(t, server.CACertPEM(), certificatePEM(p.Server))
	cfg.Credential = made
	return cfg
}

func certificatePEM(server *httptest.Server) []byte {
	return []byte(inPEM("CERTIFICATE", server.Certificate().Raw))
}

func (p *platform) gitHub() (credential.Credential, error) {
	return credential.GitHub(p.URL+"/token?api-version=2.0", requestToken)
}

func TestRequestedToken_IsAskedForWithEveryAssertion(t *testing.T) {
	t.Parallel()
	server := federatedEmulator(t)
	for kind, test := range map[string]struct {
		field string
		made  func(*platform) (credential.Credential, error)
		want  platformRequest
	}{
		"GitHub Actions": {"value", (*platform).gitHub, platformRequest{
			Method: http.MethodGet, Path: "/token", Authorization: "Bearer " + requestToken,
			Query: url.Values{"api-version": {"2.0"}, "audience": {oidcAudience}},
		}},
		"Azure DevOps service connection": {"oidcToken",
			func(p *platform) (credential.Credential, error) {
				return credential.AzureDevOps(p.URL+"/oidctoken", requestToken, "connection-id")
			}, platformRequest{
				Method: http.MethodPost, Path: "/oidctoken", Authorization: "Bearer " + requestToken,
				Query: url.Values{"api-version": {"7.1"}, "serviceConnectionId": {"connection-id"}},
			}},
	} {
		endpoint := startPlatform(t, test.field)
		made, err := test.made(endpoint)
		cfg := endpoint.config(t, server, made, err)
		source := newSource(t, cfg)
		if len(endpoint.requests) != 0 || source.Description().Credential != kind {
			t.Errorf("before the first use: %d requests, credential %s", len(endpoint.requests),
				source.Description().Credential)
		}
		first := signedIn(t, source, server, auth.TokenRequest{})
		signedIn(t, source, server, auth.TokenRequest{Rejected: first.Value})
		expect.Equal(t, "requests", []platformRequest{test.want, test.want}, endpoint.requests)
		assertNothingIssued(t, server, []string{requestToken}, cfg.Credential, source, cfg)
	}
}

func TestRequestedToken_RefusalIsRememberedAndFaultsAreNot(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{403: 1, 503: 3} {
		server, endpoint := startEmulator(t), startPlatform(t, "")
		endpoint.status = status
		made, err := endpoint.gitHub()
		source := newSource(t, endpoint.config(t, server, made, err))
		for range 3 {
			assertNothingIssued(t, server, []string{requestToken},
				tokenError(t, source, auth.TokenRequest{}))
		}
		expect.Equal(t, fmt.Sprint(status, ": requests"), want, len(endpoint.requests))
	}
}
