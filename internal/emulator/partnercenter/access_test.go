// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestAccess_EachWrongTokenGetsItsOwnAnswer(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	other := emulatortest.Start(t)
	forged := expect.Must(jwt.NewWithClaims(jwt.SigningMethodHS256,
		jwt.MapClaims{"aud": "x"}).SignedString([]byte("guess")))(t)
	for name, test := range map[string]struct {
		header string
		status int
		code   string
	}{
		"none":             {"", 401, "800001"},
		"basic":            {"Basic dXNlcjpwdw==", 401, "800001"},
		"garbage":          {"Bearer garbage", 401, "400"},
		"forged":           {"Bearer " + forged, 401, "400"},
		"another emulator": {"Bearer " + other.Token, 401, "400"},
		"expired":          {"Bearer " + c.Server.AccessToken(emulator.Expired()), 401, "400"},
		"wrong audience": {"Bearer " +
			c.Server.AccessToken(emulator.WithAudience("https://graph.windows.net")), 401, "900420"},
		"no MFA":   {"Bearer " + c.Server.AccessToken(emulator.WithoutMFA()), 401, "900421"},
		"app only": {"Bearer " + c.Server.AccessToken(emulator.AppOnly()), 403, "900329"},
		"another role": {"Bearer " + c.Server.AccessToken(emulator.WithRole("HelpdeskAgent")), 403,
			"900150"},
		"no role": {"Bearer " + c.Server.AccessToken(emulator.WithRole("")), 403, "900150"},
		"a customer tenant": {"Bearer " + c.Server.AccessToken(emulator.WithTenant(uuid.NewString())),
			403, "2032"},
	} {
		for _, body := range []string{"", "{}"} { // a listing, and a write
			got := sendWith(c, body, func(h http.Header) {
				if h.Set("Authorization", test.header); test.header == "" {
					h.Del("Authorization")
				}
			})
			if got.StatusCode != test.status || !strings.Contains(got.Body, `"code":"`+test.code+`"`) {
				t.Errorf("%s, %q: %d %s, want %d/%s", name, body, got.StatusCode, got.Body, test.status,
					test.code)
			}
		}
	}
}

func TestAccess_TokenCarriesTheDocumentedClaims(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	claims := jwt.MapClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(c.Token, claims); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"aud": "https://api.partnercenter.microsoft.com", "scp": "user_impersonation",
		"amr":   []any{"pwd", "mfa"},
		"appid": c.Server.ClientID(), "tid": c.Server.TenantID(), "upn": c.Server.UserPrincipalName(),
		"ver": "1.0",
		"iss": "https://sts.windows.net/" + c.Server.TenantID() + "/",
	}
	for name, value := range want {
		expect.Equal(t, name, value, claims[name])
	}
}

func TestAccess_MFAVerdictIsGivenWhenAsked(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	ask := func() string {
		got := sendWith(c, "", func(h http.Header) { h.Set("ValidateMfa", "true") })
		return got.Expect(t, http.StatusOK, "").Header.Get("isMfaCompliant")
	}
	expect.Equal(t, "with MFA", "true", ask())
	expect.Equal(t, "not asked", "", c.List("").Header.Get("isMfaCompliant"))
	c.Token = c.Server.AccessToken(emulator.WithoutMFA())
	behave(c, api{MFANotEnforced: true})
	expect.Equal(t, "without MFA", "false", ask())
	behave(c, api{MFANotEnforced: true, NoMFAHeader: true})
	expect.Equal(t, "switched off", "", ask())
}

func TestAccess_MFARefusalMayHaveNoBody(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{MFARefusalEmpty: true})
	c.Token = c.Server.AccessToken(emulator.WithoutMFA())
	got := c.List("")
	if got.Status != "401 Unauthorized - MFA required" || got.Body != "" ||
		got.Header.Get("WWW-Authenticate") != `Bearer error="invalid_token"` {
		t.Errorf("%s %q %v", got.Status, got.Body, got.Header)
	}
	if r := c.Server.Requests(); r[0].Status != http.StatusUnauthorized {
		t.Errorf("noted as %d", r[0].Status)
	}
}

func TestAccess_ClaimsChallengeIsMetByATokenThatCarriesTheClaim(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{ClaimsChallenge: true})
	header := c.List("").Expect(t, http.StatusUnauthorized, "400").Header.Get("WWW-Authenticate")
	_, rest, found := strings.Cut(header, `error="insufficient_claims", claims="`)
	claims, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(rest, `"`))
	if !found || err != nil {
		t.Fatalf("challenge %q: %v", header, err)
	}
	form := c.Redemption(c.Server.RefreshToken())
	form.Set("claims", string(claims))
	token, ok := c.SignIn(form).Expect(t, http.StatusOK, "").Decode(t)["access_token"].(string)
	if !ok {
		t.Fatal("no access token")
	}
	c.Token = token
	c.List("").Expect(t, http.StatusOK, "")
}

