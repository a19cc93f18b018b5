// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

const (
	subA     = emulatortest.SubscriptionA
	eventA1  = emulatortest.EventA1
	eventA2  = emulatortest.EventA2
	eventB1  = emulatortest.EventB1
	resolved = "Resolved"
)

// visitor uses the portal like a browser.
type visitor struct{ *emulatortest.Client }

func visit(t *testing.T) visitor {
	t.Helper()
	return visitor{emulatortest.Start(t, func(o *emulator.Options) { o.PlainHTTPAPI = true })}
}

func (v visitor) send(method, path string, form url.Values,
	change ...func(*http.Request)) emulatortest.Reply {
	v.T.Helper()
	r := expect.Must(http.NewRequestWithContext(v.T.Context(), method,
		strings.TrimSuffix(v.Server.PortalURL(), "/")+path, strings.NewReader(form.Encode())))(v.T)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, f := range change {
		f(r)
	}
	return v.Send(r)
}

// open returns the text of a page.
func (v visitor) open(path string) string {
	v.T.Helper()
	return v.send(http.MethodGet, path, nil).Expect(v.T, http.StatusOK, "").Body
}

// tryOnce sends a request that net/http does not send again after a broken connection, because the
// connection is new.
func (v visitor) tryOnce(r *http.Request) (emulatortest.Reply, error) {
	v.HTTP.CloseIdleConnections()
	return v.Try(r)
}

func eventPage(id string) string { return "/_portal/event?id=" + url.QueryEscape(id) }

// token returns the token of the forms on a page.
func (v visitor) token() string {
	v.T.Helper()
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(
		v.open("/_portal/new"))
	if found == nil {
		v.T.Fatal("the form has no token")
	}
	return html.UnescapeString(found[1])
}

// submit sends a form, follows the redirect, and returns the next page.
func (v visitor) submit(action string, fields ...string) string {
	v.T.Helper()
	return v.open(v.post(action, fields...).Expect(v.T, http.StatusSeeOther,
		"").Header.Get("Location"))
}

