// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const clientConfigType = "partnercenter_client_config"

// clientConfig reads the data source, and accepts no diagnostics.
func (c *protocolClient) clientConfig() object {
	c.t.Helper()
	state, _, diags := c.readData(clientConfigType, object{}, false)
	diags.none(c.t)
	return state
}

func TestClientConfig_SaysWhoTheProviderIsWithoutCallingTheAPI(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	who := configuredClient(t, s).clientConfig()
	expires, err := time.Parse(time.RFC3339, fmt.Sprint(who["token_expires_on"]))
	if left := time.Until(expires); err != nil || left < time.Minute || left > 25*time.Hour {
		t.Errorf("the token expires at %v (%v)", who["token_expires_on"], err)
	}
	delete(who, "token_expires_on")
	want := object{
		"tenant_id": s.TenantID(), "client_id": s.ClientID(),
		"user_principal_name":   s.UserPrincipalName(),
		"authentication_method": "refresh_token", "mfa": true, "api": "partnercenter",
	}
	expectEqual(t, "client config", want, who)
	expectEqual(t, "requests", 0, s.Count(emulator.KindList))
}

// TestClientConfig_ClaimsMissingFromTheToken comes from Partner Center, and is null if that does
// not say either.
func TestClientConfig_ClaimsMissingFromTheToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header string
		status int
		mfa    any
	}{
		"compliant":             {"true", http.StatusOK, true},
		"not compliant":         {"False", http.StatusOK, false},
		"not said":              {"", http.StatusOK, nil},
		"said with a refusal":   {"false", http.StatusForbidden, false},
		"refused, and not said": {"", http.StatusForbidden, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls int
			api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				if test.header != "" {
					w.Header().Set("isMfaCompliant", test.header)
				}
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(`[]`))
			}))
			t.Cleanup(api.Close)
			claims := must(json.Marshal(map[string]any{"aud": "https://api.partnercenter.microsoft.com",
				"upn": "kim@contoso.com", "scp": "user_impersonation"}))(t)
			token := "e30." + base64.RawURLEncoding.EncodeToString(claims) + ".c2ln"
			c := newProtocolClient(t, providersIn(map[string]string{
				"PARTNERCENTER_BASE_URL": api.URL, "PARTNERCENTER_ACCESS_TOKEN": token,
				"PARTNERCENTER_TENANT_ID": "contoso.com",
			}))
			c.configure(object{}).none(t)
			want := object{
				"tenant_id": "contoso.com", "client_id": nil, "user_principal_name": "kim@contoso.com",
				"authentication_method": "access_token",
				"mfa":                   test.mfa, "token_expires_on": nil, "api": "partnercenter",
			}
			got, _, diags := c.readData(clientConfigType, object{}, false)
			expectEqual(t, "client config", want, got)
			if test.mfa == false {
				diags.mustSay(t, "", "Sign-in to Partner Center needs attention",
					"without multifactor authentication")
			} else {
				diags.none(t)
			}
			if calls != 1 {
				t.Errorf("%d calls, want 1", calls)
			}
		})
	}
}

// A tenant name becomes the token's GUID, so that it can be compared. A sign-in without MFA is not
// an error here.
func TestClientConfig_SaysWhatTheTokenSays(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	for name, test := range map[string]struct {
		variable, value string
		want            any
	}{
		"tenant_id": {"TENANT_ID", "testtestpartner.onmicrosoft.com", s.TenantID()},
		"mfa":       {"REFRESH_TOKEN", s.IssueRefreshToken(emulator.WithoutMFA()), false},
	} {
		c := configuredClient(t, s, map[string]string{"PARTNERCENTER_" + test.variable: test.value})
		expectEqual(t, name, test.want, c.clientConfig()[name])
	}
}

func TestClientConfig_FailsAsEverythingElseDoes(t *testing.T) {
	t.Parallel()
	const other = "a248da34-6840-4c67-82d7-7f55ccd50d03"
	s := startEmulator(t)
	for name, test := range map[string]struct {
		config          object
		variable, value string
		says            []string
		requests        bool
	}{
		"a failed sign-in": {object{}, "REFRESH_TOKEN", s.IssueRefreshToken(emulator.Revoked()),
			[]string{"Sign-in to Partner Center failed", "AADSTS50173"}, true},
		"a token of another tenant": {object{}, "ACCESS_TOKEN",
			s.AccessToken(emulator.WithTenant(other)), []string{other, "tenant_id"}, false},
		"a configuration that is not known yet": {object{"refresh_token": unknownYet}, "TENANT_ID",
			s.TenantID(), []string{"not known yet", "refresh_token"}, false},
	} {
		s.ResetCounts()
		for _, source := range []string{clientConfigType, fraudEventsType} {
			c := newProtocolClient(t, providersFor(s,
				map[string]string{"PARTNERCENTER_" + test.variable: test.value}))
			c.configure(test.config).none(t)
			_, _, diags := c.readData(source, object{}, false)
			diags.mustSay(t, "", test.says...)
		}
		if sent := s.Count(emulator.KindAny) > 0; sent != test.requests {
			t.Errorf("%s: requests %v", name, s.Counts())
		}
	}
}
