// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

const bom = "\xEF\xBB\xBF"

// jsonlist handles the forms of a list; these tests cover the events in it.
func TestDecode_AcceptsEveryFormOfAnEvent(t *testing.T) {
	t.Parallel()
	one := events("a")
	type row struct {
		step http.HandlerFunc
		want []string
	}
	expect.Each(t, map[string]row{
		"bare array": {reply(200, one), []string{"a"}},
		"wrapped":    {reply(200, `{"items":`+one+`}`), []string{"a"}},
		"unknown fields and values": {reply(200, `[{"eventId":"a","new":{"deep":[1,{}]},`+
			`"eventType":"Unheard","eventStatus":"odd"}]`), []string{"a"}},
		"keys in another case": {reply(200, `[{"EVENTID":"a"},{"EventId":"b"}]`), []string{"a", "b"}},
		"event id as a number": {reply(200, `[{"eventId":12}]`), []string{"12"}},
		"no content":           {reply(204, ""), nil},
		"gzip":                 {gzipped(bom + events("a", "b")), []string{"a", "b"}},
	}, func(t *testing.T, test row) {
		got := listed(t, newClient(t, serve(t, test.step)), fraud.Query{})
		expect.Equal(t, "events", test.want, idsOf(got))
	})
}

func gzipped(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.WriteHeader(http.StatusNotAcceptable)
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, body)
		_ = z.Close()
	}
}

// expectProblem fails the test unless a reply could not be read for this reason.
func expectProblem(t *testing.T, want jsonlist.Problem, err error) {
	t.Helper()
	var undecodable *jsonlist.Error
	if !errors.As(err, &undecodable) || undecodable.Problem != want {
		t.Fatalf("got %v", err)
	}
}

// Package jsonlist tests what else is no list.
func TestDecode_RefusesClearlyAndDoesNotRetry(t *testing.T) {
	t.Parallel()
	one := events("a")
	type row struct {
		step http.HandlerFunc
		want jsonlist.Problem
	}
	expect.Each(t, map[string]row{
		"HTML": {reply(200, "\n<!DOCTYPE html><html>secret</html>",
			"Content-Type: text/html; charset=utf-8"), jsonlist.ProblemHTML},
		"cut in an event":       {reply(200, one[:10]), jsonlist.ProblemTruncated},
		"event without id":      {reply(200, `[{"x":"secret"}]`), partnercenter.ProblemNoEventID},
		"event with a blank id": {reply(200, `[{"eventId":" "}]`), partnercenter.ProblemNoEventID},
		"event with a null id":  {reply(200, `[{"eventId":null}]`), partnercenter.ProblemNoEventID},
		"event id is an object": {reply(200, `[{"eventId":{"secret":1}}]`),
			partnercenter.ProblemNoEventID},
		"plain text": {reply(200, "secret", "Content-Type: text/plain"), jsonlist.ProblemNotJSON},
		"corrupt gzip": {reply(200, "not gzip at all", "Content-Encoding: gzip"),
			jsonlist.ProblemNotJSON},
	}, func(t *testing.T, test row) {
		failed := failedList(t, newClient(t, serve(t, test.step)), fraud.Query{})
		expectProblem(t, test.want, failed)
		if failed.StatusCode != 200 || failed.Advice == nil || failed.RequestID == "" ||
			strings.Contains(failed.Error(), "secret") {
			t.Errorf("got %v", failed)
		}
		expect.Contains(t, failed.Error(), "`base_url`")
	})
}

func TestDecode_TheSizeLimitCountsAfterDecompression(t *testing.T) {
	t.Parallel()
	body := events("a") + strings.Repeat(" ", 100_000) // compresses to almost nothing
	limit := func(n int) func(*partnercenter.Config) {
		return func(c *partnercenter.Config) { c.MaxBody = int64(n) }
	}
	for _, step := range []http.HandlerFunc{reply(200, body), gzipped(body)} {
		_, err := list(t, newClient(t, serve(t, step), limit(len(body)-1)), fraud.Query{})
		expectProblem(t, jsonlist.ProblemTooLarge, err)
		_ = listed(t, newClient(t, serve(t, step), limit(len(body))), fraud.Query{})
	}
}

// The first event must be visited while the reply is still open.
func TestDecode_Streams(t *testing.T) {
	t.Parallel()
	visited := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `[{"eventId":"a"},`)
		_ = http.NewResponseController(w).Flush()
		<-visited
		_, _ = io.WriteString(w, `{"eventId":"b"}]`)
	})
	all := &pages{visit: func(e fraud.Event) error {
		if e.EventID == "a" {
			close(visited)
		}
		return nil
	}}
	expect.NoError(t, newClient(t, s).FraudEvents().List(t.Context(), fraud.Query{}, all))
	expect.Equal(t, "events", []string{"a", "b"}, idsOf(all.kept))
}

// decodeField decodes one event with one other field.
func decodeField(t *testing.T, field, value string) fraud.Event {
	t.Helper()
	body := fmt.Sprintf(`[{"eventId":"a",%q:%s}]`, field, value)
	return listed(t, newClient(t, serve(t, reply(200, body))), fraud.Query{})[0]
}

// Values that mean "nothing" become the zero value.
func TestDecode_PlaceholdersAreZero(t *testing.T) {
	t.Parallel()
	const never = `"9999-12-31T23:59:59.9970000"`
	for field, value := range map[string]string{
		"resolvedReason": `"None"`, "resolvedBy": `"none"`, "resolvedOn": never, "firstObserved": never,
		"lastObserved": never, "country": "null", "eventTime": `""`,
	} {
		expect.Equal(t, field, fraud.Event{Key: fraud.Key{EventID: "a"}}, decodeField(t, field, value))
	}
}

