// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// childVariable makes the test binary a process that signs in once and prints what it got.
const childVariable = "AUTH_TEST_CHILD"

func TestMain(m *testing.M) {
	if description := os.Getenv(childVariable); description != "" {
		if err := runChild(description); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child is what a child process is told.
type child struct {
	AuthorityHost, TenantID, ClientID, RefreshToken, TokenCachePath, Cloud string
	CABundle                                                               []byte
}

func runChild(description string) error {
	var c child
	if err := json.Unmarshal([]byte(description), &c); err != nil {
		return err
	}
	client, err := transport.New(transport.Options{CABundle: c.CABundle})
	if err != nil {
		return err
	}
	cloud, err := auth.LookupCloud(c.Cloud)
	if err != nil {
		return err
	}
	source, err := auth.NewTokenSource(auth.Config{
		Cloud: cloud, AuthorityHost: c.AuthorityHost, TenantID: c.TenantID, ClientID: c.ClientID,
		RefreshToken: c.RefreshToken, TokenCachePath: c.TokenCachePath, HTTPClient: client,
	})
	if err != nil {
		return err
	}
	token, err := source.Token(context.Background(), auth.TokenRequest{})
	if err != nil {
		return err
	}
	_, err = fmt.Println(token.Value)
	return err
}

// process is a child that is running.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func startChild(t *testing.T, server *emulator.Server, cfg auth.Config, cloud string) *process {
	t.Helper()
	//nolint:gosec // the token is a test's, and goes to a child of it
	description, err := json.Marshal(child{
		AuthorityHost: cfg.AuthorityHost, TenantID: cfg.TenantID, ClientID: cfg.ClientID,
		RefreshToken:   cfg.RefreshToken,
		TokenCachePath: cfg.TokenCachePath, Cloud: cloud, CABundle: server.CACertPEM(),
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.CommandContext(t.Context(), os.Args[0])}
	p.Env = append(os.Environ(), childVariable+"="+string(description))
	p.Stdout, p.Stderr = &p.stdout, &p.stderr
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTokenCache_EightProcessesRedeemOncePerScope(t *testing.T) {
	t.Parallel()
	for name, clouds := range map[string][]string{
		"one scope":  {"global"},
		"two scopes": {"global", "china"}, // tell the scopes apart: the sign-in host is the emulator's
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := startEmulator(t, func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
			cfg, _ := cached(t, publicConfig(t, server))
			var processes []*process
			for i := range 8 {
				processes = append(processes, startChild(t, server, cfg, clouds[i%len(clouds)]))
			}
			tokens := map[string]int{}
			for _, p := range processes {
				if err := p.Wait(); err != nil {
					t.Errorf("%v: %s", err, p.stderr.String())
				}
				tokens[p.stdout.String()]++
			}
			if len(tokens) != len(clouds) {
				t.Errorf("%d different access tokens, want %d", len(tokens), len(clouds))
			}
			if got := server.Count(emulator.KindToken); got != len(clouds) {
				t.Errorf("%d redemptions, want %d", got, len(clouds))
			}
		})
	}
}

func TestTokenCache_KilledHolderOfTheLockLosesNothing(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg, _ := cached(t, publicConfig(t, server))
	first := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{})
	before, err := os.ReadFile(cfg.TokenCachePath)
	if err != nil {
		t.Fatal(err)
	}
	// The child finds no token for its scope, and is killed while the sign-in service keeps it
	// waiting.
	server.AddFault(emulator.Fault{Kind: emulator.KindToken, Delay: time.Hour})
	victim := startChild(t, server, cfg, "china")
	exited := make(chan error, 1)
	go func() { exited <- victim.Wait() }()
	look := time.NewTicker(5 * time.Millisecond)
	defer look.Stop()
	for server.Count(emulator.KindToken) < 2 {
		select {
		case err := <-exited:
			t.Fatalf("the child ended: %v", err)
		case <-look.C:
		}
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-exited; err == nil {
		t.Fatal("the child was not killed")
	}
	after, err := os.ReadFile(cfg.TokenCachePath)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, or is gone: %v", err)
	}
	started := time.Now()
	if got := signedIn(t, newSource(t, cfg), server, auth.TokenRequest{}); got.Value != first.Value {
		t.Error("the saved access token is lost")
	}
	signedIn(t, newSource(t, cfg), server, auth.TokenRequest{Rejected: first.Value})
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("the lock was free after %s only", took)
	}
	if tokens := redemptions(server); len(tokens) != 3 || tokens[2] == tokens[0] {
		t.Error("the rolled refresh token is lost")
	}
}
