// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/harness"
)

func TestAuthorize_CodeWithPKCEGivesTokensWithMFA(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	back := c.Authorize(nil).Back(t)
	expect.Equal(t, "state", "xyz", back.Get("state"))
	form := c.CodeForm(back.Get("code"))
	got := c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)
	c.Token = fmt.Sprint(got["access_token"])
	c.List("").Expect(t, http.StatusOK, "")
	c.SignIn(c.Redemption(fmt.Sprint(got["refresh_token"]))).Expect(t, http.StatusOK, "")
	c.SignIn(form).ExpectSignInError(t, 400, 54005, "invalid_grant")
}

func TestAuthorize_RefreshTokenOnlyWithOfflineAccess(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	back := c.Authorize(func(q url.Values) { q.Set("scope", partnerCenterScope) }).Back(t)
	got := c.SignIn(c.CodeForm(back.Get("code"))).Expect(t, http.StatusOK, "").Decode(t)
	if got["refresh_token"] != nil {
		t.Error("a refresh token came")
	}
}

func TestAuthorize_CodeIsBoundToItsRequest(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	code := c.Authorize(nil).Back(t).Get("code")
	set := func(name, value string) func(url.Values) {
		return func(q url.Values) { q.Set(name, value) }
	}
	type row struct {
		change func(url.Values)
		aadsts int
		code   string
	}
	expect.Each(t, map[string]row{
		"wrong verifier": {set("code_verifier", "guess"), 501481, "invalid_grant"},
		"no verifier":    {set("code_verifier", ""), 501481, "invalid_grant"},
		"other redirect": {set("redirect_uri", "http://localhost:1/"), 500112, "invalid_client"},
		"unknown code":   {set("code", "guess"), 9002313, "invalid_grant"},
		"other app": {func(q url.Values) {
			q.Set("client_id", c.Server.PublicClientID())
			q.Del("client_secret")
		}, 700005, "invalid_grant"},
	}, func(t *testing.T, test row) {
		form := c.CodeForm(code)
		test.change(form)
		c.SignIn(form).ExpectSignInError(t, 400, test.aadsts, test.code)
	})
}

func TestAuthorize_CodeExpiresAfterTenMinutes(t *testing.T) {
	t.Parallel()
	now := emulatortest.NewClock(time.Now())
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = now.Get })
	code := c.Authorize(nil).Back(t).Get("code")
	now.Add(10 * time.Minute)
	c.SignIn(c.CodeForm(code)).ExpectSignInError(t, 400, 70008, "invalid_grant")
}

func TestAuthorize_ErrorsGoBackOrStayOnThePage(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	back := c.Authorize(func(q url.Values) { q.Set("scope", "nonsense") }).Back(t)
	if back.Get("error") != "invalid_scope" ||
		!strings.HasPrefix(back.Get("error_description"), "AADSTS70011") || back.Get("state") != "xyz" {
		t.Errorf("%v", back)
	}
	if back := c.Authorize(func(q url.Values) { q.Set("response_type", "token") }).Back(t); back.Get(
		"error") != "unsupported_response_type" {
		t.Errorf("%v", back)
	}
	for name, change := range map[string]func(url.Values){
		"AADSTS50011":  func(q url.Values) { q.Set("redirect_uri", "https://evil.example/") },
		"AADSTS700016": func(q url.Values) { q.Set("client_id", "unknown") },
	} {
		got := c.Authorize(change).Expect(t, http.StatusBadRequest, "")
		if !strings.Contains(got.Body, name) || got.Header.Get("Location") != "" {
			t.Errorf("%s: %s", name, got.Body)
		}
	}
}

func TestAuthorize_FormPost(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	got := c.Authorize(func(q url.Values) {
		q.Set("response_mode", "form_post")
		q.Set("state", `"><script>`)
	}).Expect(t, http.StatusOK, "")
	if !strings.Contains(got.Body, `name="code"`) ||
		!strings.Contains(got.Body, `action="`+emulatortest.RedirectURI+`"`) ||
		strings.Contains(got.Body, `"><script>"`) {
		t.Errorf("%s", got.Body)
	}
}

func TestAuthorize_MFACanDependOnBeingAsked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule emulator.SignInMFA
		asks bool
		want int
	}{
		{emulator.SignInMFAAlways, false, 200},
		{emulator.SignInMFAAsked, true, 200},
		{emulator.SignInMFAAsked, false, 401},
		{emulator.SignInMFANever, true, 401},
	} {
		c := emulatortest.Start(t)
		c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.SignInMFA = test.rule })
		back := c.Authorize(func(q url.Values) {
			if !test.asks {
				q.Del("amr_values")
			}
		}).Back(t)
		c.Token = fmt.Sprint(c.SignIn(c.CodeForm(back.Get("code"))).Decode(t)["access_token"])
		if got := c.List(""); got.StatusCode != test.want {
			t.Errorf("%q, asked %v: %d, want %d", test.rule, test.asks, got.StatusCode, test.want)
		}
	}
}

