// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestToken_RefreshTokenReturnsEverythingRequested(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	first := c.Server.RefreshToken()
	got := c.SignIn(c.Redemption(first)).Expect(t, http.StatusOK, "").Decode(t)
	if got["token_type"] != "Bearer" || got["expires_in"] != 3600.0 ||
		got["ext_expires_in"] != 3600.0 {
		t.Errorf("%v", got)
	}
	scope := " " + fmt.Sprint(got["scope"]) + " "
	if !strings.Contains(scope, " https://api.partnercenter.microsoft.com/user_impersonation ") ||
		strings.Contains(scope, "offline_access") {
		t.Errorf("scope %q", scope)
	}
	if got["refresh_token"] == "" || got["refresh_token"] == first {
		t.Errorf("refresh token %v", got["refresh_token"])
	}
	info, err := base64.RawURLEncoding.DecodeString(fmt.Sprint(got["client_info"]))
	var ids struct{ UID, UTID string }
	if err != nil || json.Unmarshal(info, &ids) != nil || ids.UID == "" ||
		ids.UTID != c.Server.TenantID() {
		t.Errorf("client_info %s: %v", info, err)
	}
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(fmt.Sprint(got["id_token"]), claims); err != nil {
		t.Fatal(err)
	}
	if claims["oid"] != ids.UID || claims["tid"] != c.Server.TenantID() ||
		claims["preferred_username"] != c.Server.UserPrincipalName() ||
		claims["aud"] != c.Server.ClientID() {
		t.Errorf("id token %v", claims)
	}
	c.Token = fmt.Sprint(got["access_token"])
	c.List("").Expect(t, http.StatusOK, "")

	c.SignIn(c.Redemption(first)).Expect(t, http.StatusOK, "") // the old token stays valid
	c.SignIn(c.Redemption(fmt.Sprint(got["refresh_token"]))).Expect(t, http.StatusOK, "")
}

func TestToken_ContainsOnlyRequestedScopes(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.RefreshToken())
	form.Del("client_info")
	form.Set("scope", "https://api.partnercenter.microsoft.com/.default")
	got := c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)
	if got["id_token"] != nil || got["client_info"] != nil {
		t.Errorf("not asked for, yet there: %v", got)
	}
	want := "https://api.partnercenter.microsoft.com/.default " +
		"https://api.partnercenter.microsoft.com/user_impersonation"
	expect.Equal[any](t, "scope", want, got["scope"])
}

func TestToken_RepliesCanBeSwitched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*emulator.Behaviour)
		key    string
		want   any
	}{
		"no rotation":    {func(b *emulator.Behaviour) { b.NoRotation = true }, "refresh_token", nil},
		"no id token":    {func(b *emulator.Behaviour) { b.NoIDToken = true }, "id_token", nil},
		"no client info": {func(b *emulator.Behaviour) { b.NoClientInfo = true }, "client_info", nil},
		"no scope":       {func(b *emulator.Behaviour) { b.NoScopeEcho = true }, "scope", nil},
		"short life":     {func(b *emulator.Behaviour) { b.TokenSeconds = 60 }, "expires_in", 60.0},
		"refresh_in":     {func(b *emulator.Behaviour) { b.RefreshInSeconds = 30 }, "refresh_in", 30.0},
	} {
		c := emulatortest.Start(t)
		c.Server.SetBehaviour(test.change)
		got := c.SignIn(c.Redemption(c.Server.RefreshToken())).Expect(t, http.StatusOK, "").Decode(t)
		expect.Equal(t, name, test.want, got[test.key])
	}
}

func TestToken_AShortLifeEnds(t *testing.T) {
	t.Parallel()
	now := emulatortest.NewClock(time.Now())
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = now.Get })
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.TokenSeconds = 60 })
	c.Token = fmt.Sprint(c.SignIn(c.Redemption(c.Server.RefreshToken())).Decode(t)["access_token"])
	now.Add(59 * time.Second)
	c.List("").Expect(t, http.StatusOK, "")
	now.Add(2 * time.Second)
	c.List("").Expect(t, http.StatusUnauthorized, "400")
}

