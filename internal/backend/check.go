// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"slices"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// CheckValue checks one value by itself, with the rules of the package that uses it. It reads no
// file and makes no request. It is a settings.Rule.
func CheckValue(setting, value string) error {
	if placeholder.Is(value) {
		return placeholder.Mistake()
	}
	if isPlace(setting) && placeholder.In(value) {
		return placeholder.PartMistake()
	}
	switch setting {
	case "base_url":
		return partnercenter.CheckBaseURL(value)
	case "graph_base_url":
		return graph.CheckBaseURL(value)
	}
	return signin.CheckSetting(setting, value)
}

// isPlace reports whether a setting names a file or an address.
func isPlace(setting string) bool {
	return settings.IsPath(setting) ||
		slices.Contains([]string{"base_url", "graph_base_url", "authority_host", "oidc_request_url"},
			setting)
}
