// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"errors"
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// origins names the origin of each value in use. It omits settings that lost against others of
// their group.
func origins(s settings.Settings, method string, choice credential.Choice) map[string]string {
	counting := slices.Concat(choice.Origins,
		[]string{s.Origin("client_id"), s.Origin("client_id_file_path")})
	if choice.Method != "" {
		counting = append(counting, s.Origin("use_oidc"))
	}
	for _, name := range usersOf(method) {
		counting = append(counting, s.Origin(name))
	}
	return s.Origins(counting)
}

// usersOf are the settings of a sign-in with that method.
func usersOf(method string) []string {
	if method == "refresh_token" {
		return []string{"refresh_token", "refresh_token_file_path", "token_cache_path"}
	}
	return []string{method}
}

// located adds the origin of the value at fault to a mistake without one.
func located(s settings.Settings, err error) error {
	var mistake *anatomy.Mistake
	if !errors.As(err, &mistake) || mistake.Origin != "" {
		return err
	}
	setting := string(mistake.Setting)
	origin := s.Origin(setting)
	if file := setting + "_file_path"; origin == "" && s.Text(file) != "" {
		setting, origin = file, s.Origin(file)
	}
	at := mistake.At(anatomy.Key(setting), origin)
	if origin == "" && at.Setting == anatomy.TenantID {
		at.Advice = anatomy.Join(at.Advice, s.IgnoredARM(setting))
	}
	return at
}
