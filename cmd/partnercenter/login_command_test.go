// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestLogin_KeepsTheRefreshTokenForTheProvider(t *testing.T) {
	t.Parallel()
	// so MFA is asked for
	server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = emulator.SignInMFAAsked })
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": ""})
	path := filepath.Join(t.TempDir(), "new folder", "tokens.json")
	if status := s.run(t.Context(), "login", "--token-cache", path); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), server.UserPrincipalName(), server.TenantID(), "with MFA", path,
		"export PARTNERCENTER_TOKEN_CACHE_PATH='"+path+"'")
	if s.out.Len() != 0 || strings.Contains(s.said(), "Warning") {
		t.Errorf("said %q and %q", s.out.String(), s.errors.String())
	}
	s.wantNoSecret(t, s.said())
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}

	doctor := newSession(t, server, map[string]string{"REFRESH_TOKEN": "", "TOKEN_CACHE_PATH": path})
	if status := doctor.run(t.Context(), "doctor"); status != exitOK {
		t.Errorf("the provider cannot go on from there: %s", doctor.said())
	}
}

func TestLogin_DeviceCode(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.DeviceAutoApprove = 1 })
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path}).asPublicClient()
	delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN")
	if status := s.run(t.Context(), "login", "--device-code"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), "enter the code", "with MFA", path)
	if strings.Contains(s.said(), "export ") {
		t.Errorf("the variable is set already: %s", s.said())
	}
	if server.Count(emulator.KindAuthorize) != 0 {
		t.Error("a browser was opened")
	}
	s.wantNoSecret(t, s.said())
}

func TestLogin_DeviceCodeIsForPublicClients(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	if status := s.run(t.Context(), "login", "--device-code", "--print"); status != exitFailure {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "public clients only")
}

func TestLogin_PrintsTheTokenAloneAndKeepsNothing(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	if status := s.run(t.Context(), "login", "--print"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	token, ended := strings.CutSuffix(s.out.String(), "\n")
	if !ended || strings.ContainsAny(token, " \n") {
		t.Errorf("printed %q", s.out.String())
	}
	s.wantNoSecret(t, s.errors.String())
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("something was kept: %v", err)
	}
	again := newSession(t, server, map[string]string{"REFRESH_TOKEN": token})
	if status := again.run(t.Context(), "doctor"); status != exitOK {
		t.Errorf("the token does not serve: %s", again.said())
	}
}

func TestLogin_SaysWhetherTheTokenHasMFA(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = emulator.SignInMFANever })
	s := newSession(t, server, nil)
	if status := s.run(t.Context(), "login", "--print"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), "WITHOUT MFA", "aka.ms/mfasetup")
}

func TestLogin_WarnsOfATokenThatWinsOverTheStore(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	if status := s.run(t.Context(), "login"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.said())
	}
	wantContains(t, s.errors.String(), "Warning: PARTNERCENTER_REFRESH_TOKEN is set")
	s.wantNoSecret(t, s.said())
}

func TestLogin_PrintsTheAddressWhereThereIsNoBrowser(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{"No browser can be opened here": errNoBrowser,
		"the display is gone": errBroken} {
		server := startEmulator(t)
		s := newSession(t, server, nil)
		visit := s.openURL
		s.openURL = func(address string) error {
			if err := visit(address); err != nil { // the person finds it on another screen
				return err
			}
			return failure
		}
		if status := s.run(t.Context(), "login", "--print"); status != exitOK {
			t.Fatalf("exit status %d: %s", status, s.said())
		}
		wantContains(t, s.errors.String(), name)
		if address := regexp.MustCompile(`(?m)^https://\S+/authorize\?\S+$`).FindString(
			s.errors.String()); address == "" {
			t.Errorf("no address in %s", s.errors.String())
		}
	}
}

func TestLogin_FailureKeepsNothing(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	server.FailNextToken(53003)
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, nil)
	if status := s.run(t.Context(), "login", "--token-cache", path); status != exitFailure {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "AADSTS53003", "sign-in log")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("something was kept: %v", err)
	}
}

func TestLogin_EndsWhenInterrupted(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), nil)
	ctx, cancel := context.WithCancel(t.Context())
	s.openURL = func(string) error { cancel(); return nil }
	if status := s.run(ctx, "login", "--print"); status != exitFailure || s.out.Len() != 0 {
		t.Errorf("exit status %d: %s", status, s.said())
	}
}

func TestLogin_MistakesOnTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"login"}, // no place for the token
		{"login", "--print", "--token-cache", "x"},
		{"login", "stray"},
		{"login", "--client-secret", "x"}, // a command line is no place for a secret
	} {
		s := newSession(t, startEmulator(t), nil)
		if status := s.run(t.Context(), args...); status != exitUsage {
			t.Errorf("%q: exit status %d: %s", args, status, s.said())
		}
		if s.errors.Len() == 0 || s.server.Count(emulator.KindAny) != 0 {
			t.Errorf("%q: said %q, %d requests", args, s.errors.String(), s.server.Count(emulator.KindAny))
		}
	}
}

func TestLogin_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"TENANT_ID": "common"})
	if status := s.run(t.Context(), "login", "--print"); status != exitFailure {
		t.Errorf("exit status %d", status)
	}
	wantContains(t, s.errors.String(), "partnercenter login: ", "common")
}
