// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"errors"
	"regexp"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// userCode finds the code in the text for the user.
func userCode(t *testing.T, message string) string {
	t.Helper()
	match := regexp.MustCompile(`enter the code (\S+)`).FindStringSubmatch(message)
	if match == nil {
		t.Errorf("no code in %q", message)
		return ""
	}
	return match[1]
}

func TestLoginWithDeviceCode_UserApproves(t *testing.T) {
	t.Parallel()
	for _, mfa := range []bool{true, false} {
		server := startEmulator(t, func(b *emulator.Behaviour) {
			if !mfa {
				b.SignInMFA = emulator.SignInMFANever
			}
		})
		cfg := publicConfig(t, server)
		got := expect.Must(signin.LoginWithDeviceCode(t.Context(), cfg, func(message string) {
			if err := server.ApproveDevice(userCode(t, message)); err != nil {
				t.Error(err)
			}
		}))(t)
		checkLogin(t, server, cfg, got, mfa)
	}
}

func TestLoginWithDeviceCode_WaitsForTheUser(t *testing.T) {
	t.Parallel()
	server := startEmulator(t, func(b *emulator.Behaviour) { b.DeviceAutoApprove = 3 })
	cfg := publicConfig(t, server)
	got := expect.Must(signin.LoginWithDeviceCode(t.Context(), cfg, func(string) {}))(t)
	expect.Equal(t, "polls", 3, server.Count(emulator.KindToken))
	checkLogin(t, server, cfg, got, true)
}

// MSAL reads the body of a refusal while it waits. The reason must come through all the same.
func TestLoginWithDeviceCode_Refusals(t *testing.T) {
	t.Parallel()
	type row struct {
		arrange func(*testing.T, *emulator.Server, string)
		want    []string
	}
	expect.Each(t, map[string]row{
		"the user declines": {func(t *testing.T, s *emulator.Server, message string) {
			if err := s.DenyDevice(userCode(t, message)); err != nil {
				t.Error(err)
			}
		}, []string{"authorization_declined", "AADSTS70019", "The user declined"}},
		"the code expires": {func(_ *testing.T, s *emulator.Server, _ string) {
			s.FailNextToken(70020)
		}, []string{"expired_token", "AADSTS70020", "Run the command again"}},
		"Conditional Access": {func(_ *testing.T, s *emulator.Server, _ string) {
			s.FailNextToken(53003)
		}, []string{"interaction_required", "AADSTS53003", "sign-in log"}},
		"a proxy's page": {func(_ *testing.T, s *emulator.Server, _ string) {
			s.AddFault(emulator.Fault{Kind: emulator.KindToken, Status: 407, HTML: true})
		}, []string{"HTTP 407", "text/html", "HTTPS_PROXY"}},
	}, func(t *testing.T, test row) {
		server := startEmulator(t)
		_, err := signin.LoginWithDeviceCode(t.Context(), publicConfig(t, server),
			func(message string) { test.arrange(t, server, message) })
		assertNothingIssued(t, server, nil, failureIn(t, err,
			append(test.want, "cannot sign in with a device code")...))
	})
}

func TestLoginWithDeviceCode_NoCodeIsIssued(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	cfg := publicConfig(t, server)
	cfg.ClientID = "99999999-dddd-4eee-8fff-444444444444"
	_, err := signin.LoginWithDeviceCode(t.Context(), cfg, func(string) { t.Error("shown") })
	_ = failureIn(t, err, "AADSTS700016", "`client_id`")
}

func TestLoginWithDeviceCode_EndsWithTheCallersTime(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := signin.LoginWithDeviceCode(ctx, publicConfig(t, server), func(string) { cancel() })
	if _ = failureIn(t, err); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestLoginWithDeviceCode_IsForPublicClients(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	_, err := signin.LoginWithDeviceCode(t.Context(), emulatorConfig(t, server),
		func(string) { t.Error("shown") })
	wantMistake(t, err, "client_id", "only for public clients", "(client secret)")
}
