// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func (c *testClient) control(path, body string) reply {
	c.t.Helper()
	r := c.request(http.MethodPost, "/_emulator/"+path, body)
	r.Header.Del("Authorization")
	return c.send(r)
}

func (c *testClient) controlGet(path string) reply {
	c.t.Helper()
	r := c.request(http.MethodGet, "/_emulator/"+path, "")
	r.Header.Del("Authorization")
	return c.send(r).expect(c.t, http.StatusOK, "")
}

func TestControl_ChangesTheStateAsThePortalWould(t *testing.T) {
	t.Parallel()
	c := start(t)
	const injected = "injected-event"
	c.control("inject", `[{"subscriptionId":"`+subB+`","eventId":"`+injected+`","severity":"High"}]`).expect(t, 200, "")
	if e, ok := c.server.Event(injected); !ok || e.Severity != "High" || e.EventStatus != "Active" || e.EventType == "" {
		t.Errorf("injected %+v", e)
	}
	c.control("change", `{"eventId":"`+injected+`","status":"Resolved","reason":"Ignore","by":"me@x.example"}`).expect(t, 200, "")
	if e, _ := c.server.Event(injected); e.ResolvedReason != "Ignore" || e.ResolvedBy != "me@x.example" || len(e.ActivityLogs) != 1 {
		t.Errorf("changed %+v", e)
	}
	c.control("remove", `{"eventId":"`+injected+`"}`).expect(t, 200, "")
	if _, ok := c.server.Event(injected); ok {
		t.Error("the event is still there")
	}
	c.control("cancel-subscription", `{"subscriptionId":"`+subA+`"}`).expect(t, 200, "")
	if e, _ := c.server.Event(eventA2); e.ResolvedReason != "Fraud" {
		t.Errorf("reason %s after the subscription was cancelled", e.ResolvedReason)
	}
	c.control("remove-subscription", `{"subscriptionId":"`+subA+`"}`).expect(t, 200, "")
	c.list("?SubscriptionId="+subA).expect(t, http.StatusNotFound, "20003")
}

func TestControl_SetsFaultsAndBehaviour(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.control("behaviour", `{"BOM":true,"MaxPageSize":7}`).expect(t, 200, "")
	c.control("behaviour", `{"MaxPageSize":8}`).expect(t, 200, "")
	if b := c.server.Behaviour(); !b.BOM || b.MaxPageSize != 8 {
		t.Errorf("%+v", b)
	}
	c.control("faults", `{"kind":"list","status":503,"delay":"1ms","times":-1}`).expect(t, 200, "")
	c.list("").expect(t, http.StatusServiceUnavailable, "503")
	c.control("clear-faults", "").expect(t, 200, "")
	c.list("").expect(t, http.StatusOK, "")
	c.control("faults", `{"kind":"token","aadsts":53003}`).expect(t, 200, "")
	c.signIn(c.redemption(c.server.RefreshToken())).expectSignInError(t, 400, 53003, "interaction_required")
	c.control("revoke-refresh-tokens", "").expect(t, 200, "")
	_, form := c.device()
	c.control("approve-device", `{"userCode":"nothing"}`).expect(t, 400, "")
	c.signIn(form).expectSignInError(t, 400, 70016, "authorization_pending")
}

func TestControl_RefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	c := start(t)
	for path, body := range map[string]string{
		"inject":    `[{"eventId":"x"}]`,
		"change":    `{"eventId":"` + eventA1 + `","status":"Resolved"}`,
		"remove":    `{"eventID":"nothing"}`,
		"faults":    `{"kind":"list","sattus":503}`,
		"behaviour": `{"Bomb":true}`,
	} {
		got := c.control(path, body).expect(t, http.StatusBadRequest, "")
		if e, ok := got.decode(t)["error"].(string); !ok || e == "" {
			t.Errorf("%s: %s", path, got.body)
		}
	}
	c.control("nothing", "{}").expect(t, http.StatusNotFound, "")
}

func TestControl_ReportsAndIsNotCounted(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.list("?PageSize=1")
	for _, path := range []string{"state", "events", "requests", "behaviour", "secrets"} {
		c.controlGet(path)
	}
	if got := c.controlGet("counts").decode(t); !cmp.Equal(got, map[string]any{"list": 1.0}) {
		t.Errorf("counts %v", got)
	}
	if got := c.controlGet("violations").body; !strings.Contains(got, "PageSize") {
		t.Errorf("violations %s", got)
	}
	env := c.controlGet("env").decode(t)
	if env["PARTNERCENTER_BASE_URL"] != c.server.BaseURL() || env["PARTNERCENTER_REFRESH_TOKEN"] == "" {
		t.Errorf("env %v", env)
	}
	c.control("reset-counts", "").expect(t, 200, "")
	if c.server.Count(emulator.KindAny) != 0 || len(c.server.Violations()) != 0 {
		t.Error("counts or violations are left")
	}
}

func TestControl_KeepsOtherSitesOut(t *testing.T) {
	t.Parallel()
	c := start(t)
	for name, change := range map[string]func(*http.Request){
		"another site's page": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"a rebound name":      func(r *http.Request) { r.Host = "evil.example" },
	} {
		r := c.request(http.MethodGet, "/_emulator/secrets", "")
		change(r)
		if got := c.send(r); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, c.server.ClientSecret()) {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
	}
}
