// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package signin_test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth/signin"
)

func readyToken(t *testing.T, token string, now func() time.Time) auth.TokenSource {
	t.Helper()
	return newSource(t, signin.Config{AccessToken: token, RefreshToken: configuredRT, Now: now})
}

func TestAccessToken_TakesPrecedenceOverRefreshTokenAndNeedsNoClient(t *testing.T) {
	t.Parallel()
	source := readyToken(t, " opaque-token\n", nil)
	mustToken(t, source, auth.TokenRequest{}, "opaque-token")
	mustToken(t, source, auth.TokenRequest{Rejected: "another-token"}, "opaque-token")
	expect.Equal(t, "description", auth.Description{Method: "access_token"}, source.Description())
}

func TestAccessToken_RejectedTokenIsAnErrorThatKeepsTheClaims(t *testing.T) {
	t.Parallel()
	source, req := readyToken(t, "access-ready", nil), auth.TokenRequest{Rejected: "access-ready"}
	expect.Contains(t, tokenError(t, source, req).Error(), "use access_token",
		"refused the token (HTTP 401)", "to a new token")
	req.Claims = `{"access_token":{"x":1}}`
	failure := tokenError(t, source, req)
	expect.Contains(t, failure.Error(), "additional claims")
	expect.Equal(t, "claims", req.Claims, failure.Claims)
}

func TestAccessToken_ExpiryIsNoticedBeforeAnyCall(t *testing.T) {
	t.Parallel()
	clock := newClock()
	expiry := clock.Now().Add(time.Minute)
	token := unsignedJWT(map[string]any{"aud": resource, "exp": expiry.Unix()})
	source := readyToken(t, token, clock.Now)
	mustToken(t, source, auth.TokenRequest{}, token)
	clock.Advance(time.Minute)
	failure := tokenError(t, source, auth.TokenRequest{})
	expect.Contains(t, failure.Error(), "expired at 2026-05-01T12:01:00Z",
		"it is now 2026-05-01T12:01:00Z", "`access_token`")
}

func TestAccessToken_Audiences(t *testing.T) {
	t.Parallel()
	const china = "https://partner.partnercenterapi.microsoftonline.cn"
	tests := map[string]string{ // audience → what the error calls it; empty: accepted
		"":                                     "",
		resource:                               "",
		resource + "/":                         "",
		strings.ToUpper(resource):              "",
		"fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd": "",
		"https://unknown.example.com":          "", // the service decides
		"https://graph.microsoft.com":          "Microsoft Graph",
		"https://graph.windows.net/":           "Azure AD Graph",
		"https://management.azure.com/":        "Azure Resource Manager",
		"https://api.partner.microsoft.com":    "the Partner API for prices and referrals",
		china:                                  "Partner Center in the cloud china",
	}
	for audience, service := range tests {
		token := unsignedJWT(map[string]any{"aud": audience})
		source := readyToken(t, token, nil)
		if service == "" {
			mustToken(t, source, auth.TokenRequest{}, token)
			continue
		}
		failure := tokenError(t, source, auth.TokenRequest{})
		expect.Contains(t, failure.Error(), audience, service, "Partner Center requires "+resource)
	}
}

// No token that may be Partner Center's own goes to another service.
func TestAccessToken_AdditionalServices(t *testing.T) {
	t.Parallel()
	cloud := expect.Must(auth.LookupCloud(""))(t)
	service := expect.Must(cloud.Graph())(t)
	for audience, accepted := range map[string]bool{
		"https://graph.microsoft.com": true, "https://graph.microsoft.com/": true,
		"00000003-0000-0000-c000-000000000000": true,
		resource:                               false, "": false, "https://unknown.example.com": false,
		"https://graph.microsoft.us": false, "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd": false,
	} {
		token := unsignedJWT(map[string]any{"aud": audience})
		tokens := expect.Must(signin.New(signin.Config{AccessToken: token}))(t)
		if accepted {
			mustToken(t, tokens.For(service), auth.TokenRequest{}, token)
			continue
		}
		failure := tokenError(t, tokens.For(service), auth.TokenRequest{})
		expect.Contains(t, failure.Error(), "Microsoft Graph requires https://graph.microsoft.com",
			"`refresh_token`")
	}
	tokens := expect.Must(signin.New(signin.Config{AccessToken: "opaque"}))(t)
	expect.Contains(t, tokenError(t, tokens.For(service), auth.TokenRequest{}).Error(), "not known")
}
