// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	redirectURI = "http://localhost:54321/"
	verifier    = "a-long-enough-code-verifier-of-43-characters"
)

func challenge() string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// authorize opens the browser page.
func (c *testClient) authorize(change func(url.Values)) reply {
	c.t.Helper()
	query := url.Values{
		"client_id": {c.server.ClientID()}, "response_type": {"code"}, "redirect_uri": {redirectURI}, "state": {"xyz"},
		"scope":          {"https://api.partnercenter.microsoft.com/user_impersonation openid offline_access"},
		"code_challenge": {challenge()}, "code_challenge_method": {"S256"}, "nonce": {"n1"}, "amr_values": {"mfa"},
	}
	if change != nil {
		change(query)
	}
	r := c.request(http.MethodGet, "/"+c.server.TenantID()+"/oauth2/v2.0/authorize?"+query.Encode(), "")
	r.Header.Del("Authorization")
	return c.send(r)
}

// back is what the redirect brings.
func (r reply) back(t *testing.T) url.Values {
	t.Helper()
	target, err := url.Parse(r.expect(t, http.StatusFound, "").Header.Get("Location"))
	if err != nil || !strings.HasPrefix(target.String(), redirectURI) {
		t.Fatalf("redirect to %v: %v", target, err)
	}
	return target.Query()
}

func (c *testClient) codeForm(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "client_id": {c.server.ClientID()}, "client_secret": {c.server.ClientSecret()},
		"code": {code}, "redirect_uri": {redirectURI}, "code_verifier": {verifier},
	}
}

func TestAuthorize_CodeWithPKCEGivesTokensWithMFA(t *testing.T) {
	t.Parallel()
	c := start(t)
	back := c.authorize(nil).back(t)
	if back.Get("state") != "xyz" {
		t.Errorf("state %q", back.Get("state"))
	}
	form := c.codeForm(back.Get("code"))
	got := c.signIn(form).expect(t, http.StatusOK, "").decode(t)
	c.token = fmt.Sprint(got["access_token"])
	c.list("").expect(t, http.StatusOK, "")
	c.signIn(c.redemption(fmt.Sprint(got["refresh_token"]))).expect(t, http.StatusOK, "")
	c.signIn(form).expectSignInError(t, 400, 54005, "invalid_grant")
}

func TestAuthorize_RefreshTokenOnlyWithOfflineAccess(t *testing.T) {
	t.Parallel()
	c := start(t)
	back := c.authorize(func(q url.Values) { q.Set("scope", "https://api.partnercenter.microsoft.com/user_impersonation") }).back(t)
	got := c.signIn(c.codeForm(back.Get("code"))).expect(t, http.StatusOK, "").decode(t)
	if got["refresh_token"] != nil {
		t.Error("a refresh token came")
	}
}

func TestAuthorize_CodeIsBoundToWhatItWasIssuedFor(t *testing.T) {
	t.Parallel()
	c := start(t)
	code := c.authorize(nil).back(t).Get("code")
	for name, test := range map[string]struct {
		change func(url.Values)
		aadsts int
		code   string
	}{
		"wrong verifier": {func(q url.Values) { q.Set("code_verifier", "guess") }, 501481, "invalid_grant"},
		"no verifier":    {func(q url.Values) { q.Del("code_verifier") }, 501481, "invalid_grant"},
		"other redirect": {func(q url.Values) { q.Set("redirect_uri", "http://localhost:1/") }, 500112, "invalid_client"},
		"unknown code":   {func(q url.Values) { q.Set("code", "guess") }, 9002313, "invalid_grant"},
		"other app": {func(q url.Values) {
			q.Set("client_id", c.server.PublicClientID())
			q.Del("client_secret")
		}, 700005, "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := c.codeForm(code)
			test.change(form)
			c.signIn(form).expectSignInError(t, 400, test.aadsts, test.code)
		})
	}
}

func TestAuthorize_CodeDiesAfterTenMinutes(t *testing.T) {
	t.Parallel()
	now := &clock{now: time.Now()}
	c := start(t, func(o *emulator.Options) { o.Now = now.get })
	code := c.authorize(nil).back(t).Get("code")
	now.add(10 * time.Minute)
	c.signIn(c.codeForm(code)).expectSignInError(t, 400, 70008, "invalid_grant")
}

func TestAuthorize_ErrorsGoBackOrStayOnThePage(t *testing.T) {
	t.Parallel()
	c := start(t)
	back := c.authorize(func(q url.Values) { q.Set("scope", "nonsense") }).back(t)
	if back.Get("error") != "invalid_scope" || !strings.HasPrefix(back.Get("error_description"), "AADSTS70011") || back.Get("state") != "xyz" {
		t.Errorf("%v", back)
	}
	if back := c.authorize(func(q url.Values) { q.Set("response_type", "token") }).back(t); back.Get("error") != "unsupported_response_type" {
		t.Errorf("%v", back)
	}
	for name, change := range map[string]func(url.Values){
		"AADSTS50011":  func(q url.Values) { q.Set("redirect_uri", "https://evil.example/") },
		"AADSTS700016": func(q url.Values) { q.Set("client_id", "unknown") },
	} {
		got := c.authorize(change).expect(t, http.StatusBadRequest, "")
		if !strings.Contains(got.body, name) || got.Header.Get("Location") != "" {
			t.Errorf("%s: %s", name, got.body)
		}
	}
}

