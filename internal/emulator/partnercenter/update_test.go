// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/partnercenter"
)

func TestUpdate_ResolvesTheNamedEventsAndWritesTheirLogs(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 4, 3, 2, 1, 120_000_000, time.UTC)
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Now = func() time.Time { return now } })
	got := c.Resolve(subA, "Fraud", eventA1)
	expect.Equal(t, "got", []string{eventA1}, got.IDs(t))
	expect.Equal(t, "fields in the reply", reflect.TypeFor[emulator.Event]().NumField()-graphOnly-2,
		len(got.Objects(t)[0]))
	e, _ := c.Server.Event(eventA1)
	want := emulator.NewEvent(subA, eventA1)
	want.EventTime = "2026-03-03T03:03:03.33"
	want.EventStatus, want.ResolvedReason = "Resolved", "Fraud"
	want.ResolvedOn, want.ResolvedBy = "2026-05-04T03:02:01.12", c.Server.UserPrincipalName()
	want.ActivityLogs = []emulator.ActivityLog{{
		StatusFrom: "Active", StatusTo: "Resolved", UpdatedBy: c.Server.UserPrincipalName(),
		DateTime: "2026-05-04T08:32:01.1200000+05:30",
	}}
	expect.Equal(t, "got", want, e)
	if other, _ := c.Server.Event(eventA2); other.EventStatus != "Active" {
		t.Errorf("the other event is %s", other.EventStatus)
	}
	c.ExpectViolations()
}

func TestUpdate_ReopeningClearsTheDecision(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Resolve(subA, "Ignore", eventA1).Expect(t, http.StatusOK, "")
	c.Update(subA, `{"eventIds":["`+eventA1+`"],"eventStatus":"Active","resolvedReason":""}`).Expect(t,
		http.StatusOK, "")
	e, _ := c.Server.Event(eventA1)
	if e.EventStatus != "Active" || e.ResolvedReason != "None" ||
		e.ResolvedOn != "9999-12-31T23:59:59.9970000" || e.ResolvedBy != "" {
		t.Errorf("%+v", e)
	}
	expect.Equal(t, "logs", 2, len(e.ActivityLogs))
}

func TestUpdate_SettingTheSameStatusWritesNoLog(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Resolve(subA, "Ignore", eventA1)
	c.Resolve(subA, "Ignore", eventA1).Expect(t, http.StatusOK, "")
	if e, _ := c.Server.Event(eventA1); len(e.ActivityLogs) != 1 {
		t.Errorf("%d logs, want 1", len(e.ActivityLogs))
	}
}

func TestUpdate_WithoutIDsChangesTheWholeSubscriptionAndIsNoted(t *testing.T) {
	t.Parallel()
	for _, ids := range []string{`"EventIds":[],`, `"EventIds":null,`, ``} {
		c := emulatortest.Start(t)
		c.Update(subA, `{`+ids+`"EventStatus":"Resolved","ResolvedReason":"Ignore"}`).Expect(t,
			http.StatusOK, "")
		for _, e := range c.Server.Events() {
			expect.Equal(t, ids+e.EventID, e.SubscriptionID == subA, e.EventStatus == "Resolved")
		}
		c.ExpectViolations("without event ids")
	}
}

