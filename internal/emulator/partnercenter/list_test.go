// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestList_FiltersAndPages(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for name, want := range map[string][]string{
		"":                        {eventA1, eventA2, eventB1},
		"?SubscriptionId=" + subA: {eventA1, eventA2},
		"?subscriptionid=" + strings.ToUpper(subA):             {eventA1, eventA2},
		"?EventStatus=active":                                  {eventA1, eventA2, eventB1},
		"?EventStatus=Resolved":                                {},
		"?EventType=UsageAnomalyDetection":                     {eventA2},
		"?PageSize=2&PageNumber=1":                             {eventA1, eventA2},
		"?PageSize=2&PageNumber=2":                             {eventB1},
		"?PageSize=2&PageNumber=3":                             {},
		"?PageSize=2&PageNumber=9223372036854775807":           {},
		"?SubscriptionId=" + subA + "&PageSize=1&PageNumber=2": {eventA2},
		"?SubscriptionId=00000000-0000-0000-0000-000000000000": {},
	} {
		expect.Equal(t, name, want, c.List(name).IDs(t))
	}
}

func TestList_ClassicModelShowsMiningEventsWithTheClassicFields(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	r := c.Request(http.MethodGet,
		"/v1/fraudEvents?EventType=UsageAnomalyDetection&PageSize=1&PageNumber=1", "")
	r.Header.Del("X-NewEventsModel")
	got := c.Send(r)
	expect.Equal(t, "got", []string{eventA1, eventB1}, got.IDs(t))
	expect.Equal(t, "fields", 24, len(got.Objects(t)[0]))
	if n, all := len(c.List("").Objects(t)[0]),
		reflect.TypeFor[emulator.Event]().NumField()-graphOnly; n != all {
		t.Errorf("%d fields in the new model, want all %d", n, all)
	}
}

func TestList_RefusesWhatTheDocumentationRefuses(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	for query, code := range map[string]string{
		"?EventStatus=Resolve":                     "900126",
		"?EventType=NoSuchThing":                   "900126",
		"?SubscriptionId=not-a-guid":               "3000",
		"?PageSize=x&PageNumber=1":                 "3000",
		"?EventStatus=Active&EventStatus=Resolved": "3000",
		"?%zz": "800002",
	} {
		got := c.List(query).Expect(t, http.StatusBadRequest, code)
		if got.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", query)
		}
	}
}

func TestList_PrintsFieldsAsDocumented(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	expect.NoError(t, c.Server.ChangeStatus(eventA1, "Investigating", "", "megan@partner.example"))
	e := c.List("").Objects(t)[0]
	want := map[string]any{
		"eventTime": "2026-03-03T03:03:03.33", "resolvedReason": "None",
		"resolvedOn": "9999-12-31T23:59:59.9970000",
		"resolvedBy": "", "hitCount": "10", "IsTest": "false", "severity": "Medium",
		"confidenceLevel": "high",
		"eventStatus":     "Investigating",
	}
	for key, value := range want {
		expect.Equal(t, key, value, e[key])
	}
	var logs []emulator.ActivityLog
	expect.NoError(t, json.Unmarshal([]byte(fmt.Sprint(e["activityLogs"])), &logs))
	if len(logs) != 1 || logs[0].StatusFrom != "Active" ||
		logs[0].UpdatedBy != "megan@partner.example" ||
		!strings.HasSuffix(logs[0].DateTime, "+05:30") {
		t.Errorf("activity logs %+v", logs)
	}
	details, ok := e["additionalDetails"].(map[string]any)
	if !ok || details["vM_IP"] != "[\r\n  \"203.0.113.7\"\r\n]" {
		t.Errorf("additionalDetails %v", e["additionalDetails"])
	}
}

func TestList_EachFormCanBeSwitched(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behaviour api
		key       string
		want      any
	}{
		"isTest as a bool":    {api{IsTestKey: "isTest", IsTestBool: true}, "isTest", false},
		"hitCount a number":   {api{HitCountNumber: true}, "hitCount", 10.0},
		"logs as objects":     {api{ActivityLogs: emulator.ActivityLogsObjects}, "activityLogs", []any{}},
		"logs as strings":     {api{ActivityLogs: emulator.ActivityLogsStrings}, "activityLogs", []any{}},
		"logs null":           {api{ActivityLogs: emulator.ActivityLogsNull}, "activityLogs", nil},
		"enums lower case":    {api{EnumCase: emulator.EnumCaseLower}, "eventStatus", "active"},
		"enums documented":    {api{EnumCase: emulator.EnumCaseDocumented}, "confidenceLevel", "High"},
		"seven decimals":      {api{TimeDecimals: 7}, "eventTime", "2026-03-03T03:03:03.3300000"},
		"capital keys":        {api{PascalCaseKeys: true}, "EventId", eventA1},
		"fields nobody knows": {api{ExtraFields: true}, "riskScore", "87"},
	} {
		got, ok := behaving(t, test.behaviour).List("").Objects(t)[0][test.key]
		if diff := cmp.Diff(test.want, got); diff != "" || !ok {
			t.Errorf("%s: present %v, %s", name, ok, diff)
		}
	}
}