func TestDeviceCode_WaitsUntilApproved(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	got, form := c.Device()
	if !strings.Contains(fmt.Sprint(got["message"]), fmt.Sprint(got["user_code"])) ||
		got["interval"] != 5.0 {
		t.Errorf("%v", got)
	}
	c.SignIn(form).ExpectSignInError(t, 400, 70016, "authorization_pending")
	expect.NoError(t, c.Server.ApproveDevice(strings.ToLower(fmt.Sprint(got["user_code"]))))
	form.Set("grant_type", "device_code")
	answer := c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)
	if answer["refresh_token"] == nil {
		t.Error("no refresh token")
	}
	c.Token = fmt.Sprint(answer["access_token"])
	c.List("").Expect(t, http.StatusOK, "")
	c.SignIn(form).ExpectSignInError(t, 400, 70018, "bad_verification_code")
	if err := c.Server.ApproveDevice("nothing"); err == nil {
		t.Error("an unknown code was approved")
	}
}

func TestDeviceCode_CanBeDeniedExpireOrApproveItself(t *testing.T) {
	t.Parallel()
	now := emulatortest.NewClock(time.Now())
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = now.Get })
	got, form := c.Device()
	expect.NoError(t, c.Server.DenyDevice(fmt.Sprint(got["user_code"])))
	c.SignIn(form).ExpectSignInError(t, 400, 70019, "authorization_declined")
	_, form = c.Device()
	now.Add(15 * time.Minute)
	c.SignIn(form).ExpectSignInError(t, 400, 70020, "expired_token")
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.DeviceAutoApprove = 2 })
	_, form = c.Device()
	c.SignIn(form).ExpectSignInError(t, 400, 70016, "authorization_pending")
	c.SignIn(form).Expect(t, http.StatusOK, "")
}

func TestDeviceCode_PageApproves(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	got, form := c.Device()
	page := expect.Must(url.Parse(fmt.Sprint(got["verification_uri"])))(t)
	if shown := c.Send(c.Request(http.MethodGet, page.Path, "")); !strings.Contains(shown.Body,
		`name="user_code"`) {
		t.Errorf("the page is %s", shown.Body)
	}
	c.PostForm(page.Path, url.Values{"user_code": {fmt.Sprint(got["user_code"])}}).Expect(t,
		http.StatusOK, "")
	c.SignIn(form).Expect(t, http.StatusOK, "")
}

func TestPublicClient_MustNotPresentACredential(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.IssueRefreshToken(emulator.WithClient(c.Server.PublicClientID())))
	form.Set("client_id", c.Server.PublicClientID())
	c.SignIn(form).ExpectSignInError(t, 401, 700025, "invalid_client")
	form.Del("client_secret")
	c.SignIn(form).Expect(t, http.StatusOK, "")
}

func TestSecrets_HoldEverythingThatWasIssued(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := c.Redemption(c.Server.RefreshToken())
	answer := c.SignIn(form).Decode(t)
	secrets := map[string]bool{}
	for _, s := range c.Server.IssuedSecrets() {
		secrets[s] = true
	}
	for name, secret := range map[string]any{
		"client secret": c.Server.ClientSecret(), "minted token": c.Token,
		"old refresh token": form.Get("refresh_token"),
		"new refresh token": answer["refresh_token"], "access token": answer["access_token"],
		"id token": answer["id_token"],
	} {
		if text, ok := secret.(string); !ok || !secrets[text] {
			t.Errorf("the %s is not among the secrets", name)
		}
	}
}

func TestWindow_RefusesALargeBodyInEntrasShape(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	form := url.Values{"client_id": {strings.Repeat("x", harness.MaxBody)}}
	c.SignIn(form).ExpectSignInError(t, http.StatusRequestEntityTooLarge, 9002313, "invalid_grant")
}

func TestWindow_EveryPathUsesEntrasFormAndIsNotThrottled(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.SetBehaviour(func(b *emulator.Behaviour) { b.ThrottleCalls = 1 })
	keys := c.Request(http.MethodGet, "/common/discovery/v2.0/keys", "")
	c.Send(keys).Expect(t, http.StatusOK, "")
	c.Send(keys).Expect(t, http.StatusOK, "")
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindAny, Status: http.StatusServiceUnavailable})
	c.Send(keys).ExpectSignInError(t, http.StatusServiceUnavailable, 90033, "temporarily_unavailable")
}
