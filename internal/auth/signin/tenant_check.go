// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

// tenantChecked refuses tokens of a tenant other than the configured one before they are used.
// Otherwise decisions about fraud would go to another partner's events.
type tenantChecked struct {
	auth.TokenSource
	tenantID string // a GUID
}

// checkingTenant adds the check if the configured tenant is a GUID, because tokens name their
// tenant by GUID.
func checkingTenant(source auth.TokenSource, tenantID string) auth.TokenSource {
	if !auth.IsGUID(tenantID) {
		return source
	}
	return &tenantChecked{TokenSource: source, tenantID: tenantID}
}

// Token returns the source's token. If the token names no tenant, the service judges it.
func (s *tenantChecked) Token(ctx context.Context, req auth.TokenRequest) (auth.Token, error) {
	token, err := s.TokenSource.Token(ctx, req)
	if err != nil {
		return auth.Token{}, err
	}
	if err := wrongTenant(s.Description().Method, token.Value, s.tenantID); err != nil {
		return auth.Token{}, err
	}
	return token, nil
}

// wrongTenant is an error, not an *auth.Error, so that nil is nil.
func wrongTenant(method, accessToken, tenantID string) error {
	claims, _ := auth.ParseClaims(accessToken)
	if claims.TenantID == "" || !auth.IsGUID(tenantID) ||
		strings.EqualFold(claims.TenantID, tenantID) {
		return nil
	}
	return &auth.Error{
		Operation: "use the token of " + method,
		Problem: anatomy.Say("it is a token of %s in the tenant %s, but %v is %s",
			cmp.Or(claims.UPN, "an app"), claims.TenantID, anatomy.TenantID, tenantID),
		Advice: anatomy.Say("Sign in at the partner's own tenant, or correct %v. Nothing was sent "+
			"with it.", anatomy.TenantID),
	}
}

// String returns the source's String.
func (s *tenantChecked) String() string { return fmt.Sprint(s.TokenSource) }

// GoString returns the source's GoString.
func (s *tenantChecked) GoString() string { return fmt.Sprintf("%#v", s.TokenSource) }