func TestDecode_EnumValues(t *testing.T) {
	t.Parallel()
	for field, test := range map[string]struct {
		documented string
		of         func(e fraud.Event) string
	}{
		"eventType":       {"UsageAnomalyDetection", func(e fraud.Event) string { return e.EventType }},
		"eventStatus":     {"Investigating", func(e fraud.Event) string { return string(e.Status) }},
		"resolvedReason":  {"Legitimate", func(e fraud.Event) string { return string(e.Reason) }},
		"severity":        {"Medium", func(e fraud.Event) string { return e.Severity }},
		"confidenceLevel": {"High", func(e fraud.Event) string { return e.ConfidenceLevel }},
	} {
		for _, want := range []string{test.documented, "oNHold"} { // this one is not
			sent := want
			if want == test.documented {
				sent = strings.ToUpper(want)
			}
			expect.Equal(t, field, want, test.of(decodeField(t, field, strconv.Quote(sent))))
		}
	}
}

func TestDecode_HitCountIsAWholeNumberOrNothing(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]*int64{
		`"10"`: new(int64(10)), `" 7 "`: new(int64(7)), "0": new(int64(0)), "10.0": new(int64(10)),
		`"9000000000"`: new(int64(9000000000)), `""`: nil, `"ten"`: nil, "1.5": nil, "null": nil,
	} {
		expect.Equal(t, value, want, decodeField(t, "hitCount", value).HitCount)
	}
}

func TestDecode_IsTest(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for value, want := range map[string]*bool{
		"true": &yes, "false": &no, `"true"`: &yes, `"false"`: &no, `"True"`: &yes, `" FALSE "`: &no,
		"null": nil, `""`: nil, `"perhaps"`: nil, "{}": nil,
	} {
		for _, key := range []string{"isTest", "IsTest"} {
			expect.Equal(t, key+value, want, decodeField(t, key, value).IsTest)
		}
	}
}

func TestDecode_ActivityLogs(t *testing.T) {
	t.Parallel()
	type logs = []fraud.Activity
	object := `{"statusFrom":"Active","statusTo":"Resolved","updatedBy":"me",` +
		`"dateTime":"2023-07-10T12:34:27.8016635+05:30"}`
	text := strings.ReplaceAll(object, `"`, `\"`)
	one := fraud.Activity{StatusFrom: "Active", StatusTo: "Resolved", UpdatedBy: "me",
		DateTime: at("2023-07-10T12:34:27.8016635+05:30")}
	for value, want := range map[string]logs{
		`""`:                              nil,
		"[]":                              nil,
		`"[]"`:                            nil,
		"[" + object + "," + object + "]": {one, one},
		`"[` + text + `]"`:                {one},
		`"` + text + `"`:                  {one},
		object:                            {one},
		`["` + text + `",` + object + `,"by hand"]`: {one, one, {StatusTo: "by hand"}},
		`"reopened by phone"`:                       {{StatusTo: "reopened by phone"}},
		`"[broken"`:                                 {{StatusTo: "[broken"}},
		"[null,7,[1, 2]]":                           {{StatusTo: "7"}, {StatusTo: "[1,2]"}},
		`[{"StatusTo":"RESOLVED","unknown":1}]`:     {{StatusTo: "Resolved"}},
	} {
		expect.Equal(t, value, want, decodeField(t, "activityLogs", value).ActivityLogs)
	}
}

func TestDecode_AdditionalDetails(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]map[string]string{
		"{}":                                   {},
		`{"a":"text","b":1,"c":true,"d":null}`: {"a": "text", "b": "1", "c": "true", "d": ""},
		`{"nested":{"x": [1, {"y": "z"}]}}`:    {"nested": `{"x":[1,{"y":"z"}]}`},
		`{"ips":"[\r\n \"10.0.0.1\"\r\n]"}`:    {"ips": "[\r\n \"10.0.0.1\"\r\n]"},
		`"{\"a\":\"text\"}"`:                   {"a": "text"},
		`"free text"`:                          {"additionalDetails": "free text"},
		`[1, 2]`:                               {"additionalDetails": "[1,2]"},
		`{"Case":"kept","case":"both"}`:        {"Case": "kept", "case": "both"},
	} {
		expect.Equal(t, value, want, decodeField(t, "additionalDetails", value).AdditionalDetails)
	}
}

func TestDecode_AffectedResources(t *testing.T) {
	t.Parallel()
	type resources = []fraud.AffectedResource
	for value, want := range map[string]resources{
		"null": nil,
		"[]":   nil,
		`[{"azureResourceId":"/id ","type":"vm"},{"type":7},null]`: {{AzureResourceID: "/id ",
			Type: "vm"}, {Type: "7"}},
		`"[{\"azureResourceId\":\"/id\"}]"`: {{AzureResourceID: "/id"}},
		`{"azureResourceId":"/id"}`:         {{AzureResourceID: "/id"}},
		`["/id"]`:                           {{AzureResourceID: "/id"}},
		`[{"azureResourceId":"\\id\\a ","type":"vm"}]`: {{AzureResourceID: `\id\a `,
			Type: "vm"}}, // as the samples have it
	} {
		expect.Equal(t, value, want, decodeField(t, "affectedResources", value).AffectedResources)
	}
}