func TestToken_RefusesBadGrantsAsEntraDoes(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	revoked := c.Server.IssueRefreshToken(emulator.Revoked())
	expired := c.Server.IssueRefreshToken(emulator.Expired())
	foreign := c.Server.IssueRefreshToken(emulator.WithClient(c.Server.PublicClientID()))
	good := c.Server.RefreshToken()
	type row struct {
		set    [2]string
		status int
		aadsts int
		code   string
	}
	expect.Each(t, map[string]row{
		"malformed":     {[2]string{"refresh_token", "cut"}, 400, 9002313, "invalid_grant"},
		"revoked":       {[2]string{"refresh_token", revoked}, 400, 50173, "invalid_grant"},
		"expired":       {[2]string{"refresh_token", expired}, 400, 700082, "invalid_grant"},
		"another app's": {[2]string{"refresh_token", foreign}, 400, 700007, "invalid_grant"},
		"no token":      {[2]string{"refresh_token", ""}, 400, 900144, "invalid_request"},
		"wrong secret":  {[2]string{"client_secret", "guess"}, 401, 7000215, "invalid_client"},
		"no secret":     {[2]string{"client_secret", ""}, 401, 7000218, "invalid_client"},
		"unknown app": {[2]string{"client_id", "11111111-2222-3333-4444-555555555555"}, 400, 700016,
			"unauthorized_client"},
		"unknown grant": {[2]string{"grant_type", "password"}, 400, 70003, "unsupported_grant_type"},
		"no grant":      {[2]string{"grant_type", ""}, 400, 900144, "invalid_request"},
		"odd scope":     {[2]string{"scope", "everything"}, 400, 70011, "invalid_scope"},
		"two resources": {[2]string{"scope", "https://graph.microsoft.com/.default " +
			"https://api.partnercenter.microsoft.com/.default"}, 400, 28000, "invalid_scope"},
		"dead resource": {[2]string{"scope", "https://graph.windows.net/.default"}, 400, 500011,
			"invalid_resource"},
		"no such rights": {[2]string{"scope", "https://api.partnercenter.microsoft.com/everything"}, 400,
			65001, "invalid_grant"},
	}, func(t *testing.T, test row) {
		form := c.Redemption(good)
		form.Set(test.set[0], test.set[1])
		c.SignIn(form).ExpectSignInError(t, test.status, test.aadsts, test.code)
	})
}

func TestToken_RefreshTokenExpiresAfterNinetyDays(t *testing.T) {
	t.Parallel()
	now := emulatortest.NewClock(time.Now())
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = now.Get })
	form := c.Redemption(c.Server.RefreshToken())
	now.Add(90*24*time.Hour - time.Second)
	c.SignIn(form).Expect(t, http.StatusOK, "") // use does not prolong its life
	now.Add(time.Second)
	c.SignIn(form).ExpectSignInError(t, 400, 700082, "invalid_grant")
}

func TestToken_EveryDocumentedErrorCanBeProduced(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	good := c.Redemption(c.Server.RefreshToken())
	for aadsts, want := range map[int]struct {
		status int
		code   string
	}{
		700082: {400, "invalid_grant"}, 70008: {400, "invalid_grant"}, 700084: {400, "invalid_grant"},
		50173: {400, "invalid_grant"}, 50076: {400, "invalid_grant"}, 50078: {400, "invalid_grant"},
		50079: {400, "interaction_required"}, 70043: {400, "invalid_grant"},
		53003: {400, "interaction_required"},
		65001: {400, "invalid_grant"}, 700016: {400, "unauthorized_client"},
		700005: {400, "invalid_grant"},
		700007: {400, "invalid_grant"}, 7000215: {401, "invalid_client"},
		7000222: {401, "invalid_client"},
		7000218: {401, "invalid_client"}, 700025: {401, "invalid_client"},
		700027: {401, "invalid_client"},
		70021:  {401, "invalid_client"}, 700211: {401, "invalid_client"}, 700213: {401, "invalid_client"},
		90002: {400, "invalid_tenant"}, 90038: {400, "invalid_request"},
		500011:  {400, "invalid_resource"},
		9002313: {400, "invalid_grant"}, 50196: {400, "invalid_grant"}, 1002012: {400, "invalid_scope"},
	} {
		c.Server.FailNextToken(aadsts)
		e := c.SignIn(good).ExpectSignInError(t, want.status, aadsts, want.code)
		if needsClaims := aadsts == 50076 || aadsts == 53003; needsClaims &&
			!json.Valid([]byte(fmt.Sprint(e["claims"]))) {
			t.Errorf("%d: claims %v", aadsts, e["claims"])
		}
	}
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindToken, AADSTS: 50196, Status: 429,
		RetryAfter: "3", Code: "temporarily_unavailable"})
	got := c.SignIn(good)
	got.ExpectSignInError(t, 429, 50196, "temporarily_unavailable")
	expect.Equal(t, "Retry-After", "3", got.Header.Get("Retry-After"))
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindToken, Status: 503})
	c.SignIn(good).ExpectSignInError(t, 503, 90033, "temporarily_unavailable")
	c.SignIn(good).Expect(t, http.StatusOK, "")
}

