// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal_test

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// A page of another site can send any form to this machine, but the portal must refuse it.
func TestPortal_TakesOnlyItsOwnForms(t *testing.T) {
	t.Parallel()
	v := visit(t)
	token := v.token()
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	none := func(*http.Request) {}
	own := strings.TrimSuffix(v.Server.PortalURL(), "/")
	for name, c := range map[string]struct {
		token  string
		change func(*http.Request)
		want   int
	}{
		"own":                {token, header("Origin", own), http.StatusSeeOther},
		"own, told by fetch": {token, header("Sec-Fetch-Site", "same-origin"), http.StatusSeeOther},
		"curl":               {token, none, http.StatusSeeOther},
		"without a token":    {"", header("Origin", own), http.StatusForbidden},
		"with another token": {token[1:] + "A", header("Origin", own), http.StatusForbidden},
		"another site":       {token, header("Origin", "https://evil.example"), http.StatusForbidden},
		"another port":       {token, header("Origin", "http://127.0.0.1:1"), http.StatusForbidden},
		"a file":             {token, header("Origin", "null"), http.StatusForbidden},
		"told by fetch":      {token, header("Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"DNS rebinding": {token, func(r *http.Request) { r.Host = "evil.example" },
			http.StatusForbidden},
		"rebinding, same origin": {token, func(r *http.Request) {
			r.Host = "evil.example:443"
			r.Header.Set("Origin", "http://evil.example:443")
		}, http.StatusForbidden},
		"a JSON body": {"", header("Content-Type", "application/json"), http.StatusForbidden},
		"token in the address": {"", func(r *http.Request) {
			r.URL.RawQuery = "token=" + url.QueryEscape(token)
		}, http.StatusForbidden},
	} {
		extra := emulator.NewEvent(subA, "extra")
		v.Server.Inject(extra)
		form := url.Values{"event": {"extra"}}
		if c.token != "" {
			form.Set("token", c.token)
		}
		v.send(http.MethodPost, "/_portal/age-out", form,
			c.change).Expect(t, c.want, "")
		if _, there := v.Server.Event("extra"); there != (c.want == http.StatusForbidden) {
			t.Errorf("%s: the alert is there: %t", name, there)
		}
	}
}

// Reading is also forbidden, because the pages contain the token.
func TestPortal_ShowsNothingToAnotherHost(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, path := range []string{"/", "/_portal/new", "/_portal/calls", "/_portal/style.css"} {
		for _, host := range []string{"evil.example", "127.0.0.1.evil.example",
			"localhost.evil.example:80",
			"192.0.2.1", "0.0.0.0"} {
			got := v.send(http.MethodGet, path, nil, func(r *http.Request) { r.Host = host }).
				Expect(t, http.StatusForbidden, "")
			if strings.Contains(got.Body, v.token()) {
				t.Errorf("%s: the page shows the token", host)
			}
		}
	}
}

func TestPortal_HeadersForbidEverythingElse(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for _, path := range []string{"/", "/_portal/faults", "/_portal/nothing", "/_portal/style.css"} {
		h := v.send(http.MethodGet, path, nil).Header
		expect.Contains(t, h.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self';")
		expect.Equal(t, path, "nosniff same-origin no-store", strings.Join([]string{
			h.Get("X-Content-Type-Options"), h.Get("Cross-Origin-Resource-Policy"),
			h.Get("Cache-Control")}, " "))
	}
}

// The other windows are as strict as before, and the portal leaves no trace in their records.
func TestPortal_LeavesTheOtherWindowsAlone(t *testing.T) {
	t.Parallel()
	v := visit(t)
	v.Server.AddFault(emulator.Fault{Kind: emulator.KindAny, Status: http.StatusTeapot, Times: -1})
	for _, path := range []string{"/", "/favicon.ico", "/_portal/calls", "/_portal/nothing"} {
		if status := v.send(http.MethodGet, path, nil).StatusCode; status == http.StatusTeapot {
			t.Errorf("%s: a fault hit the portal", path)
		}
	}
	v.submit("clear-faults")
	expect.Equal(t, "calls", 0, v.Server.Count(emulator.KindAny))
	expect.Equal(t, "requests", 0, len(v.Server.Requests()))

	// Opening a page of the portal does not count as a listing, so it does not speed up delayed
	// changes.
	v.Server.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateLag = 1 })
	v.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusOK, "")
	expect.Contains(t, v.open("/"), "Resolved (Fraud)")
	before := v.List("").Objects(t)[0]["eventStatus"]
	expect.Equal(t, "the first listing", "Active", before)

	for _, path := range []string{"/_portal", "/portal/", "//", "/v1/", "/v1/_portal/calls",
		"/organizations/_portal/"} {
		v.send(http.MethodGet, path, nil).Expect(t, http.StatusNotFound, "")
	}
	expect.Equal(t, "calls", 8, v.Server.Count(emulator.KindAny))
	v.send(http.MethodGet, "/v1/fraudEvents", nil).Expect(t, http.StatusUnauthorized, "")
	v.send(http.MethodGet, "/v1/fraudEvents", nil, func(r *http.Request) {
		r.Host = "api.example"
	}).Expect(t, http.StatusUnauthorized, "")
}