func TestList_ActivityLogFormsHoldTheSameLog(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	expect.NoError(t, c.Server.ChangeStatus(eventA1, "Resolved", "Ignore", "lee@partner.example"))
	first := func() any { return c.List("").Objects(t)[0]["activityLogs"] }
	behave(c, api{ActivityLogs: emulator.ActivityLogsObjects})
	objects, ok := first().([]any)
	if !ok || len(objects) != 1 {
		t.Fatalf("objects: %v", first())
	}
	behave(c, api{ActivityLogs: emulator.ActivityLogsStrings})
	texts, ok := first().([]any)
	if !ok || len(texts) != 1 {
		t.Fatalf("strings: %v", first())
	}
	var fromText any
	expect.NoError(t, json.Unmarshal([]byte(fmt.Sprint(texts[0])), &fromText))
	expect.Equal(t, "got", objects[0], fromText)
}

func TestList_EachCollectionFormCanBeSwitched(t *testing.T) {
	t.Parallel()
	c := behaving(t, api{BOM: true})
	if got := c.List(""); !strings.HasPrefix(got.Body, "\xef\xbb\xbf[") {
		t.Errorf("no byte order mark: %.20q", got.Body)
	}
	behave(c, api{Gzip: true})
	got := sendWith(c, "", func(h http.Header) { h.Set("Accept-Encoding", "gzip") })
	if got.Header.Get("Content-Encoding") != "gzip" ||
		!bytes.HasPrefix([]byte(got.Body), []byte{0x1f, 0x8b}) {
		t.Errorf("not compressed: %.20q", got.Body)
	}
	if n := len(c.List("").Objects(t)); n != 3 { // the client unpacks it
		t.Errorf("%d events, want 3", n)
	}
	behave(c, api{Wrapped: true})
	wrapped := c.List("?PageSize=1&PageNumber=1").Decode(t)
	if items, ok := wrapped["items"].([]any); !ok || len(items) != 1 || wrapped["totalCount"] != 3.0 {
		t.Errorf("wrapped: %v", wrapped)
	}
	behave(c, api{EmptyIs204: true})
	if got := c.List("?EventStatus=Resolved"); got.StatusCode != http.StatusNoContent ||
		got.Body != "" {
		t.Errorf("nothing found: %d %q", got.StatusCode, got.Body)
	}
	behave(c, api{PadDescription: 1 << 20})
	if n := len(c.List("").Body); n < 3<<20 {
		t.Errorf("the reply has %d bytes", n)
	}
}

func TestList_OrderAndPagingCanBeSwitched(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	all := []string{eventA1, eventA2, eventB1}
	for name, test := range map[string]struct {
		behaviour api
		query     string
		want      []string
	}{
		"oldest first": {api{Order: emulator.OrderOldestFirst}, "",
			[]string{eventB1, eventA2, eventA1}},
		"paging ignored": {api{PagingIgnored: true}, "?PageSize=1&PageNumber=2", all},
		"page clamped":   {api{MaxPageSize: 2}, "?PageSize=50&PageNumber=1", all[:2]},
		"unpaged cap":    {api{UnpagedCap: 1}, "", all[:1]},
		"unknown value":  {api{UnknownValueEmpty: true}, "?EventStatus=Nothing", []string{}},
		"exact names":    {api{CaseSensitive: true}, "?subscriptionid=" + subA, all},
		"exact subscription": {api{CaseSensitive: true},
			"?SubscriptionId=" + strings.ToUpper(subA), []string{}},
		"exact type": {api{CaseSensitive: true, UnknownValueEmpty: true},
			"?EventType=usageanomalydetection", []string{}},
	} {
		behave(c, test.behaviour)
		expect.Equal(t, name, test.want, c.List(test.query).IDs(t))
	}
	behave(c, api{MaxPageSize: 2, RefuseLargePages: true, RefuseHalfPaging: true,
		RefuseInClassic: true})
	c.List("?PageSize=3&PageNumber=1").Expect(t, http.StatusBadRequest, "3000")
	c.List("?PageSize=2").Expect(t, http.StatusBadRequest, "3000")
	inClassic := c.Request(http.MethodGet, "/v1/fraudEvents?EventType=UsageAnomalyDetection", "")
	classic(inClassic.Header)
	c.Send(inClassic).Expect(t, http.StatusBadRequest, "3000")
}

func TestList_ShuffledOrderIsStable(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Seed = emulator.Seed{Events: 40} })
	newest := c.List("").IDs(t)
	behave(c, api{Order: emulator.OrderShuffled})
	first, second := c.List("").IDs(t), c.List("").IDs(t)
	expect.Equal(t, "got", first, second)
	if cmp.Equal(first, newest) {
		t.Error("shuffled is the same as newest first")
	}
}

func TestList_HalfPagingIsIgnoredAndNoted(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	expect.Equal(t, "events", 3, len(c.List("?PageSize=1").IDs(t)))
	c.ExpectViolations("PageSize")
}

func TestList_ManyEventsPageWithoutLossOrRepetition(t *testing.T) {
	t.Parallel()
	const events, size = 20_000, 1000
	c := emulatortest.Start(t, func(o *emulator.Options) {
		o.Seed = emulator.Seed{Events: events, Subscriptions: 100}
	})
	seen := map[string]bool{}
	active := 0
	for _, e := range c.Server.Events() {
		if e.EventStatus == "Active" {
			active++
		}
	}
	for page := 1; ; page++ {
		ids := c.List(fmt.Sprintf("?EventStatus=Active&PageSize=%d&PageNumber=%d", size, page)).IDs(t)
		for _, id := range ids {
			if seen[id] {
				t.Fatalf("%s came twice", id)
			}
			seen[id] = true
		}
		if len(ids) < size {
			break
		}
	}
	expect.Equal(t, "events", active, len(seen))
}
