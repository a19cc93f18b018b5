// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// CheckValue checks one value by itself, as whoever uses it would, without a look at any file or
// the network. It is a settings.Rule.
func CheckValue(setting, value string) error {
	if auth.IsPlaceholder(value) {
		return auth.Unreplaced()
	}
	if isPlace(setting) && auth.HoldsPlaceholder(value) {
		return auth.UnreplacedPart()
	}
	if setting == "base_url" {
		return partnercenter.CheckBaseURL(value)
	}
	return auth.CheckSetting(setting, value)
}

// isPlace tells the settings that name a file or an address.
func isPlace(setting string) bool {
	return settings.IsPath(setting) ||
		slices.Contains([]string{"base_url", "authority_host", "oidc_request_url"}, setting)
}