func TestHeaders_IDsAreEchoedAndMustBeGUIDs(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	r := c.Request(http.MethodGet, "/v1/fraudEvents", "")
	got := c.Send(r)
	for _, name := range []string{"MS-RequestId", "MS-CorrelationId"} {
		expect.Equal(t, name, r.Header.Get(name), got.Header.Get(name))
		refused := sendWith(c, "", func(h http.Header) { h.Set(name, "42") }).Expect(t,
			http.StatusBadRequest, "800002")
		if _, err := uuid.Parse(refused.Header.Get(name)); err != nil {
			t.Errorf("the refusal has no %s", name)
		}
	}
}

func TestHeaders_ViolationsAreNoted(t *testing.T) {
	t.Parallel()
	without := func(body, header string) func(*emulatortest.Client) {
		return func(c *emulatortest.Client) { sendWith(c, body, func(h http.Header) { h.Del(header) }) }
	}
	for name, test := range map[string]struct {
		do     func(c *emulatortest.Client)
		status int
		want   string
	}{
		"no MS-RequestId": {without("", "MS-RequestId"), 200, "without MS-RequestId"},
		"no Accept":       {without("", "Accept"), 200, "without Accept"},
		"no Content-Type": {without("{}", "Content-Type"), 415, "without Content-Type"},
		"request id used again": {func(c *emulatortest.Client) {
			r := c.Request(http.MethodGet, "/v1/fraudEvents", "")
			c.Send(r)
			c.Send(r)
		}, 200, "again after a response"},
		"model changed between list and write": {func(c *emulatortest.Client) {
			c.List("")
			sendWith(c, `{"EventIds":["`+eventA1+`"],"EventStatus":"Active"}`, classic)
		}, 200, "without X-NewEventsModel"},
		"unknown parameter": {func(c *emulatortest.Client) { c.List("?$filter=x") }, 200,
			"unknown parameter"},
	} {
		c := emulatortest.Start(t)
		test.do(c)
		c.ExpectViolations(test.want)
		if r := c.Server.Requests(); r[len(r)-1].Status != test.status {
			t.Errorf("%s: status %d, want %d", name, r[len(r)-1].Status, test.status)
		}
	}
}

func TestHeaders_OnlyJSONIsSpoken(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	sendWith(c, "", func(h http.Header) { h.Set("Accept", "text/html, application/xml") }).Expect(t,
		http.StatusNotAcceptable, "406")
	for _, contentType := range []string{"text/plain", ""} {
		sendWith(c, "{}", func(h http.Header) { h.Set("Content-Type", contentType) }).Expect(t,
			http.StatusUnsupportedMediaType, "415")
	}
}

func TestPaths_OnlyTheTwoOperationsExist(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for _, path := range []string{
		"/v1/fraudEvents%3E", "/v1/fraudEvents/", "/v1/fraudEventos", "/v1/fraudevents",
		"/v1/fraudEvents/" + eventA1, "/v1/customers",
		"/v1/fraudEvents/subscription/" + subA + "/status%7D", "/v1/fraudEvents/subscription//status",
	} {
		c.Send(c.Request(http.MethodGet, path, "")).Expect(t, http.StatusNotFound, "1000")
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
		c.Send(c.Request(method, "/v1/fraudEvents", "")).Expect(t, http.StatusMethodNotAllowed, "405")
	}
	got := c.Send(c.Request(http.MethodGet, "/v1/fraudEvents/subscription/"+subA+"/status", ""))
	expect.Equal(t, "Allow", http.MethodPost,
		got.Expect(t, http.StatusMethodNotAllowed, "405").Header.Get("Allow"))
}

func TestThrottle_RefusesExcessCalls(t *testing.T) {
	t.Parallel()
	now := emulatortest.NewClock(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC))
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = now.Get })
	behave(c, api{ThrottleCalls: 1, ThrottleSeconds: 10})
	c.List("").Expect(t, http.StatusOK, "")
	now.Add(3 * time.Second)
	got := c.List("").Expect(t, http.StatusTooManyRequests, "")
	if got.Header.Get("Retry-After") != "7" ||
		got.Body != `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 7 seconds." }` {
		t.Errorf("Retry-After %q, body %s", got.Header.Get("Retry-After"), got.Body)
	}
	now.Add(6 * time.Second)
	c.List("").Expect(t, http.StatusTooManyRequests, "")
	c.ExpectViolations("1s before its Retry-After")
	now.Add(time.Second)
	c.List("").Expect(t, http.StatusOK, "")
	expect.Equal(t, "violations", 1, len(c.Server.Violations()))
	behave(c, api{ThrottleCalls: 1, ThrottleSeconds: 10, ThrottleAsDate: true})
	if _, err := http.ParseTime(c.List("").Header.Get("Retry-After")); err != nil {
		t.Error(err)
	}
}
