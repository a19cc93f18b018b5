// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package harness_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestFault_AnswersInPlaceOfTheService(t *testing.T) {
	t.Parallel()
	type row struct {
		fault  emulator.Fault
		status int
		header string
		value  string
		body   string
	}
	expect.Each(t, map[string]row{
		"status and code": {emulator.Fault{Status: 403, Code: "900309"}, 403, "Content-Type",
			"application/json; charset=utf-8", `"code":"900309"`},
		"gateway 429": {emulator.Fault{Status: 429, RetryAfter: "2"}, 429, "Retry-After", "2",
			"Try again in 2 seconds."},
		"date": {emulator.Fault{Status: 503, RetryAfter: "Fri, 31 Dec 1999 23:59:59 GMT"}, 503,
			"Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT", `"code":"503"`},
		"HTML": {emulator.Fault{Status: 502, HTML: true}, 502, "Content-Type",
			"text/html; charset=utf-8", "<html>"},
		"own body": {emulator.Fault{Body: `{"odd":1}`}, 200, "Content-Type",
			"application/json; charset=utf-8", `{"odd":1}`},
		"content type": {emulator.Fault{ContentType: "text/plain"}, 200, "Content-Type", "text/plain",
			eventA1},
		"redirect": {emulator.Fault{Status: 307, Location: "http://127.0.0.1:1/"}, 307, "Location",
			"http://127.0.0.1:1/", ""},
	}, func(t *testing.T, test row) {
		c := emulatortest.Start(t)
		test.fault.Kind = emulator.KindList
		c.Server.AddFault(test.fault)
		got := c.List("").Expect(t, test.status, "")
		if got.Header.Get(test.header) != test.value || !strings.Contains(got.Body, test.body) {
			t.Errorf("%s: %q, body %.200s", test.header, got.Header.Get(test.header), got.Body)
		}
		expect.Equal(t, "events of the next call", 3, len(c.List("").IDs(t)))
	})
}

func TestFault_QueueCountsSkipsAndMatches(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 500, Times: -1})
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 503, Skip: 1, Times: 2})
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindAny, Status: 504})
	var statuses []int
	for range 5 {
		statuses = append(statuses, c.List("").StatusCode)
	}
	// The first listing passes the second fault, which lets it through, and meets the third.
	expect.Equal(t, "got", []int{504, 503, 503, 200, 200}, statuses)
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusInternalServerError, "800003")
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusInternalServerError, "800003")
	c.Server.ClearFaults()
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusOK, "")
}

func TestFault_ConnectionBreaksBeforeOrAfterTheEffect(t *testing.T) {
	t.Parallel()
	for after, want := range map[bool]string{false: "Active", true: "Resolved"} {
		c := emulatortest.Start(t)
		c.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: after})
		r := c.Request(http.MethodPost, "/v1/fraudEvents/subscription/"+subA+"/status",
			`{"EventIds":["`+eventA1+`"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`)
		id := r.Header.Get("MS-RequestId")
		if got, err := c.Try(r); err == nil {
			t.Fatalf("an answer came: %d", got.StatusCode)
		}
		if e, _ := c.Server.Event(eventA1); e.EventStatus != want {
			t.Errorf("after effect %v: %s, want %s", after, e.EventStatus, want)
		}
		if r := c.Server.Requests(); len(r) != 1 || r[0].Status != 0 {
			t.Errorf("noted %d requests, status %d", len(r), r[0].Status)
		}
		again := c.Request(http.MethodGet, "/v1/fraudEvents", "")
		again.Header.Set("MS-RequestId", id)
		c.Send(again)
		c.ExpectViolations()
	}
}

func TestFault_GatewayTimeoutAfterTheEffect(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 504, AfterEffect: true})
	c.Resolve(subA, "Fraud", eventA1).Expect(t, http.StatusGatewayTimeout, "504")
	c.ExpectEvent(eventA1, "Resolved Fraud")
}

func TestFault_TruncatedAnswer(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindList, Truncate: true})
	got, err := c.Try(c.Request(http.MethodGet, "/v1/fraudEvents", ""))
	if !errors.Is(err, io.ErrUnexpectedEOF) || got.StatusCode != http.StatusOK ||
		!strings.HasPrefix(got.Body, "[{") {
		t.Errorf("%d, %.20q, %v", got.StatusCode, got.Body, err)
	}
}

func TestFault_DelayOutlastsAnImpatientClientButTakesEffect(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.Server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: time.Hour})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		expect.Eventually(t, "the request", func() bool {
			return c.Server.Count(emulator.KindUpdate) > 0
		})
		cancel() // the request has arrived, and its client gives up
	}()
	r := c.Request(http.MethodPost, "/v1/fraudEvents/subscription/"+subA+"/status",
		`{"EventIds":["`+eventA1+`"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`).WithContext(ctx)
	if _, err := c.Try(r); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if err := c.Server.Close(); err != nil { // waits until the call has been served
		t.Fatal(err)
	}
	c.ExpectEvent(eventA1, "Resolved Fraud")
	c.ExpectViolations()
}

func TestLatency_IsAddedToEveryCall(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t, func(o *emulator.Options) { o.Latency = 30 * time.Millisecond })
	begin := time.Now()
	c.List("")
	c.SignIn(c.Redemption(c.Server.RefreshToken())).Expect(t, http.StatusOK, "")
	if took := time.Since(begin); took < 60*time.Millisecond {
		t.Errorf("two calls took %s", took)
	}
}

func TestCounts_EveryRequestByKindWithoutSecrets(t *testing.T) {
	t.Parallel()
	c := emulatortest.Start(t)
	c.List("?EventStatus=Active")
	c.Resolve(subA, "Fraud", eventA1)
	c.SignIn(c.Redemption(c.Server.RefreshToken()))
	c.Send(c.Request(http.MethodGet, "/v1/customers", ""))
	want := map[string]int{"list": 1, "update": 1, "token": 1, "other": 1}
	expect.Equal(t, "got", want, c.Server.Counts())
	if c.Server.Count(emulator.KindAny) != 4 || c.Server.Count(emulator.KindList) != 1 {
		t.Errorf("any %d, list %d", c.Server.Count(emulator.KindAny), c.Server.Count(emulator.KindList))
	}
	requests := c.Server.Requests()
	if r := requests[0]; r.Query.Get("EventStatus") != "Active" || r.Header.Get("Accept") == "" ||
		r.Status != 200 ||
		!strings.HasPrefix(r.Header.Get("Authorization"), "Bearer sha256:") {
		t.Errorf("the listing is noted as %+v", r)
	}
	if !strings.Contains(requests[1].Body, eventA1) {
		t.Errorf("the write's body is noted as %q", requests[1].Body)
	}
	for _, r := range requests {
		for _, secret := range c.Server.IssuedSecrets() {
			if strings.Contains(r.Body, secret) || strings.Contains(r.Header.Get("Authorization"), secret) {
				t.Errorf("a secret is in the note of %s", r.Path)
			}
		}
	}
	c.Server.ResetCounts()
	if c.Server.Count(emulator.KindAny) != 0 || len(c.Server.Requests()) != 0 {
		t.Error("counts are left after the reset")
	}
}