func TestUpdate_RefusesInvalidRequests(t *testing.T) {
	t.Parallel()
	const ids = `"EventIds":["` + eventA1 + `"]`
	c := emulatortest.Start(t)
	for body, code := range map[string]string{
		`{` + ids + `,"EventStatus":"Resolve","ResolvedReason":"Fraud"}`:                         "900126",
		`{` + ids + `,"EventStatus":"resolved","ResolvedReason":"Fraud"}`:                        "900126",
		`{` + ids + `,"EventStatus":"Resolved","ResolvedReason":"Other"}`:                        "900126",
		`{` + ids + `,"EventStatus":"Resolved","ResolvedReason":""}`:                             "3000",
		`{` + ids + `,"EventStatus":"Resolved","ResolvedReason":"None"}`:                         "3000",
		`{` + ids + `,"EventStatus":"Resolved"}`:                                                 "3000",
		`{` + ids + `,"EventStatus":"Investigating","ResolvedReason":"Fraud"}`:                   "3000",
		`{` + ids + `,"ResolvedReason":"Fraud"}`:                                                 "3000",
		`{` + ids + `,"EventStatus":"Resolved","ResolvedReason":"Fraud","Comment":"x"}`:          "3000",
		`{` + ids + `,"eventIds":[],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`:          "3000",
		`{"EventIds":"` + eventA1 + `","EventStatus":"Resolved","ResolvedReason":"Fraud"}`:       "3000",
		`{"EventIds":[" "],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`:                   "3000",
		`{"EventIds":["` + eventB1 + `"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`:     "3000",
		`{"EventIds":["` + eventA1 + `","x"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`: "3000",
		`{` + ids + `,` + "\u200b" + `"EventStatus":"Resolved","ResolvedReason":"Fraud"}`:        "800002",
		`{` + ids + `,"EventStatus":"Resolved","ResolvedReason":"Fraud"}]`:                       "800002",
		`[]`: "800002", `null`: "800002", ``: "800002",
	} {
		got := c.Update(subA, body)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.Body, `"code":"`+code+`"`) {
			t.Errorf("%s: %d %s, want 400/%s", body, got.StatusCode, got.Body, code)
		}
	}
	for _, e := range c.Server.Events() {
		expect.Equal(t, "after refused writes, "+e.EventID, "Active", e.EventStatus)
	}
}

func TestUpdate_SubscriptionMustBeKnown(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Resolve("00000000-0000-0000-0000-000000000000", "Fraud", eventA1).Expect(t, http.StatusNotFound,
		"20003")
	c.Resolve("nonsense", "Fraud", eventA1).Expect(t, http.StatusBadRequest, "3000")
	c.Resolve(strings.ToUpper(subA), "Fraud", eventA1).Expect(t, http.StatusOK, "")
}

func TestUpdate_ClassicModelDoesNotKnowNewKindsOfEvents(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	resolve := func(id string) emulatortest.Reply {
		return sendWith(c, `{"EventIds":["`+id+
			`"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`, classic)
	}
	expect.Equal(t, "fields in the classic reply", 22, len(resolve(eventA1).Objects(t)[0]))
	resolve(eventA2).Expect(t, http.StatusBadRequest, "3000")
}

func TestUpdate_RulesCanBeSwitched(t *testing.T) {
	t.Parallel()
	body := func(status, reason string) string {
		return `{"EventIds":["` + eventA1 + `"],"EventStatus":"` + status + `"` + reason + `}`
	}
	for name, test := range map[string]struct {
		behaviour api
		body      string
		status    int
	}{
		"reopening refused": {api{ReopenRefused: true}, body("Active", ""), 400},
		"empty reason only": {api{Reason: partnercenter.ReasonEmpty},
			body("Investigating", `,"ResolvedReason":"None"`), 400},
		"empty reason given": {api{Reason: partnercenter.ReasonEmpty},
			body("Investigating", `,"ResolvedReason":""`), 200},
		"None only": {api{Reason: partnercenter.ReasonLiteral},
			body("Investigating", `,"ResolvedReason":""`), 400},
		"None given": {api{Reason: partnercenter.ReasonLiteral},
			body("Investigating", `,"ResolvedReason":"None"`), 200},
		"no reason only": {api{Reason: partnercenter.ReasonAbsent},
			body("Investigating", `,"ResolvedReason":""`), 400},
		"no reason given": {api{Reason: partnercenter.ReasonAbsent},
			body("Investigating", ``), 200},
		"reason required": {api{Reason: partnercenter.ReasonRequired},
			body("Investigating", ``), 400},
		"required reason given": {api{Reason: partnercenter.ReasonRequired},
			body("Investigating", `,"ResolvedReason":"Fraud"`), 200},
		"too many ids": {api{MaxEventIDs: 1},
			`{"EventIds":["` + eventA1 + `","` + eventA2 + `"],"EventStatus":"Active"}`, 400},
		"unknown ids ignored": {api{UnknownIDs: partnercenter.UnknownIDsIgnored},
			`{"EventIds":["x"],"EventStatus":"Active"}`, 200},
		"unknown ids by default": {api{}, `{"EventIds":["x"],"EventStatus":"Active"}`,
			400},
	} {
		if got := behaving(t, test.behaviour).Update(subA, test.body); got.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", name, got.StatusCode, test.status)
		}
	}
}

