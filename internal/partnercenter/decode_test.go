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

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/jsonlist"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

const bom = "\xEF\xBB\xBF"

// The forms of a list are jsonlist's; these are the events in it.
func TestDecode_AcceptsEveryFormOfAnEvent(t *testing.T) {
	t.Parallel()
	one := events("a")
	for name, test := range map[string]struct {
		step http.HandlerFunc
		want []string
	}{
		"bare array": {reply(200, one), []string{"a"}},
		"wrapped":    {reply(200, `{"items":`+one+`}`), []string{"a"}},
		"unknown fields and values": {reply(200, `[{"eventId":"a","new":{"deep":[1,{}]},`+
			`"eventType":"Unheard","eventStatus":"odd"}]`), []string{"a"}},
		"keys in another case": {reply(200, `[{"EVENTID":"a"},{"EventId":"b"}]`), []string{"a", "b"}},
		"event id as a number": {reply(200, `[{"eventId":12}]`), []string{"12"}},
		"no content":           {reply(204, ""), nil},
		"gzip":                 {gzipped(bom + events("a", "b")), []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := list(t, newClient(t, serve(t, test.step)), fraud.Query{})
			expect.NoError(t, err)
			expect.Equal(t, "events", test.want, idsOf(got))
		})
	}
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

func TestDecode_RefusesClearlyAndDoesNotRetry(t *testing.T) {
	t.Parallel()
	one := events("a")
	for name, test := range map[string]struct {
		step http.HandlerFunc
		want jsonlist.Problem
	}{
		"HTML": {reply(200, "\n<!DOCTYPE html><html>secret</html>",
			"Content-Type: text/html; charset=utf-8"), jsonlist.ProblemHTML},
		"cut in an event": {reply(200, one[:10]), jsonlist.ProblemTruncated},
		"an error object": {reply(200, `{"code":"1","description":"secret"}`),
			jsonlist.ProblemNotCollection},
		"nothing at all":      {reply(200, ""), jsonlist.ProblemEmpty},
		"element is a string": {reply(200, `["secret"]`), jsonlist.ProblemNotObject},
		"event without id": {reply(200, `[{"eventStatus":"secret"}]`),
			partnercenter.ProblemNoEventID},
		"event with a blank id": {reply(200, `[{"eventId":" "}]`), partnercenter.ProblemNoEventID},
		"event with a null id":  {reply(200, `[{"eventId":null}]`), partnercenter.ProblemNoEventID},
		"event id is an object": {reply(200, `[{"eventId":{"secret":1}}]`),
			partnercenter.ProblemNoEventID},
		"two lists": {reply(200, one+one), jsonlist.ProblemTrailing},
		"missing comma": {reply(200, `[{"eventId":"a"}{"eventId":"b"}]`),
			jsonlist.ProblemNotJSON},
		"corrupt gzip": {reply(200, "not gzip at all", "Content-Encoding: gzip"),
			jsonlist.ProblemNotJSON},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := list(t, newClient(t, serve(t, test.step)), fraud.Query{})
			var undecodable *jsonlist.Error
			if !errors.As(err, &undecodable) || undecodable.Problem != test.want {
				t.Fatalf("got %v", err)
			}
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || failed.StatusCode != 200 || failed.Advice == nil ||
				failed.RequestID == "" {
				t.Errorf("got %v", err)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error quotes the reply: %v", err)
			}
		})
	}
}

func TestDecode_TheSizeLimitCountsAfterDecompression(t *testing.T) {
	t.Parallel()
	body := events("a") + strings.Repeat(" ", 100_000) // compresses to next to nothing
	limit := func(n int) func(*partnercenter.Config) {
		return func(c *partnercenter.Config) { c.MaxBody = int64(n) }
	}
	for name, step := range map[string]http.HandlerFunc{"plain": reply(200, body),
		"gzip": gzipped(body)} {
		_, err := list(t, newClient(t, serve(t, step), limit(len(body)-1)), fraud.Query{})
		var undecodable *jsonlist.Error
		if !errors.As(err, &undecodable) || undecodable.Problem != jsonlist.ProblemTooLarge {
			t.Errorf("%s, one byte too much: got %v", name, err)
		}
		if _, err := list(t, newClient(t, serve(t, step), limit(len(body))),
			fraud.Query{}); err != nil {
			t.Errorf("%s, just enough: got %v", name, err)
		}
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
	n := 0
	err := newClient(t, s).FraudEvents().List(t.Context(), fraud.Query{},
		partnercenter.Rows(func(fraud.Event) error {
			if n++; n == 1 {
				close(visited)
			}
			return nil
		}))
	if err != nil || n != 2 {
		t.Errorf("got %d events, %v", n, err)
	}
}

// decodeField decodes one event whose only other field is given.
func decodeField(t *testing.T, field, value string) fraud.Event {
	t.Helper()
	body := fmt.Sprintf(`[{"eventId":"a",%q:%s}]`, field, value)
	got, err := list(t, newClient(t, serve(t, reply(200, body))), fraud.Query{})
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return got[0]
}

// What says that there is nothing to say is the zero value.
func TestDecode_PlaceholdersAreZero(t *testing.T) {
	t.Parallel()
	const never = `"9999-12-31T23:59:59.9970000"`
	for field, value := range map[string]string{
		"resolvedReason": `"None"`, "resolvedBy": `"none"`, "resolvedOn": never, "firstObserved": never,
		"lastObserved": never, "country": "null", "eventTime": `""`,
	} {
		want := fraud.Event{Key: fraud.Key{EventID: "a"}}
		if diff := cmp.Diff(want, decodeField(t, field, value)); diff != "" {
			t.Errorf("%s %s: %s", field, value, diff)
		}
	}
}

func TestDecode_EnumValues(t *testing.T) {
	t.Parallel()
	decoded := func(field, value string) fraud.Event {
		return decodeField(t, field, strconv.Quote(value))
	}
	for field, of := range map[string]func(e fraud.Event) string{
		"eventType":       func(e fraud.Event) string { return e.EventType },
		"eventStatus":     func(e fraud.Event) string { return string(e.Status) },
		"resolvedReason":  func(e fraud.Event) string { return string(e.Reason) },
		"severity":        func(e fraud.Event) string { return e.Severity },
		"confidenceLevel": func(e fraud.Event) string { return e.ConfidenceLevel },
	} {
		documented := map[string]string{"eventType": "UsageAnomalyDetection",
			"eventStatus": "Investigating", "resolvedReason": "Legitimate", "severity": "Medium",
			"confidenceLevel": "High"}
		want := documented[field]
		if got := of(decoded(field, strings.ToUpper(want))); got != want {
			t.Errorf("%s is %q, want the documented spelling %q", field, got, want)
		}
		if got := of(decoded(field, "oNHold")); got != "oNHold" {
			t.Errorf("%s is %q, and the documentation does not know it", field, got)
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
			if diff := cmp.Diff(want, decodeField(t, key, value).IsTest); diff != "" {
				t.Errorf("%s %s: %s", key, value, diff)
			}
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
	} {
		expect.Equal(t, value, want, decodeField(t, "affectedResources", value).AffectedResources)
	}
}
