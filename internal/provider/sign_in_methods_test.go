// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	oidcAudience = "api://AzureADTokenExchange"
	oidcSubject  = "repo:contoso/fraud:ref:refs/heads/main"
)

// signInMethod is one way to sign in: a provider block that lacks only tenant and addresses.
type signInMethod struct {
	name    string
	block   map[string]any
	ambient map[string]string // variables of the build platform
	method  string            // authentication_method, unless it is refresh_token
	carries string            // the credential in the token request; empty if there is none
	secrets []string          // unknown to the emulator
}

// signInPlace is an emulator with everything that signing in needs around it.
type signInPlace struct {
	t        *testing.T
	emulator *emulator.Server
	folder   string
	platform *httptest.Server // the token services of GitHub and Azure DevOps
}

func newSignInPlace(t *testing.T, events ...emulator.Event) *signInPlace {
	t.Helper()
	p := &signInPlace{t: t, emulator: startEmulator(t, events...), folder: t.TempDir()}
	p.emulator.AllowFederated("https://issuer.example.com", oidcSubject, oidcAudience,
		&appKey().PublicKey)
	p.platform = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		gitHub := r.Method == http.MethodGet && r.URL.Path == "/github" &&
			r.URL.Query().Get("audience") == oidcAudience
		azureDevOps := r.Method == http.MethodPost && r.URL.Path == "/ado" &&
			r.URL.Query().Get("serviceConnectionId") == "connection-1"
		switch bearer := r.Header.Get("Authorization"); {
		case gitHub && bearer == "Bearer github~request~token":
			_, _ = fmt.Fprintf(w, `{"value":%q}`, p.oidcToken())
		case azureDevOps && bearer == "Bearer ado~system~access~token":
			_, _ = fmt.Fprintf(w, `{"oidcToken":%q}`, p.oidcToken())
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	}))
	t.Cleanup(p.platform.Close)
	return p
}

// base is the environment that every method needs. It trusts the platform's certificate and the
// emulator's.
func (p *signInPlace) base() map[string]string {
	roots := append(p.emulator.CACertPEM(),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.platform.Certificate().Raw})...)
	return map[string]string{
		"PARTNERCENTER_TENANT_ID":      p.emulator.TenantID(),
		"PARTNERCENTER_AUTHORITY_HOST": p.emulator.AuthorityURL(),
		"PARTNERCENTER_BASE_URL":       p.emulator.BaseURL(),
		"PARTNERCENTER_CA_BUNDLE_PATH": p.file("roots.pem", roots),
	}
}

func (p *signInPlace) file(name string, content []byte) string {
	p.t.Helper()
	path := filepath.Join(p.folder, name)
	expect.NoError(p.t, os.WriteFile(path, content, 0o600))
	return path
}

// oidcToken is a token that a build platform issues for a job.
func (p *signInPlace) oidcToken() string {
	token, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: "https://issuer.example.com", Subject: oidcSubject,
		Audience:  jwt.ClaimStrings{oidcAudience},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).SignedString(appKey())
	if err != nil {
		p.t.Error(err)
	}
	return token
}

// appKey is shared because creating one is slow.
//
//nolint:gochecknoglobals // it is made once and never changes
var appKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the system cannot supply random numbers
	}
	return key
})

// certificate returns a registered certificate of the app: as PFX, and in two PEM blocks.
func (p *signInPlace) certificate(password string) (pfx, ownPEM, keyPEM []byte) {
	p.t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der := must(x509.CreateCertificate(rand.Reader, template, template, &appKey().PublicKey,
		appKey()))(p.t)
	own := must(x509.ParseCertificate(der))(p.t)
	p.emulator.RegisterCertificate(own)
	key := must(x509.MarshalPKCS8PrivateKey(appKey()))(p.t)
	ownPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM = pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})
	return must(pkcs12.Modern.Encode(appKey(), own, nil, password))(p.t), ownPEM, keyPEM
}

