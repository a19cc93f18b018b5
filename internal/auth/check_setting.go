// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
)

// CheckSetting checks one value by itself, as NewTokenSource does, for a caller that wants to know
// early. The setting is named as users write it; one that this package has no rule for always fits.
// Errors are [anatomy.Mistake]s.
func CheckSetting(setting, value string) error {
	value = strings.TrimSpace(value)
	if IsPlaceholder(value) {
		return Unreplaced().At(anatomy.Key(setting), "")
	}
	switch setting {
	case "environment":
		_, err := LookupCloud(value)
		return err
	case "tenant_id":
		return checkTenantID(value)
	case "client_id":
		return checkClientID(value)
	case "authority_host":
		return checkAuthorityHost(value)
	case "refresh_token", "access_token", "oidc_token", "oidc_request_token":
		if mistake := checkToken(value); mistake != nil {
			return mistake.At(anatomy.Key(setting), "")
		}
	case "client_certificate":
		return checkCertificateText(value)
	}
	return nil
}