func TestAuthorize_FormPost(t *testing.T) {
	t.Parallel()
	c := start(t)
	got := c.authorize(func(q url.Values) {
		q.Set("response_mode", "form_post")
		q.Set("state", `"><script>`)
	}).expect(t, http.StatusOK, "")
	if !strings.Contains(got.body, `name="code"`) || !strings.Contains(got.body, `action="`+redirectURI+`"`) ||
		strings.Contains(got.body, `"><script>"`) {
		t.Errorf("%s", got.body)
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
		c := start(t)
		c.server.SetBehaviour(func(b *emulator.Behaviour) { b.SignInMFA = test.rule })
		back := c.authorize(func(q url.Values) {
			if !test.asks {
				q.Del("amr_values")
			}
		}).back(t)
		c.token = fmt.Sprint(c.signIn(c.codeForm(back.Get("code"))).decode(t)["access_token"])
		if got := c.list(""); got.StatusCode != test.want {
			t.Errorf("%q, asked %v: %d, want %d", test.rule, test.asks, got.StatusCode, test.want)
		}
	}
}

// device begins a device code sign-in and returns the reply and the form of its polls.
func (c *testClient) device() (map[string]any, url.Values) {
	c.t.Helper()
	got := c.postForm("/organizations/oauth2/v2.0/devicecode", url.Values{
		"client_id": {c.server.PublicClientID()},
		"scope":     {"https://api.partnercenter.microsoft.com/user_impersonation offline_access"},
	}).expect(c.t, http.StatusOK, "").decode(c.t)
	return got, url.Values{
		"grant_type":  {"urn:ietf:params:oauth:grant-type:device_code"},
		"client_id":   {c.server.PublicClientID()},
		"device_code": {fmt.Sprint(got["device_code"])},
	}
}

func TestDeviceCode_WaitsUntilApproved(t *testing.T) {
	t.Parallel()
	c := start(t)
	got, form := c.device()
	if !strings.Contains(fmt.Sprint(got["message"]), fmt.Sprint(got["user_code"])) || got["interval"] != 5.0 {
		t.Errorf("%v", got)
	}
	c.signIn(form).expectSignInError(t, 400, 70016, "authorization_pending")
	if err := c.server.ApproveDevice(strings.ToLower(fmt.Sprint(got["user_code"]))); err != nil {
		t.Fatal(err)
	}
	form.Set("grant_type", "device_code")
	answer := c.signIn(form).expect(t, http.StatusOK, "").decode(t)
	if answer["refresh_token"] == nil {
		t.Error("no refresh token")
	}
	c.token = fmt.Sprint(answer["access_token"])
	c.list("").expect(t, http.StatusOK, "")
	c.signIn(form).expectSignInError(t, 400, 70018, "bad_verification_code")
	if err := c.server.ApproveDevice("nothing"); err == nil {
		t.Error("an unknown code was approved")
	}
}

func TestDeviceCode_CanBeDeniedExpireOrApproveItself(t *testing.T) {
	t.Parallel()
	now := &clock{now: time.Now()}
	c := start(t, func(o *emulator.Options) { o.Now = now.get })
	got, form := c.device()
	if err := c.server.DenyDevice(fmt.Sprint(got["user_code"])); err != nil {
		t.Fatal(err)
	}
	c.signIn(form).expectSignInError(t, 400, 70019, "authorization_declined")
	_, form = c.device()
	now.add(15 * time.Minute)
	c.signIn(form).expectSignInError(t, 400, 70020, "expired_token")
	c.server.SetBehaviour(func(b *emulator.Behaviour) { b.DeviceAutoApprove = 2 })
	_, form = c.device()
	c.signIn(form).expectSignInError(t, 400, 70016, "authorization_pending")
	c.signIn(form).expect(t, http.StatusOK, "")
}

func TestDeviceCode_PageApproves(t *testing.T) {
	t.Parallel()
	c := start(t)
	got, form := c.device()
	page, err := url.Parse(fmt.Sprint(got["verification_uri"]))
	if err != nil {
		t.Fatal(err)
	}
	if shown := c.send(c.request(http.MethodGet, page.Path, "")); !strings.Contains(shown.body, `name="user_code"`) {
		t.Errorf("the page is %s", shown.body)
	}
	c.postForm(page.Path, url.Values{"user_code": {fmt.Sprint(got["user_code"])}}).expect(t, http.StatusOK, "")
	c.signIn(form).expect(t, http.StatusOK, "")
}

func TestPublicClient_MustNotPresentACredential(t *testing.T) {
	t.Parallel()
	c := start(t)
	form := c.redemption(c.server.IssueRefreshToken(emulator.WithClient(c.server.PublicClientID())))
	form.Set("client_id", c.server.PublicClientID())
	c.signIn(form).expectSignInError(t, 401, 700025, "invalid_client")
	form.Del("client_secret")
	c.signIn(form).expect(t, http.StatusOK, "")
}
