// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package backend

import (
	"errors"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

// CheckValue checks one value by itself, as whoever uses it would, without a look at any file or
// the network. It is a settings.Rule.
func CheckValue(setting, value string) error {
	if auth.IsPlaceholder(value) {
		return errors.New(auth.Unreplaced)
	}
	if isPlace(setting) && auth.HoldsPlaceholder(value) {
		return errors.New(auth.UnreplacedPart)
	}
	if setting == "base_url" {
		return checkBaseURL(value)
	}
	return checkSignIn(setting, value)
}

// isPlace tells the settings that name a file or an address.
func isPlace(setting string) bool {
	return settings.IsPath(setting) ||
		slices.Contains([]string{"base_url", "authority_host", "oidc_request_url"}, setting)
}

func checkBaseURL(value string) error {
	err := partnercenter.CheckBaseURL(value)
	if err == nil {
		return nil
	}
	return errors.New(strings.Replace(err.Error(), "the base URL ", "it ", 1))
}

func checkSignIn(setting, value string) error {
	err := auth.CheckSetting(setting, value)
	var configErr *auth.ConfigError
	if errors.As(err, &configErr) {
		return errors.New(configErr.Message)
	}
	return err
}