func TestToken_OneTimeRefreshTokensExpireWithTheirUse(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.OneTimeRefreshTokens = true })
	form := c.Redemption(c.Server.RefreshToken())
	c.SignIn(form).Expect(t, http.StatusOK, "")
	c.SignIn(form).ExpectSignInError(t, 400, 70008, "invalid_grant")
}

func TestToken_RevocationEndsEveryRefreshToken(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.RefreshToken())
	c.Server.RevokeRefreshTokens()
	c.SignIn(form).ExpectSignInError(t, 400, 50173, "invalid_grant")
	c.SignIn(c.Redemption(c.Server.RefreshToken())).Expect(t, http.StatusOK, "")
}

func TestToken_MFAAndRoleRideAlongInRefreshTokens(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for code, option := range map[string]emulator.TokenOption{"900421": emulator.WithoutMFA(),
		"900150": emulator.WithRole("SalesAgent")} {
		form := c.Redemption(c.Server.IssueRefreshToken(option))
		c.Token = fmt.Sprint(c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)["access_token"])
		if got := c.List(""); !strings.Contains(got.Body, `"code":"`+code+`"`) {
			t.Errorf("%s, want %s", got.Body, code)
		}
	}
}

func TestToken_ForAnotherResourceOrTenantIsRefusedByTheAPI(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.RefreshToken())
	form.Set("scope", "https://graph.microsoft.com/.default")
	c.Token = fmt.Sprint(c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)["access_token"])
	c.List("").Expect(t, http.StatusUnauthorized, "900420")

	customer := emulator.NewEvent(subA, eventA1).CustomerTenantID
	form = c.Redemption(c.Server.RefreshToken())
	got := c.PostForm("/"+customer+"/oauth2/v2.0/token", form).Expect(t, http.StatusOK, "").Decode(t)
	c.Token = fmt.Sprint(got["access_token"])
	c.List("").Expect(t, http.StatusForbidden, "2032")
}

func TestToken_ClientCredentialsGiveAnAppOnlyToken(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {c.Server.ClientID()},
		"client_secret": {c.Server.ClientSecret()},
		"scope":         {"https://api.partnercenter.microsoft.com/.default"},
	}
	got := c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)
	if got["refresh_token"] != nil || got["id_token"] != nil {
		t.Errorf("an app got a user's tokens: %v", got)
	}
	c.Token = fmt.Sprint(got["access_token"])
	c.List("").Expect(t, http.StatusForbidden, "900329")
	form.Set("scope", "https://api.partnercenter.microsoft.com/user_impersonation")
	c.SignIn(form).ExpectSignInError(t, 400, 1002012, "invalid_scope")
	form = url.Values{"grant_type": {"client_credentials"}, "client_id": {c.Server.PublicClientID()},
		"scope": form["scope"]}
	c.SignIn(form).ExpectSignInError(t, 401, 7000218, "invalid_client")
}

func TestDiscovery_IssuerIsTheServerAsTheClientKnowsIt(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	port := c.Server.AuthorityURL()[strings.LastIndex(c.Server.AuthorityURL(), ":"):]
	for _, base := range []string{c.Server.AuthorityURL(), "https://localhost" + port} {
		for _, tenant := range []string{c.Server.TenantID(), "organizations"} {
			r := c.Request(http.MethodGet, "/", "")
			u := expect.Must(url.Parse(base + "/" + tenant + "/v2.0/.well-known/openid-configuration"))(t)
			r.URL, r.Host = u, ""
			got := c.Send(r).Expect(t, http.StatusOK, "").Decode(t)
			home := base + "/" + c.Server.TenantID()
			if got["issuer"] != home+"/v2.0" || got["token_endpoint"] != home+"/oauth2/v2.0/token" {
				t.Errorf("%s: issuer %v, token endpoint %v", base, got["issuer"], got["token_endpoint"])
			}
		}
	}
	c.Send(c.Request(http.MethodGet, "/nowhere.example/v2.0/.well-known/openid-configuration", "")).
		ExpectSignInError(t, 400, 90002, "invalid_tenant")
	c.Send(c.Request(http.MethodGet, "/common/oauth2/v2.0/token", "")).ExpectSignInError(t, 400,
		900561, "invalid_request")
	keys := c.Send(c.Request(http.MethodGet, "/common/discovery/v2.0/keys", "")).Expect(t,
		http.StatusOK, "")
	if !strings.Contains(keys.Body, `"kty":"RSA"`) {
		t.Errorf("keys %s", keys.Body)
	}
	if got := c.Send(c.Request(http.MethodGet, "/common/discovery/instance", "")); !strings.Contains(
		got.Body, "tenant_discovery_endpoint") {
		t.Errorf("instance %s", got.Body)
	}
}