func (v visitor) post(action string, fields ...string) emulatortest.Reply {
	v.T.Helper()
	form := url.Values{"token": {v.token()}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return v.send(http.MethodPost, "/_portal/"+action, form)
}

func TestPortal_DoesWhatAColleagueAndMicrosoftDo(t *testing.T) {
	t.Parallel()
	v := visit(t)
	standing := func(id string) string {
		e, _ := v.Server.Event(id)
		return e.EventStatus + " " + e.ResolvedReason + " " + e.ResolvedBy
	}
	page := v.submit("decide", "event", eventA1, "status", resolved, "reason", "Ignore", "by",
		"kim@x.example")
	expect.Equal(t, "resolved", "Resolved Ignore kim@x.example", standing(eventA1))
	expect.Contains(t, page, "The alert has its new status.")
	expect.Contains(t, page, "Active → Resolved, by <bdi>kim@x.example")
	v.submit("decide", "event", eventA1, "status", "Investigating", "reason", "Fraud")
	expect.Equal(t, "investigating", "Investigating None ", standing(eventA1))
	page = v.submit("decide", "event", eventA1, "status", "Active")
	expect.Equal(t, "reopened", "Active None ", standing(eventA1))
	if n := strings.Count(page, "→"); n != 3 {
		t.Errorf("the history has %d changes, want 3", n)
	}
	v.submit("cancel", "event", eventA1)
	for _, id := range []string{eventA1, eventA2} {
		expect.Contains(t, standing(id), "Resolved Fraud globaladmin@")
	}
	expect.Equal(t, "another subscription", "Active None ", standing(eventB1))
	page = v.submit("age-out", "event", eventA2)
	if _, there := v.Server.Event(eventA2); there || strings.Contains(page, eventA2) {
		t.Error("the alert is still there")
	}
}

func TestPortal_RaisesAnAlertInAKnownAndAnUnknownSubscription(t *testing.T) {
	t.Parallel()
	v := visit(t)
	known, _ := v.Server.Event(eventA1)
	known.CustomerFriendlyName, known.CustomerTenantID = "Adatum",
		"11111111-2222-4333-8444-555555555555"
	v.Server.Inject(known)
	if err := v.Server.Remove(eventA2); err != nil {
		t.Fatal(err)
	}
	for subscription, want := range map[string]string{
		strings.ToUpper(subA):                  "Adatum " + known.CustomerTenantID,
		"c0ffee00-0000-4000-8000-000000000000": "Fabrikam a248da34-6840-4c67-82d7-7f55ccd50d03",
	} {
		before := len(v.Server.Events())
		page := v.submit("raise", "subscription", subscription, "title", "Odd <b>usage</b>", "severity",
			"High")
		expect.Contains(t, page, "Microsoft has raised this alert.")
		expect.Contains(t, page, "Odd &lt;b&gt;usage")
		events := v.Server.Events() // the newest first
		expect.Equal(t, "events", before+1, len(events))
		e := events[0]
		expect.Equal(t, subscription, want, e.CustomerFriendlyName+" "+e.CustomerTenantID)
		expect.Equal(t, "severity", "High Active", e.Severity+" "+e.EventStatus)
		if got := v.List("?SubscriptionId=" + e.SubscriptionID).IDs(t); got[0] != e.EventID {
			t.Errorf("the API lists %q", got)
		}
	}
}

// An impossible action is reported, and changes nothing.
func TestPortal_SaysWhatDidNotWork(t *testing.T) {
	t.Parallel()
	v := visit(t)
	before := v.Server.Events()
	for name, form := range map[string][]string{
		"no such event":  {"decide", "event", "gone", "status", resolved, "reason", "Fraud"},
		"no such status": {"decide", "event", eventA1, "status", "Closed"},
		"no such reason": {"decide", "event", eventA1, "status", resolved, "reason", "None"},
		"must be a GUID": {"raise", "subscription", "x\"><script>"},
		"choose a fault": {"fault", "fault", "none", "times", "1"},
		"has no number":  {"remove-fault", "number", "x"},
	} {
		got := v.post(form[0], form[1:]...).Expect(t, http.StatusBadRequest, "")
		expect.Contains(t, got.Body, name)
	}
	v.post("age-out", "event", "gone").Expect(t, http.StatusBadRequest, "")
	v.post("cancel", "event", "gone").Expect(t, http.StatusBadRequest, "")
	v.send(http.MethodGet, eventPage("gone"), nil).Expect(t, http.StatusNotFound, "")
	expect.Equal(t, "events", before, v.Server.Events())
}

func TestPortal_FiltersAndTurnsPages(t *testing.T) {
	t.Parallel()
	v := visit(t)
	for i := range 120 {
		e := emulator.NewEvent(subA, fmt.Sprintf("extra-%03d", i))
		e.EventTime, e.CustomerFriendlyName = "2025-01-01T00:00:00.00", "Tailspin & Toys"
		v.Server.Inject(e)
	}
	ids := func(path string) int { return strings.Count(v.open(path), `<li><a href="/_portal/event`) }
	expect.Equal(t, "first page", 50, ids("/"))
	expect.Equal(t, "last page", 23, ids("/?page=3"))
	expect.Equal(t, "no page", 0, ids("/?page=4"))
	expect.Equal(t, "by severity", 1, ids("/?severity=High"))
	expect.Equal(t, "by id", 1, ids("/?text="+eventA2[2:20]))
	expect.Equal(t, "by status", 0, ids("/?status=Resolved"))
	next := regexp.MustCompile(`<a href="([^"]+)" rel="next">`).
		FindStringSubmatch(v.open("/?text=spin+%26+toys&status=Active"))
	if next == nil {
		t.Fatal("there is no next page")
	}
	page := v.open(html.UnescapeString(next[1]))
	expect.Contains(t, page, "51 to 100 of 120, newest first")
	expect.Contains(t, page, `value="spin &amp; toys"`)
}

func TestPortal_SwitchesFaultsOnAndOff(t *testing.T) {
	t.Parallel()
	v := visit(t)
	page := v.submit("fault", "fault", "down", "kind", emulator.KindList, "times", "-1")
	expect.Contains(t, page, "Lists of alerts</strong>: 503 Service Unavailable, a page in place "+
		"of JSON (every call)")
	for range 2 {
		v.List("").Expect(t, http.StatusServiceUnavailable, "")
	}
	v.submit("fault", "fault", "error", "kind", emulator.KindAny, "times", "3")
	v.submit("fault", "fault", "expired", "kind", emulator.KindList, "times", "1")
	expect.Contains(t, v.open("/_portal/faults"), "Sign-ins</strong>: AADSTS700082 (one call)")
	number := regexp.MustCompile(`name="number" value="(\d+)"`).
		FindStringSubmatch(v.open("/_portal/faults"))[1]
	v.submit("remove-fault", "number", number)
	v.List("").Expect(t, http.StatusInternalServerError, "")
	expect.Contains(t, v.open("/_portal/faults"), "All</strong>: 500 Internal Server Error (2 calls)")
	v.submit("remove-fault", "number", number) // used up, or switched off twice
	expect.Contains(t, v.submit("clear-faults"), "None: every call succeeds.")
	v.List("").Expect(t, http.StatusOK, "")
}

// The portal offers only faults that work as described.
func TestPortal_EveryFaultThatItOffersBreaksACall(t *testing.T) {
	t.Parallel()
	v := visit(t)
	offered := regexp.MustCompile(`<option value="([a-z]+)">([^<]+)</option>`).
		FindAllStringSubmatch(v.open("/_portal/faults"), -1)
	tried := 0
	for _, fault := range offered {
		name, text := fault[1], fault[2]
		if strings.HasPrefix(text, "AADSTS") {
			v.submit("fault", "fault", name, "times", "1")
			got := v.SignIn(v.Redemption(v.Server.RefreshToken())).Expect(t, http.StatusBadRequest, "")
			expect.Contains(t, got.Body, strings.SplitN(text, ":", 2)[0]+":")
			tried++
			continue
		}
		if name == "slow" ||
			v.post("fault", "fault", name, "kind", "list", "times", "1").StatusCode != http.StatusSeeOther {
			continue // a kind of calls, not a fault
		}
		tried++
		got, err := v.tryOnce(v.Request(http.MethodGet, "/v1/fraudEvents", ""))
		switch status, _, coded := strings.Cut(text, ":"); {
		case coded && (err != nil || fmt.Sprint(got.StatusCode) != status):
			t.Errorf("%s: status %v, %v", text, got.Response, err)
		case !coded && err == nil:
			t.Errorf("%s: the call succeeded", text)
		}
	}
	if tried != 10 {
		t.Errorf("%d faults were tried, want all 10 but the slow one", tried)
	}
}

func TestPortal_ShowsCallsWithoutSecrets(t *testing.T) {
	t.Parallel()
	v := visit(t)
	const secret = "s3cret-in-a-query"
	v.SignIn(v.Redemption(v.Server.RefreshToken())).Expect(t, http.StatusOK, "")
	v.Send(expect.Must(http.NewRequestWithContext(t.Context(), http.MethodGet, v.Server.AuthorityURL()+
		"/organizations/oauth2/v2.0/authorize?state="+secret, http.NoBody))(t))
	list := v.Request(http.MethodGet, "/v1/fraudEvents?eventStatus=Active", "")
	v.Send(list)
	v.Resolve(subA, "Fraud", eventA1)
	odd := v.Request(http.MethodGet, "/v1/<script>alert(1)</script>", "")
	odd.Header.Del("MS-CorrelationId")
	odd.Header.Set("MS-RequestId", "<b>no GUID</b>")
	v.Send(odd)
	noAccept := v.Request(http.MethodGet, "/v1/fraudEvents", "")
	noAccept.Header["Accept"] = nil
	v.Send(noAccept)
	v.Server.AddFault(emulator.Fault{Drop: true})
	if _, err := v.tryOnce(v.Request(http.MethodGet, "/v1/fraudEvents", "")); err == nil {
		t.Error("the connection did not break")
	}
	page := v.open("/_portal/calls")
	for _, want := range []string{
		"eventStatus=Active", list.Header.Get("MS-RequestId"), list.Header.Get("MS-CorrelationId"),
		"/oauth2/v2.0/token", "/oauth2/v2.0/authorize", "no reply", "/v1/&lt;script&gt;",
		"&lt;b&gt;no GUID",
		html.EscapeString(`"ResolvedReason":"Fraud"`), "GET /v1/fraudEvents without Accept",
	} {
		expect.Contains(t, page, want)
	}
	secrets := append(v.Server.IssuedSecrets(), secret, v.Token, v.Server.ClientSecret(), "Bearer")
	for _, s := range secrets {
		if strings.Contains(page, s) {
			t.Errorf("the page shows %.12q…", s)
		}
	}
	expect.Contains(t, v.submit("forget-calls"), "0 of 0, newest first")
}
