// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestSecrets_HoldEverythingThatWasIssued(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.RefreshToken())
	answer := c.SignIn(form).Decode(t)
	secrets := map[string]bool{}
	for _, s := range c.Server.IssuedSecrets() {
		secrets[s] = true
	}
	for name, secret := range map[string]any{
		"client secret": c.Server.ClientSecret(), "minted token": c.Token,
		"old refresh token": form.Get("refresh_token"),
		"new refresh token": answer["refresh_token"], "access token": answer["access_token"],
		"id token": answer["id_token"],
	} {
		if text, ok := secret.(string); !ok || !secrets[text] {
			t.Errorf("the %s is not among the secrets", name)
		}
	}
}
