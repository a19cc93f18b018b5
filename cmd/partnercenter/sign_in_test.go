// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func startEmulator(t *testing.T, change ...func(*emulator.Behaviour)) *emulator.Server {
	t.Helper()
	server, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
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

// session is a run of a command: what it is given, and what it says.
type session struct {
	server      *emulator.Server
	variables   map[string]string
	openURL     func(string) error
	out, errors bytes.Buffer
	folder      string // of its own, or empty
}

// newSession has the variables that point at the emulator; changes that are empty remove one.
func newSession(t *testing.T, server *emulator.Server, changes map[string]string) *session {
	t.Helper()
	s := &session{server: server, variables: server.Env()}
	s.variables["PARTNERCENTER_MAX_RETRIES"] = "0"
	for name, value := range changes {
		if s.variables["PARTNERCENTER_"+name] = value; value == "" {
			delete(s.variables, "PARTNERCENTER_"+name)
		}
	}
	s.openURL = userVisits(t, server)
	return s
}

// asPublicClient makes the session one of the app without a credential.
func (s *session) asPublicClient() *session {
	s.variables["PARTNERCENTER_CLIENT_ID"] = s.server.PublicClientID()
	s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(
		emulator.WithClient(s.server.PublicClientID()))
	delete(s.variables, "PARTNERCENTER_CLIENT_SECRET")
	return s
}

func (s *session) run(ctx context.Context, args ...string) int {
	env := environment{stdout: &s.out, stderr: &s.errors, openURL: s.openURL}
	for _, name := range slices.Sorted(maps.Keys(s.variables)) {
		env.values = append(env.values, name+"="+s.variables[name])
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return exitStatus(&s.errors, c.name, c.run(ctx, args[1:], env))
		}
	}
	return -1
}

// said is everything that the command wrote.
func (s *session) said() string { return s.out.String() + s.errors.String() }

// wantNoSecret wants nothing in the texts that the emulator issued, apart from what is expected
// there.
func (s *session) wantNoSecret(t *testing.T, texts ...string) {
	t.Helper()
	for _, secret := range s.server.IssuedSecrets() {
		for _, text := range texts {
			if strings.Contains(text, secret) {
				t.Errorf("a secret is in %q", text)
			}
		}
	}
}

func wantContains(t *testing.T, text string, wanted ...string) {
	t.Helper()
	for _, part := range wanted {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in\n%s", part, text)
		}
	}
}

// userVisits is a browser whose user opens the page, signs in, and follows the redirect.
func userVisits(t *testing.T, server *emulator.Server) func(string) error {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(server.CACertPEM())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool,
		MinVersion: tls.VersionTLS12}}
	var visiting sync.WaitGroup
	t.Cleanup(transport.CloseIdleConnections)
	t.Cleanup(visiting.Wait)
	return func(address string) error {
		visiting.Go(func() {
			// Not t.Context: the page may still be loading when the sign-in is over.
			req, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet,
				address, http.NoBody)
			if err != nil {
				t.Error(err)
				return
			}
			resp, err := (&http.Client{Transport: transport}).Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			if err := resp.Body.Close(); err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("the last page has status %d, %v", resp.StatusCode, err)
			}
		})
		return nil
	}
}

var errBroken = errors.New("the display is gone")
