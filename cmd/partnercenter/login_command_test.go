// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/login"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestLogin_KeepsTheRefreshTokenForTheProvider(t *testing.T) {
	t.Parallel()
	// so MFA is asked for
	server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = emulator.SignInMFAAsked })
	s := newSession(t, server, map[string]string{"REFRESH_TOKEN": ""})
	path := filepath.Join(t.TempDir(), "new folder", "tokens.json")
	s.ends(t, exitOK, "login --token-cache", path)
	expect.Contains(t, s.errors.String(), server.UserPrincipalName(), server.TenantID(), "with MFA",
		path,
		"export PARTNERCENTER_TOKEN_CACHE_PATH='"+path+"'")
	if s.out.Len() != 0 || strings.Contains(s.said(), "Warning") {
		t.Errorf("said %q and %q", s.out.String(), s.errors.String())
	}
	s.wantNoSecret(t, s.said())
	expectPrivate(t, path)

	doctor := newSession(t, server, map[string]string{"REFRESH_TOKEN": "", "TOKEN_CACHE_PATH": path})
	doctor.ends(t, exitOK, "doctor")
}

func TestLogin_DeviceCode(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.DeviceAutoApprove = 1 })
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path}).asPublicClient()
	delete(s.variables, "PARTNERCENTER_REFRESH_TOKEN")
	s.ends(t, exitOK, "login --device-code")
	expect.Contains(t, s.errors.String(), "enter the code", "with MFA", path)
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
	s.ends(t, exitFailure, "login --device-code --print")
	expect.Contains(t, s.errors.String(), "only for public clients")
}

func TestLogin_PrintsTheTokenAloneAndKeepsNothing(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	s.ends(t, exitOK, "login --print")
	token, ended := strings.CutSuffix(s.out.String(), "\n")
	if !ended || strings.ContainsAny(token, " \n") {
		t.Errorf("printed %q", s.out.String())
	}
	s.wantNoSecret(t, s.errors.String())
	expectMissing(t, path)
	serves(t, server, token)
}

func TestLogin_SaysWhetherTheTokenHasMFA(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.SignInMFA = emulator.SignInMFANever })
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "login --print")
	expect.Contains(t, s.errors.String(), "WITHOUT MFA", "aka.ms/mfasetup")
}

func TestLogin_WarnsOfATokenThatWinsOverTheStore(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	path := filepath.Join(t.TempDir(), "tokens.json")
	s := newSession(t, server, map[string]string{"TOKEN_CACHE_PATH": path})
	s.ends(t, exitOK, "login")
	expect.Contains(t, s.errors.String(), "Warning: PARTNERCENTER_REFRESH_TOKEN is set")
	s.wantNoSecret(t, s.said())
}

func TestLogin_PrintsTheAddressWhereThereIsNoBrowser(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{"There is no browser here": login.ErrNoBrowser,
		"the display is gone": errBroken} {
		server := startEmulator(t)
		s := newSession(t, server, nil)
		visit := s.openURL
		s.openURL = func(address string) error {
			if err := visit(address); err != nil { // the person opens it on another screen
				return err
			}
			return failure
		}
		s.ends(t, exitOK, "login --print")
		expect.Contains(t, s.errors.String(), name)
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
	s.ends(t, exitFailure, "login --token-cache", path)
	expect.Contains(t, s.errors.String(), "AADSTS53003", "sign-in log")
	expectMissing(t, path)
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

func TestLogin_MistakesInTheConfiguration(t *testing.T) {
	t.Parallel()
	s := newSession(t, startEmulator(t), map[string]string{"TENANT_ID": "common"})
	s.ends(t, exitFailure, "login --print")
	expect.Contains(t, s.errors.String(), "partnercenter login: ", "common")
}
