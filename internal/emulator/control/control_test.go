// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package control_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestControl_ChangesTheStateAsThePortalWould(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	const injected = "injected-event"
	c.Control("inject", `[{"subscriptionId":"`+subB+`","eventId":"`+injected+
		`","severity":"High"}]`).Expect(t, 200, "")
	if e, ok := c.Server.Event(injected); !ok || e.Severity != "High" || e.EventStatus != "Active" ||
		e.EventType == "" {
		t.Errorf("injected %+v", e)
	}
	c.Control("change", `{"eventId":"`+injected+
		`","status":"Resolved","reason":"Ignore","by":"me@x.example"}`).Expect(t, 200, "")
	if e, _ := c.Server.Event(injected); e.ResolvedReason != "Ignore" ||
		e.ResolvedBy != "me@x.example" || len(e.ActivityLogs) != 1 {
		t.Errorf("changed %+v", e)
	}
	c.Control("remove", `{"eventId":"`+injected+`"}`).Expect(t, 200, "")
	if _, ok := c.Server.Event(injected); ok {
		t.Error("the event is still there")
	}
	c.Control("cancel-subscription", `{"subscriptionId":"`+subA+`"}`).Expect(t, 200, "")
	c.ExpectEvent(eventA2, "Resolved Fraud")
	c.Control("remove-subscription", `{"subscriptionId":"`+subA+`"}`).Expect(t, 200, "")
	c.List("?SubscriptionId="+subA).Expect(t, http.StatusNotFound, "20003")
}

// An injected alert was detected now, unless the request gives another time, or an empty one.
func TestControl_AnInjectedAlertIsDetectedNow(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	const form, old, first = "2006-01-02T15:04:05.999999999", "2025-03-04T05:06:07.08",
		"2025-03-04T04:00:00"
	from := time.Now().UTC().Add(-time.Second)
	inject := func(times string) emulator.Event {
		c.Control("inject", `[{"subscriptionId":"`+subB+`","eventId":"x"`+times+`}]`).
			Expect(t, 200, "")
		e, _ := c.Server.Event("x")
		return e
	}
	e := inject("")
	at := expect.Must(time.Parse(form, e.EventTime))(t)
	if at.Before(from) || at.After(time.Now().UTC()) || e.FirstOccurrence != e.EventTime ||
		e.LastOccurrence != e.EventTime {
		t.Errorf("%s, %s, %s", e.EventTime, e.FirstOccurrence, e.LastOccurrence)
	}
	for times, want := range map[string][]string{
		`,"eventTime":"` + old + `"`:                                   {old, old, old},
		`,"EventTime":"` + old + `","firstOccurrence":"` + first + `"`: {old, first, old},
		`,"eventTime":""`:                                              {"", "", ""},
	} {
		e := inject(times)
		expect.Equal(t, times, want, []string{e.EventTime, e.FirstOccurrence, e.LastOccurrence})
	}
}

func TestControl_SetsFaultsAndBehaviour(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Control("behaviour", `{"BOM":true,"MaxPageSize":7}`).Expect(t, 200, "")
	c.Control("behaviour", `{"MaxPageSize":8}`).Expect(t, 200, "")
	if b := c.Server.Behaviour(); !b.BOM || b.MaxPageSize != 8 {
		t.Errorf("%+v", b)
	}
	c.Control("faults", `{"kind":"list","status":503,"delay":"1ms","times":-1}`).Expect(t, 200, "")
	c.List("").Expect(t, http.StatusServiceUnavailable, "503")
	c.Control("clear-faults", "").Expect(t, 200, "")
	c.List("").Expect(t, http.StatusOK, "")
	c.Control("faults", `{"kind":"token","aadsts":53003}`).Expect(t, 200, "")
	c.SignIn(c.Redemption(c.Server.RefreshToken())).ExpectSignInError(t, 400, 53003,
		"interaction_required")
	c.Control("revoke-refresh-tokens", "").Expect(t, 200, "")
	_, form := c.Device()
	c.Control("approve-device", `{"userCode":"nothing"}`).Expect(t, 400, "")
	c.SignIn(form).ExpectSignInError(t, 400, 70016, "authorization_pending")
}

func TestControl_RefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for path, body := range map[string]string{
		"inject":    `[{"eventId":"x"}]`,
		"change":    `{"eventId":"` + eventA1 + `","status":"Resolved"}`,
		"remove":    `{"eventID":"nothing"}`,
		"faults":    `{"kind":"list","sattus":503}`,
		"behaviour": `{"Bomb":true}`,
	} {
		got := c.Control(path, body).Expect(t, http.StatusBadRequest, "")
		if e, ok := got.Decode(t)["error"].(string); !ok || e == "" {
			t.Errorf("%s: %s", path, got.Body)
		}
	}
	c.Control("nothing", "{}").Expect(t, http.StatusNotFound, "")
}

func TestControl_ReportsAndIsNotCounted(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.List("?PageSize=1")
	for _, path := range []string{"state", "events", "requests", "behaviour", "secrets"} {
		c.ControlGet(path)
	}
	if got := c.ControlGet("counts").Decode(t); !cmp.Equal(got, map[string]any{"list": 1.0}) {
		t.Errorf("counts %v", got)
	}
	if got := c.ControlGet("violations").Body; !strings.Contains(got, "PageSize") {
		t.Errorf("violations %s", got)
	}
	env := c.ControlGet("env").Decode(t)
	if env["PARTNERCENTER_BASE_URL"] != c.Server.BaseURL() ||
		env["PARTNERCENTER_REFRESH_TOKEN"] == "" {
		t.Errorf("env %v", env)
	}
	c.Control("reset-counts", "").Expect(t, 200, "")
	if c.Server.Count(emulator.KindAny) != 0 || len(c.Server.Violations()) != 0 {
		t.Error("counts or violations are left")
	}
}

func TestControl_KeepsOtherSitesOut(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for name, change := range map[string]func(*http.Request){
		"another site's page": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"a rebound name":      func(r *http.Request) { r.Host = "evil.example" },
	} {
		r := c.Request(http.MethodGet, "/_emulator/secrets", "")
		change(r)
		if got := c.Send(r); got.StatusCode != http.StatusForbidden ||
			strings.Contains(got.Body, c.Server.ClientSecret()) {
			t.Errorf("%s: %d", name, got.StatusCode)
		}
	}
}
