// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/credential"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/placeholder"
)

// CheckSetting checks one value by itself, with the same rules as New, for callers that want to
// know early. setting is the name that users write; a setting without a rule here always passes.
// Errors are [anatomy.Mistake]s.
func CheckSetting(setting, value string) error {
	value = strings.TrimSpace(value)
	if placeholder.Is(value) {
		return placeholder.Mistake().At(anatomy.Key(setting), "")
	}
	switch setting {
	case "environment":
		_, err := auth.LookupCloud(value)
		return err
	case "tenant_id":
		return auth.CheckTenantID(value)
	case "client_id":
		return auth.CheckClientID(value)
	case "authority_host":
		return auth.CheckAuthorityHost(value)
	case "refresh_token", "access_token", "oidc_token", "oidc_request_token":
		if mistake := auth.CheckToken(value); mistake != nil {
			return mistake.At(anatomy.Key(setting), "")
		}
	case "client_certificate":
		return credential.CheckCertificate(value)
	}
	return nil
}
