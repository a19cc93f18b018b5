// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	oidcIssuer   = "https://issuer.example.com"
	oidcSubject  = "repo:contoso/fraud:ref:refs/heads/main"
	oidcAudience = "api://AzureADTokenExchange"
	requestToken = "request~token~of~the~job"
)

// oidcToken is what a build platform issues for a job.
func oidcToken(t *testing.T, subject string, life time.Duration) string {
	t.Helper()
	token, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.RegisteredClaims{
		Issuer: oidcIssuer, Subject: subject, Audience: jwt.ClaimStrings{oidcAudience},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(life)),
	}).SignedString(rsaKey())
	if err != nil {
		t.Fatal(err)
	}
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
		if err := os.WriteFile(path, []byte(token+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for kind, credential := range map[string]auth.ClientCredential{
		"federated token":      auth.FederatedTokenCredential(func() string { return inMemory }),
		"federated token file": auth.FederatedTokenFileCredential(path),
	} {
		set("")
		cfg := emulatorConfig(t, server)
		cfg.Credential = credential
		source := newSource(t, cfg)
		if got := source.Description().Credential; got != kind {
			t.Errorf("credential %q, want %q", got, kind)
		}
		failure := tokenError(t, source, auth.TokenRequest{})
		assertContains(t, failure.Error(), "the token is empty", "`oidc_token")
		set(oidcToken(t, oidcSubject, time.Hour))
		first := signedIn(t, source, server, auth.TokenRequest{})
		set(oidcToken(t, "somebody else", time.Hour))
		failure = tokenError(t, source, auth.TokenRequest{Rejected: first.Value})
		assertContains(t, failure.Error(), "AADSTS700213", "Correct the subject")
		assertNothingIssued(t, server, []string{inMemory}, failure, credential, source)
	}
}

func TestFederatedToken_ExpiredTokenIsNamed(t *testing.T) {
	t.Parallel()
	server := federatedEmulator(t)
	cfg := emulatorConfig(t, server)
	expired := oidcToken(t, oidcSubject, -time.Hour)
	cfg.Credential = auth.FederatedTokenCredential(func() string { return expired })
	failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
	assertContains(t, failure.Error(), "AADSTS700024", "an OIDC token that has expired")
}

func TestFederatedToken_WhatIsNoToken(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := emulatorConfig(t, server)
	for name, test := range map[string]struct {
		credential auth.ClientCredential
		want       string
	}{
		"quoted": {auth.FederatedTokenCredential(func() string { return `"x"` }), "quotation mark"},
		"no such file": {auth.FederatedTokenFileCredential(filepath.Join(t.TempDir(), "none")),
			"`oidc_token_file_path`"},
		"two words": {auth.FederatedTokenFileCredential(writeFile(t, []byte("two words"))),
			"white space"},
	} {
		cfg.Credential = test.credential
		failure := tokenError(t, newSource(t, cfg), auth.TokenRequest{})
		if !strings.Contains(failure.Error(), test.want) || failure.StatusCode != 0 {
			t.Errorf("%s: %v", name, failure)
		}
	}
	if got := server.Count(emulator.KindToken); got != 0 {
		t.Errorf("%d token requests, want none", got)
	}
}
