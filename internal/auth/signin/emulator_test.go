// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func startEmulator(t *testing.T, change ...func(*emulator.Behaviour)) *emulator.Server {
	t.Helper()
	server := expect.Must(emulator.Start(emulator.Options{}))(t)
	for _, c := range change {
		server.SetBehaviour(c)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// httpClient returns a client as the provider uses it, with the roots of these bundles.
func httpClient(t *testing.T, bundles ...[]byte) *http.Client {
	t.Helper()
	var all []byte
	for _, bundle := range bundles {
		all = append(all, bundle...)
	}
	return expect.Must(transport.New(transport.Options{CABundle: all}))(t)
}

// emulatorConfig signs in to the emulator with a new refresh token and the client secret.
func emulatorConfig(t *testing.T, server *emulator.Server) signin.Config {
	t.Helper()
	made := expect.Must(credential.Secret(server.ClientSecret()))(t)
	return signin.Config{
		AuthorityHost: server.AuthorityURL(),
		TenantID:      server.TenantID(),
		ClientID:      server.ClientID(),
		Credential:    made,
		RefreshToken:  server.RefreshToken(),
		HTTPClient:    httpClient(t, server.CACertPEM()),
	}
}

// publicConfig signs in to the emulator with a new refresh token of the public client.
func publicConfig(t *testing.T, server *emulator.Server) signin.Config {
	t.Helper()
	cfg := emulatorConfig(t, server)
	cfg.ClientID, cfg.Credential = server.PublicClientID(), credential.Credential{}
	cfg.RefreshToken = server.IssueRefreshToken(emulator.WithClient(server.PublicClientID()))
	return cfg
}

// signedIn asks the source for a token and checks that it belongs to the seeded admin agent.
func signedIn(t *testing.T, source auth.TokenSource, server *emulator.Server,
	req auth.TokenRequest) auth.Token {
	t.Helper()
	token := expect.Must(source.Token(t.Context(), req))(t)
	claims, _ := auth.ParseClaims(token.Value)
	if claims.UPN != server.UserPrincipalName() || claims.Audience != resource {
		t.Fatalf("a token of %q for %q", claims.UPN, claims.Audience)
	}
	return token
}

// assertNothingIssued checks that the texts of the values contain no secret of the emulator, and
// none of the others.
func assertNothingIssued(t *testing.T, server *emulator.Server, others []string, values ...any) {
	t.Helper()
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v"} {
			text := fmt.Sprintf(verb, value)
			for _, secret := range append(server.IssuedSecrets(), others...) {
				if strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
					t.Errorf("%s of a %T shows a secret: %s", verb, value, text)
				}
			}
		}
	}
}
