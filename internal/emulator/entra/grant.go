// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra

import (
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// grant is what a token says.
type grant struct {
	tenant   string
	client   *app
	user     *user // nil: the app itself
	role     string
	audience string
	scopes   []string
	mfa      bool
	acrs     bool      // carries the claim that Behaviour.ClaimsChallenge asks for
	notAfter time.Time // zero: the configured life
	appOnly  bool
	clientID string
	revoked  bool
}

func (g grant) userClaims() jwt.MapClaims {
	amr := []string{"pwd"}
	if g.mfa {
		amr = append(amr, "mfa")
	}
	return jwt.MapClaims{
		"amr":                 amr,
		"family_name":         "Adminagent",
		"given_name":          "CSP",
		"ipaddr":              "127.0.0.1",
		"name":                g.user.Name,
		"oid":                 g.user.ObjectID,
		"sub":                 g.user.ObjectID,
		"scp":                 world.PartnerCenterPermission,
		"tenant_region_scope": "NA",
		"unique_name":         g.user.UPN,
		"upn":                 g.user.UPN,
	}
}