func TestUpdate_PartialFailureChangesTheKnownOnes(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{UnknownIDs: partnercenter.UnknownIDsPartial})
	c.Resolve(subA, "Fraud", eventA1, "unknown").Expect(t, http.StatusBadRequest, "3000")
	c.ExpectEvent(eventA1, "Resolved Fraud")
}

func TestUpdate_AlreadyResolvedEventsCanBeGuarded(t *testing.T) {
	t.Parallel()
	for rule, want := range map[emulator.AlreadyResolved]struct {
		status int
		reason string
	}{
		emulator.AlreadyResolvedOverwritten: {200, "Fraud"},
		emulator.AlreadyResolvedRefused:     {400, "Legitimate"},
		emulator.AlreadyResolvedIgnored:     {200, "Legitimate"},
	} {
		c := behaving(t, api{AlreadyResolved: rule})
		c.Resolve(subA, "Legitimate", eventA1).Expect(t, http.StatusOK, "")
		c.Resolve(subA, "Fraud", eventA1).Expect(t, want.status, "")
		c.ExpectEvent(eventA1, "Resolved "+want.reason)
	}
}

func TestUpdate_ReplyCanBeSwitched(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{UpdateReply: emulator.UpdateReplySubscription})
	expect.Equal(t, "got", []string{eventA1, eventA2}, c.Resolve(subA, "Fraud", eventA2).IDs(t))
	behave(c, api{UpdateReply: emulator.UpdateReplyEmpty})
	if got := c.Resolve(subA, "Fraud", eventA2); got.Body != "[]" {
		t.Errorf("reply %q", got.Body)
	}
	behave(c, api{UpdateReply: emulator.UpdateReplyNoContent})
	c.Resolve(subA, "Fraud", eventA2).Expect(t, http.StatusNoContent, "")
}

func TestUpdate_ChangeShowsOnlyAfterFurtherListings(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{UpdateLag: 2})
	expect.Equal[any](t, "reply", "Resolved",
		c.Resolve(subA, "Fraud", eventA1).Objects(t)[0]["eventStatus"])
	var seen []any
	for range 4 {
		seen = append(seen, c.List("?SubscriptionId=" + subA).Objects(t)[0]["eventStatus"])
	}
	expect.Equal(t, "got", []any{"Active", "Active", "Resolved", "Resolved"}, seen)
	c.Resolve(subA, "Fraud", eventA2) // is hidden from filters, too
	var found []int
	for range 3 {
		found = append(found, len(c.List("?EventStatus=Resolved").IDs(t)))
	}
	expect.Equal(t, "got", []int{1, 1, 2}, found)
}

func TestPortal_ColleagueCancelAgeOutAndRemove(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.CancelSubscription(strings.ToUpper(subA))
	for _, e := range c.Server.Events() {
		expect.Equal(t, e.EventID, e.SubscriptionID == subA,
			e.EventStatus == "Resolved" && e.ResolvedReason == "Fraud")
	}
	expect.NoError(t, c.Server.Remove(eventA1))
	expect.Equal(t, "got", []string{eventA2}, c.List("?SubscriptionId="+subA).IDs(t))
	c.Server.RemoveSubscription(subA)
	c.List("?SubscriptionId="+subA).Expect(t, http.StatusNotFound, "20003")
	c.Resolve(subA, "Fraud", eventA2).Expect(t, http.StatusNotFound, "20003")
	expect.Equal(t, "got", []string{eventB1}, c.List("").IDs(t))
	for name, err := range map[string]error{
		"unknown event":  c.Server.ChangeStatus("nothing", "Resolved", "Fraud", "x"),
		"unknown status": c.Server.ChangeStatus(eventB1, "Closed", "Fraud", "x"),
		"unknown reason": c.Server.ChangeStatus(eventB1, "Resolved", "None", "x"),
		"removed twice":  c.Server.Remove(eventA1),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
