// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package settings

import (
	"maps"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// origins says where each value that counts came from. Settings that lost against others of their group are left out.
func (s Settings) origins(method string, choice auth.CredentialChoice) map[string]string {
	counting := slices.Concat(choice.Origins, []string{s.Origin("client_id"), s.Origin("client_id_file_path")})
	if choice.Method != "" {
		counting = append(counting, s.Origin("use_oidc"))
	}
	for _, name := range usersOf(method) {
		counting = append(counting, s.Origin(name))
	}
	origins := map[string]string{}
	for name, value := range s.values {
		origins[name] = value.Origin
	}
	for _, g := range groups() {
		maps.DeleteFunc(origins, func(name, origin string) bool {
			return slices.Contains(g.members, name) && !slices.Contains(counting, origin)
		})
	}
	return origins
}

// usersOf are the settings that a sign-in of that method uses.
func usersOf(method string) []string {
	if method == "refresh_token" {
		return []string{"refresh_token", "refresh_token_file_path", "token_cache_path"}
	}
	return []string{method}
}