// Text of alerts is hostile. On no page does a field of it become markup or an address that runs.
func TestPortal_TextOfAlertsStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`"><script>alert(1)</script>`, `' onmouseover='alert(1)`,
		`</title></bdi></main><form action=//evil.example>`, `javascript:alert(1)`,
		"{{.Token}}", "a\x00b\u202egnp.exe", strings.Repeat("W", 5000)} {
		v := visit(t)
		e := emulator.NewEvent(text, text)
		fill(&e, text)
		v.Server.Inject(e)
		v.Server.AddFault(emulator.Fault{Kind: text, Code: text, RetryAfter: text})
		pages := map[string]string{
			"list": v.open("/"), "event": v.open(eventPage(text)), "faults": v.open("/_portal/faults"),
			"filter": v.open("/?text=" + url.QueryEscape(text)),
			"new":    v.open("/_portal/new?subscription=" + url.QueryEscape(text)),
		}
		for _, name := range slices.Sorted(maps.Keys(pages)) {
			expectNoMarkup(t, name, text, pages[name])
		}
		v.post("decide", "event", text, "status", resolved, "reason", "Fraud", "by", text).
			Expect(t, http.StatusSeeOther, "")
		if got, _ := v.Server.Event(text); got.EventStatus != resolved {
			t.Errorf("%q: the form does not reach the alert", text)
		}
	}
}

func expectNoMarkup(t *testing.T, name, text, page string) {
	t.Helper()
	for _, markup := range []string{"<script", " onmouseover='", "<form action=//",
		`href="javascript:`, `action="javascript:`} {
		if strings.Contains(page, markup) {
			t.Errorf("%s: %q became markup: %q", name, text, markup)
		}
	}
	if !strings.HasPrefix(text, "W") && strings.Count(page, "</title>") != 1 {
		t.Errorf("%s: %q closes the title", name, text)
	}
}

// fill sets every text of an alert.
func fill(e *emulator.Event, text string) {
	e.DisplayName, e.Description, e.Severity, e.EventType = text, text, text, text
	e.CustomerFriendlyName, e.CustomerTenantID, e.SubscriptionName = text, text, text
	e.EventTime, e.ResolvedBy, e.ResolvedOn, e.EventStatus = text, text, text, text
	e.AdditionalDetails = map[string]string{text: text}
	e.AffectedResources[0].AzureResourceID = text
	e.ActivityLogs = []emulator.ActivityLog{{StatusFrom: text, StatusTo: text, UpdatedBy: text,
		DateTime: text}}
}