// signInMethods returns all methods except the Azure CLI, which depends on the PATH of a process.
func (p *signInPlace) signInMethods() []signInMethod {
	const password = "the~password~of~the~pfx"
	s := p.emulator
	pfx, ownPEM, keyPEM := p.certificate(password)
	pfxText := base64.StdEncoding.EncodeToString(pfx)
	oidcToken := p.oidcToken()
	gitHubURL, adoURL := p.platform.URL+"/github?api-version=2.0", p.platform.URL+"/ado"
	gitHub, ado := "github~request~token", "ado~system~access~token"
	user := func(more map[string]any) map[string]any {
		block := map[string]any{"client_id": s.ClientID(), "refresh_token": s.RefreshToken()}
		maps.Copy(block, more)
		return block
	}
	const secret, assertion, public = "client_secret=", "client_assertion=", "grant_type=refresh_token"
	methods := []signInMethod{
		{name: "secret", block: user(map[string]any{"client_secret": s.ClientSecret()}),
			carries: secret},
		{name: "files", carries: secret,
			block: map[string]any{
				"client_id_file_path":     p.file("client-id", []byte(s.ClientID()+"\n")),
				"client_secret_file_path": p.file("client-secret", []byte(s.ClientSecret()+"\r\n")),
				"refresh_token_file_path": p.file("refresh-token", []byte(s.RefreshToken()+"\n")),
			}},
		{name: "certificate_pfx", carries: assertion,
			secrets: []string{pfxText, password},
			block: user(map[string]any{"client_certificate": pfxText,
				"client_certificate_password": password})},
		{name: "certificate_pem", carries: assertion,
			secrets: strings.Split(string(keyPEM), "\n")[1:20],
			block: user(map[string]any{"client_certificate_path": p.file("app.pem",
				append(ownPEM, keyPEM...))})},
		{name: "oidc_token", block: user(map[string]any{"oidc_token": oidcToken}),
			carries: assertion},
		{name: "oidc_token_file", carries: assertion,
			block: user(map[string]any{"oidc_token_file_path": p.file("oidc-token", []byte(oidcToken)),
				"use_oidc": true})},
		{name: "hcp_terraform", carries: assertion,
			block:   user(map[string]any{"use_oidc": true}),
			ambient: map[string]string{"TFC_WORKLOAD_IDENTITY_TOKEN": oidcToken}},
		{name: "github", carries: assertion, secrets: []string{gitHub},
			block: user(map[string]any{"oidc_request_url": gitHubURL, "oidc_request_token": gitHub})},
		{name: "github_job", carries: assertion, secrets: []string{gitHub},
			block: user(map[string]any{"use_oidc": true}),
			ambient: map[string]string{"ACTIONS_ID_TOKEN_REQUEST_URL": gitHubURL,
				"ACTIONS_ID_TOKEN_REQUEST_TOKEN": gitHub}},
		{name: "azure_devops", carries: assertion, secrets: []string{ado},
			block:   user(map[string]any{"ado_pipeline_service_connection_id": "connection-1"}),
			ambient: map[string]string{"SYSTEM_OIDCREQUESTURI": adoURL, "SYSTEM_ACCESSTOKEN": ado}},
		{name: "public_client", carries: public,
			block: map[string]any{"client_id": s.PublicClientID(),
				"refresh_token": s.IssueRefreshToken(emulator.WithClient(s.PublicClientID()))}},
		{name: "access_token", block: map[string]any{"access_token": s.AccessToken()},
			method: "access_token"},
		{name: "token_cache_begun", carries: secret,
			block: user(map[string]any{"client_secret": s.ClientSecret(),
				"token_cache_path": filepath.Join(p.folder, "cache.json")})},
	}
	for i, m := range methods {
		methods[i].method = cmp.Or(m.method, "refresh_token")
	}
	return methods
}

// variablesOf returns a provider block as environment variables.
func variablesOf(block map[string]any) map[string]string {
	environment := map[string]string{}
	for name, value := range block {
		environment["PARTNERCENTER_"+strings.ToUpper(name)] = fmt.Sprint(value)
	}
	return environment
}

// TestSignIn_EveryMethod signs in by the provider block, and by the environment, and lists.
func TestSignIn_EveryMethod(t *testing.T) {
	t.Parallel()
	p := newSignInPlace(t, event("e1"))
	for _, m := range p.signInMethods() {
		for _, given := range []struct {
			where       string
			block       map[string]any
			environment map[string]string
		}{{"block", m.block, m.ambient}, {"environment", nil, merged(variablesOf(m.block), m.ambient)}} {
			before := len(requestsOf(p.emulator, emulator.KindToken))
			c := newProtocolClient(t, providersIn(merged(p.base(), given.environment)))
			c.validateProvider(given.block).none(t)
			c.configure(given.block).none(t)
			expectIDs(t, c.events(object{}), "e1")
			who := c.clientConfig()
			if who["authentication_method"] != m.method ||
				who["user_principal_name"] != p.emulator.UserPrincipalName() || who["mfa"] != true {
				t.Errorf("%s by the %s: %v", m.name, given.where, who)
			}
			signIns := requestsOf(p.emulator, emulator.KindToken)[before:]
			if given.where == "environment" && m.name == "token_cache_begun" {
				m.carries = "" // the block's provider has filled the cache
			}
			if m.carries == "" && len(signIns) != 0 || m.carries != "" &&
				(len(signIns) != 1 || !strings.Contains(signIns[0].Body, m.carries)) {
				t.Errorf("%s by the %s: signed in by %v, want one that carries %q", m.name, given.where,
					signIns, m.carries)
			}
			if m.name == "public_client" && strings.Contains(signIns[0].Body, "client_secret") {
				t.Error("a public client has sent a secret")
			}
		}
	}
}

func merged[V any](sources ...map[string]V) map[string]V {
	all := map[string]V{}
	for _, m := range sources {
		maps.Copy(all, m)
	}
	return all
}
