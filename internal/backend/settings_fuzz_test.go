// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// secretSettings are those whose values no message may repeat.
func secretSettings() []string {
	return []string{"client_secret", "refresh_token", "access_token", "client_certificate",
		"client_certificate_password", "oidc_token", "oidc_request_token"}
}

// FuzzSettings gives any value to any setting. A message never repeats a secret, and never the
// password in an address.
func FuzzSettings(f *testing.F) {
	for _, seed := range []string{"https://u:PASSWORD@api.example", "Bearer PASSWORD", "$(PASSWORD)",
		"\"PASSWORD\"", "{{PASSWORD}}", "~/PASSWORD", "https://PASSWORD@h?x", "PASSWORD\x00", " PASSWORD",
		"-----BEGIN PASSWORD-----", "http://h:PASSWORD"} {
		for i := range settings.Names() {
			f.Add(i, seed)
		}
	}
	f.Fuzz(func(t *testing.T, which int, value string) {
		names := settings.Names()
		name := names[uint(which)%uint(len(names))]
		const password = "pa55~word.of/somebody"
		value = strings.ReplaceAll(value, "PASSWORD", password)
		place := strings.HasSuffix(name, "_url") || name == "authority_host"
		for _, mistake := range settings.Check(settings.Given{name: {Value: value, Origin: name}},
			CheckValue) {
			said := mistake.Error()
			if (place || slices.Contains(secretSettings(), name)) && strings.Contains(said, password) {
				t.Errorf("%s: %q repeats a secret", name, said)
			}
		}
	})
}
