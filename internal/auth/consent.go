// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"

// AdviseConsent is the advice for an app without the permission. The refresh token stays valid: it
// serves every permission that has consent.
func (a Audience) AdviseConsent() anatomy.Text {
	return anatomy.Say("Add the delegated permission %s of %s to the app registration, and grant "+
		"admin consent (API permissions, Grant admin consent). The refresh token does not change.",
		a.Permission, a.Service)
}
