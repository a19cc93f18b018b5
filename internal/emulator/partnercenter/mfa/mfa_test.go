// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package mfa_test

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestLists_SayWhatWasCalled(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	get := func(path string) string {
		return c.Send(c.Request("GET", "/v1/"+path, "")).Expect(t, 200, "").Body
	}
	const principals, applications = "nonMfaCompliantPartnerPrincipals",
		"applicationmfaadoptionstatus"
	says := func(path string, parts ...string) {
		t.Helper()
		got := get(path)
		for _, part := range parts {
			if !strings.Contains(got, part) {
				t.Errorf("%s: got %s, want %s", path, got, part)
			}
		}
	}
	says(principals, `"items":[]`, `"totalCount":0`)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.MFANotEnforced = true })
	c.Token = c.Server.AccessToken(emulator.WithoutMFA())
	c.List("").Expect(t, 200, "")
	c.Token = c.Server.AccessToken()
	says(applications, `"mfaCompliantRequestCount":2,"totalRequestCount":3`, c.Server.ClientID())
	says(principals, `"totalCount":1`, c.Server.UserPrincipalName(),
		`"lastNonMfaCompliantRequestDateTime":"`)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) {
		b.MFAUsersBare, b.MFAAppsWrapped, b.MFALoginDateTime = true, true, true
	})
	says(principals, `[{"LastNonMfaCompliantLoginDateTime":"`)
	says(applications, `"objectType":"Collection"`)
	c.Token = c.Server.AccessToken(emulator.AppOnly())
	c.Send(c.Request("GET", "/v1/"+principals, "")).Expect(t, 403, "900329")
}
