// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulatortest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// SignIn posts a form to the token endpoint of the partner's tenant.
func (c *Client) SignIn(form url.Values) Reply {
	c.T.Helper()
	return c.PostForm("/"+c.Server.TenantID()+"/oauth2/v2.0/token", form)
}

// PostForm posts a form to the sign-in server.
func (c *Client) PostForm(path string, form url.Values) Reply {
	c.T.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost,
		c.Server.AuthorityURL()+path,
		bytes.NewBufferString(form.Encode()))
	if err != nil {
		c.T.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.Send(r)
}

// Redemption returns the form of a refresh token's redemption, as MSAL sends it.
func (c *Client) Redemption(refreshToken string) url.Values {
	return url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {c.Server.ClientID()},
		"client_secret": {c.Server.ClientSecret()},
		"refresh_token": {refreshToken},
		"client_info":   {"1"},
		"scope": {"https://api.partnercenter.microsoft.com/user_impersonation openid " +
			"offline_access profile"},
	}
}

// The redirect URI of the browser page, and its PKCE proof.
const (
	RedirectURI = "http://localhost:54321/"
	Verifier    = "a-long-enough-code-Verifier-of-43-characters"
)

func challenge() string {
	sum := sha256.Sum256([]byte(Verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Authorize opens the browser page.
func (c *Client) Authorize(change func(url.Values)) Reply {
	c.T.Helper()
	query := url.Values{
		"client_id": {c.Server.ClientID()}, "response_type": {"code"}, "redirect_uri": {RedirectURI},
		"state": {"xyz"},
		"scope": {"https://api.partnercenter.microsoft.com/user_impersonation openid " +
			"offline_access"},
		"code_challenge": {challenge()}, "code_challenge_method": {"S256"}, "nonce": {"n1"},
		"amr_values": {"mfa"},
	}
	if change != nil {
		change(query)
	}
	return c.sendWithoutToken(http.MethodGet,
		"/"+c.Server.TenantID()+"/oauth2/v2.0/authorize?"+query.Encode(), "")
}

// Back is the content of the redirect.
func (r Reply) Back(t *testing.T) url.Values {
	t.Helper()
	target, err := url.Parse(r.Expect(t, http.StatusFound, "").Header.Get("Location"))
	if err != nil || !strings.HasPrefix(target.String(), RedirectURI) {
		t.Fatalf("redirect to %v: %v", target, err)
	}
	return target.Query()
}

// CodeForm returns the form to redeem a code.
func (c *Client) CodeForm(code string) url.Values {
	return url.Values{
		"grant_type": {"authorization_code"}, "client_id": {c.Server.ClientID()},
		"client_secret": {c.Server.ClientSecret()},
		"code":          {code}, "redirect_uri": {RedirectURI}, "code_verifier": {Verifier},
	}
}

// Device starts a device code sign-in, and returns the reply and the form to poll with.
func (c *Client) Device() (map[string]any, url.Values) {
	c.T.Helper()
	got := c.PostForm("/organizations/oauth2/v2.0/devicecode", url.Values{
		"client_id": {c.Server.PublicClientID()},
		"scope":     {"https://api.partnercenter.microsoft.com/user_impersonation offline_access"},
	}).Expect(c.T, http.StatusOK, "").Decode(c.T)
	return got, url.Values{
		"grant_type":  {"urn:ietf:params:oauth:grant-type:device_code"},
		"client_id":   {c.Server.PublicClientID()},
		"device_code": {fmt.Sprint(got["device_code"])},
	}
}

// ExpectSignInError checks every field of Entra ID's error.
func (r Reply) ExpectSignInError(t *testing.T, status, aadsts int, code string) map[string]any {
	t.Helper()
	r.Expect(t, status, "")
	e := r.Decode(t)
	if e["error"] != code {
		t.Errorf("error %v, want %s", e["error"], code)
	}
	if diff := cmp.Diff([]any{float64(aadsts)}, e["error_codes"]); diff != "" {
		t.Errorf("error_codes: %s", diff)
	}
	form := regexp.MustCompile(fmt.Sprintf(
		`^AADSTS%d: [^\r]+\r\nTrace ID: %v\r\nCorrelation ID: %v\r\nTimestamp: %v$`, aadsts,
		e["trace_id"], e["correlation_id"], e["timestamp"]))
	if !form.MatchString(fmt.Sprint(e["error_description"])) {
		t.Errorf("error_description %q", e["error_description"])
	}
	return e
}
