// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package auth_test

import (
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
)

const (
	resource = "https://api.partnercenter.microsoft.com"
	tenantID = "11111111-aaaa-4bbb-8ccc-222222222222"
	clientID = "33333333-DDDD-4EEE-8FFF-444444444444"
)

func TestParseClaims(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	user := map[string]any{
		"aud": resource, "tid": tenantID, "exp": 1549092452, "amr": []string{"pwd", "mfa"},
		"appid": clientID, "scp": "user_impersonation", "upn": "agent@contoso.com",
		"unique_name": "other@contoso.com",
	}
	tests := map[string]struct {
		claims map[string]any
		want   auth.Claims
	}{
		"user with MFA": {user, auth.Claims{TenantID: tenantID, ClientID: clientID, Audience: resource,
			UPN: "agent@contoso.com", MFA: &yes, ExpiresOn: time.Unix(1549092452, 0).UTC()}},
		"user without MFA, time as a string": {
			map[string]any{"amr": []string{"pwd"}, "scp": "x", "preferred_username": "a@b",
				"exp": "1549092452"},
			auth.Claims{UPN: "a@b", MFA: &no, ExpiresOn: time.Unix(1549092452, 0).UTC()},
		},
		"unique name, amr not said": {map[string]any{"unique_name": "a@b", "scp": "x"},
			auth.Claims{UPN: "a@b"}},
		"app, said so": {map[string]any{"idtyp": "app"}, auth.Claims{AppOnly: true}},
		"app, by what is missing": {map[string]any{"appid": clientID, "roles": []string{"x"}},
			auth.Claims{ClientID: clientID, AppOnly: true}},
		"app, v2 token": {map[string]any{"azp": clientID},
			auth.Claims{ClientID: clientID, AppOnly: true}},
		"several audiences, absurd times": {map[string]any{"aud": []string{"a", "b"}, "exp": 1e300},
			auth.Claims{Audience: "a b"}},
		"empty": {map[string]any{}, auth.Claims{}},
	}
	for name, test := range tests {
		payload := expect.Must(json.Marshal(test.claims))(t)
		got, ok := auth.ParseClaims("e30." + base64.RawURLEncoding.EncodeToString(payload) + ".c2ln")
		if diff := cmp.Diff(test.want, got); diff != "" || !ok {
			t.Errorf("%s: ok %v (-want +got):\n%s", name, ok, diff)
		}
	}
}

func TestParseClaims_OpaqueTokens(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "opaque", "a.b", "a.b.c", "a.%.c", "a.bnVsbA.c", "a.W10.c",
		"a.b.c.d", "a.eyJhdWQiOjd9.c"} {
		if claims, ok := auth.ParseClaims(token); ok {
			t.Errorf("%q was read as a JWT: %+v", token, claims)
		}
	}
}
