// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

const otherTenant = "99999999-aaaa-4bbb-8ccc-222222222222"

func TestTenantCheck_TokenOfAnotherTenantIsAnErrorWithEveryMethod(t *testing.T) {
	t.Parallel()
	foreign := unsignedJWT(map[string]any{"tid": otherTenant, "aud": resource,
		"upn": "agent@fabrikam.com"})
	server := replying(t, func(n int, _ url.Values) reply {
		return issue(n, map[string]any{"access_token": foreign})
	})
	redeemed := server.config(t)
	cli := signin.Config{UseCLI: true, TenantID: tenantID,
		AzureCLI: func(context.Context, ...string) (stdout, stderr []byte, err error) {
			return []byte(toJSON(map[string]any{"accessToken": foreign})), nil, nil
		}}
	for method, cfg := range map[string]signin.Config{
		"access_token":  {AccessToken: foreign, TenantID: tenantID},
		"refresh_token": redeemed,
		"use_cli":       cli,
	} {
		source := newSource(t, cfg)
		for range 2 {
			failure := tokenError(t, source, auth.TokenRequest{})
			expect.Contains(t, failure.Error(), "use the token of "+method, "agent@fabrikam.com",
				otherTenant,
				"`tenant_id` is "+tenantID, "Nothing was sent")
		}
		assertNoSecret(t, source)
	}
	expect.Equal(t, "redemptions", 1, len(server.Forms()))
}

func TestTenantCheck_TokensThatCannotBeCompared(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ token, tenant string }{
		"the same tenant in capitals": {unsignedJWT(map[string]any{"tid": strings.ToUpper(tenantID)}),
			tenantID},
		"a tenant given by domain": {unsignedJWT(map[string]any{"tid": otherTenant}),
			"contoso.onmicrosoft.com"},
		"no tenant given":        {unsignedJWT(map[string]any{"tid": otherTenant}), ""},
		"a token without tenant": {unsignedJWT(map[string]any{"aud": resource}), tenantID},
		"a token that is no JWT": {"opaque", tenantID},
	} {
		source := newSource(t, signin.Config{AccessToken: test.token, TenantID: test.tenant})
		if token, err := source.Token(t.Context(), auth.TokenRequest{}); err != nil ||
			token.Value != test.token {
			t.Errorf("%s: %v", name, err)
		}
	}
}
