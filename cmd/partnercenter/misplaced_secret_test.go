// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// Somebody who swaps two settings puts a secret where an id, a path, or a word belongs. The message
// about it goes to the log of a pipeline.
func TestSettings_MisplacedSecretsAreNotShown(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, secret := range []string{"aB8Q~zqSECRETzq" + strings.Repeat("x", 25),
		"0.AXzqSECRETzq" + strings.Repeat("x", 300), "aB8QzqSECRETzq" + strings.Repeat("/+", 15) + "="} {
		for _, setting := range settings.Names() {
			name := strings.ToUpper(setting)
			if name == "TOKEN_CACHE_PATH" && len(secret) < 255 {
				continue // is a valid name of a file
			}
			checked++
			changes := map[string]string{name: secret}
			if value, ok := strings.CutSuffix(name, "_FILE_PATH"); ok {
				changes[value] = ""
			}
			if strings.HasPrefix(name, "CLIENT_CERTIFICATE") || strings.Contains(name, "OIDC") {
				changes["CLIENT_SECRET"] = "" // one credential, so that it is used
			}
			s := newSession(t, startEmulator(t), changes)
			s.run(t.Context(), "doctor")
			if said := s.out.String() + s.errors.String(); strings.Contains(said, "zqSECRETzq") {
				t.Errorf("%s=%s: %s", name, secret, said)
			}
		}
	}
	if checked < 60 {
		t.Errorf("only %d settings were checked", checked)
	}
}
