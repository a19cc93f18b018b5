// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"maps"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

func startEmulator(t *testing.T, change ...func(*emulator.Behaviour)) *emulator.Server {
	t.Helper()
	server := expect.Must(emulator.Start(emulator.Options{}))(t)
	for _, c := range change {
		server.SetBehaviour(c)
	}
	t.Cleanup(func() {
		expect.NoError(t, server.Close())
	})
	return server
}

// session is a run of a command, with its input and output.
type session struct {
	t           *testing.T
	server      *emulator.Server
	variables   map[string]string
	openURL     func(string) error
	out, errors bytes.Buffer
	folder      string // its own, or empty
}

// newSession has variables that point to the emulator; empty changes remove one.
func newSession(t *testing.T, server *emulator.Server, changes map[string]string) *session {
	t.Helper()
	s := &session{t: t, server: server, variables: server.Env()}
	s.variables["PARTNERCENTER_MAX_RETRIES"] = "0"
	for name, value := range changes {
		if s.variables["PARTNERCENTER_"+name] = value; value == "" {
			delete(s.variables, "PARTNERCENTER_"+name)
		}
	}
	s.openURL = userVisits(t, server)
	return s
}

// asPublicClient uses the app without a credential.
func (s *session) asPublicClient() *session {
	s.variables["PARTNERCENTER_CLIENT_ID"] = s.server.PublicClientID()
	s.variables["PARTNERCENTER_REFRESH_TOKEN"] = s.server.IssueRefreshToken(
		emulator.WithClient(s.server.PublicClientID()))
	delete(s.variables, "PARTNERCENTER_CLIENT_SECRET")
	return s
}

func (s *session) environment(stderr io.Writer) cli.Environment {
	env := cli.Environment{Stdout: &s.out, Stderr: stderr, OpenURL: s.openURL, Version: version}
	for _, name := range slices.Sorted(maps.Keys(s.variables)) {
		env.Values = append(env.Values, name+"="+s.variables[name])
	}
	return env
}

// progressLine is a line that a command adds when it takes longer than two seconds.
var progressLine = regexp.MustCompile(`(?m)^Still working after .*\n`)

// run runs a command. It omits lines about progress, which only a slow machine sees.
func (s *session) run(ctx context.Context, args ...string) int {
	status := run(ctx, args, s.environment(&s.errors))
	said := progressLine.ReplaceAllString(s.errors.String(), "")
	s.errors.Reset()
	s.errors.WriteString(said)
	// The command "emulator" prints the secrets of its own emulator, which is another one.
	if !slices.Contains(args, "--print") {
		s.wantNoSecret(s.t, s.said())
	}
	return status
}

// ends runs a command, and fails the test unless it ends with that status. A failing command says
// why, and prints at most a doctor's report.
func (s *session) ends(t *testing.T, want int, line string, more ...string) {
	t.Helper()
	args := append(strings.Fields(line), more...)
	if status := s.run(t.Context(), args...); status != want {
		t.Errorf("%q: exit status %d, want %d: %s", args, status, want, s.said())
	}
	if want == exitFailure && args[0] != "doctor" && (s.errors.Len() == 0 || s.out.Len() != 0) {
		t.Errorf("%q: printed %q, and said %q", args, &s.out, &s.errors)
	}
}

// expectNoRequests fails the test if anything was sent.
func (s *session) expectNoRequests(t *testing.T) {
	t.Helper()
	expect.Equal(t, "requests", 0, s.server.Count(emulator.KindAny))
}

// said returns everything that the command wrote.
func (s *session) said() string { return s.out.String() + s.errors.String() }

// wantNoSecret checks that the texts contain no secret of the emulator, except the expected ones.
func (s *session) wantNoSecret(t *testing.T, texts ...string) {
	t.Helper()
	search := expect.Must(leaks.For(append(s.server.IssuedSecrets(),
		acctest.SecretsIn(s.variables)...)...))(t)
	for _, text := range texts {
		expect.NoError(t, search.In("the output", text))
	}
}

// trusting returns a client that trusts the emulator's certificate.
func trusting(t *testing.T, roots []byte) *http.Client {
	t.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool,
		MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// expectPrivate fails the test unless only its owner can read a file.
func expectPrivate(t *testing.T, path string) {
	t.Helper()
	expect.Equal(t, "mode of "+path, 0o600, expect.Must(os.Stat(path))(t).Mode())
}

// expectMissing fails the test if the file exists.
func expectMissing(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s is there: %v", path, err)
	}
}

// userVisits is a browser whose user opens the page, signs in, and follows the redirect.
func userVisits(t *testing.T, server *emulator.Server) func(string) error {
	t.Helper()
	client := trusting(t, server.CACertPEM())
	var visiting sync.WaitGroup
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
			resp, err := client.Do(req)
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
