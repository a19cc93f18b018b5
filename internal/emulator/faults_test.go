// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestFault_AnswersInPlaceOfTheService(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  emulator.Fault
		status int
		header string
		value  string
		body   string
	}{
		"status and code": {emulator.Fault{Status: 403, Code: "900309"}, 403, "Content-Type", "application/json; charset=utf-8", `"code":"900309"`},
		"gateway 429":     {emulator.Fault{Status: 429, RetryAfter: "2"}, 429, "Retry-After", "2", "Try again in 2 seconds."},
		"date":            {emulator.Fault{Status: 503, RetryAfter: "Fri, 31 Dec 1999 23:59:59 GMT"}, 503, "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT", `"code":"503"`},
		"HTML":            {emulator.Fault{Status: 502, HTML: true}, 502, "Content-Type", "text/html; charset=utf-8", "<html>"},
		"own body":        {emulator.Fault{Body: `{"odd":1}`}, 200, "Content-Type", "application/json; charset=utf-8", `{"odd":1}`},
		"content type":    {emulator.Fault{ContentType: "text/plain"}, 200, "Content-Type", "text/plain", eventA1},
		"redirect":        {emulator.Fault{Status: 307, Location: "http://127.0.0.1:1/"}, 307, "Location", "http://127.0.0.1:1/", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t)
			test.fault.Kind = emulator.KindList
			c.server.AddFault(test.fault)
			got := c.list("").expect(t, test.status, "")
			if got.Header.Get(test.header) != test.value || !strings.Contains(got.body, test.body) {
				t.Errorf("%s: %q, body %.200s", test.header, got.Header.Get(test.header), got.body)
			}
			if n := len(c.list("").ids(t)); n != 3 {
				t.Errorf("the next call found %d events", n)
			}
		})
	}
}

func TestFault_QueueCountsSkipsAndMatches(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 500, Times: -1})
	c.server.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 503, Skip: 1, Times: 2})
	c.server.AddFault(emulator.Fault{Kind: emulator.KindAny, Status: 504})
	var statuses []int
	for range 5 {
		statuses = append(statuses, c.list("").StatusCode)
	}
	// The first listing passes the second fault, which lets it through, and meets the third.
	if diff := cmp.Diff([]int{504, 503, 503, 200, 200}, statuses); diff != "" {
		t.Error(diff)
	}
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusInternalServerError, "800003")
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusInternalServerError, "800003")
	c.server.ClearFaults()
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusOK, "")
}

func TestFault_ConnectionBreaksBeforeOrAfterTheEffect(t *testing.T) {
	t.Parallel()
	for after, want := range map[bool]string{false: "Active", true: "Resolved"} {
		c := start(t)
		c.server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Drop: true, AfterEffect: after})
		r := c.request(http.MethodPost, "/v1/fraudEvents/subscription/"+subA+"/status",
			`{"EventIds":["`+eventA1+`"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`)
		id := r.Header.Get("MS-RequestId")
		if got, err := c.try(r); err == nil {
			t.Fatalf("an answer came: %d", got.StatusCode)
		}
		if e, _ := c.server.Event(eventA1); e.EventStatus != want {
			t.Errorf("after effect %v: %s, want %s", after, e.EventStatus, want)
		}
		if r := c.server.Requests(); len(r) != 1 || r[0].Status != 0 {
			t.Errorf("noted %d requests, status %d", len(r), r[0].Status)
		}
		again := c.request(http.MethodGet, "/v1/fraudEvents", "")
		again.Header.Set("MS-RequestId", id)
		c.send(again)
		if v := c.server.Violations(); len(v) != 0 {
			t.Errorf("using the id again after no response was noted: %q", v)
		}
	}
}

func TestFault_GatewayTimeoutAfterTheEffect(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Status: 504, AfterEffect: true})
	c.resolve(subA, "Fraud", eventA1).expect(t, http.StatusGatewayTimeout, "504")
	if e, _ := c.server.Event(eventA1); e.EventStatus != "Resolved" {
		t.Errorf("the event is %s", e.EventStatus)
	}
}

func TestFault_TruncatedAnswer(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.server.AddFault(emulator.Fault{Kind: emulator.KindList, Truncate: true})
	got, err := c.try(c.request(http.MethodGet, "/v1/fraudEvents", ""))
	if !errors.Is(err, io.ErrUnexpectedEOF) || got.StatusCode != http.StatusOK || !strings.HasPrefix(got.body, "[{") {
		t.Errorf("%d, %.20q, %v", got.StatusCode, got.body, err)
	}
}

func TestFault_DelayOutlastsAnImpatientClientButTakesEffect(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.server.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r := c.request(http.MethodPost, "/v1/fraudEvents/subscription/"+subA+"/status",
		`{"EventIds":["`+eventA1+`"],"EventStatus":"Resolved","ResolvedReason":"Fraud"}`).WithContext(ctx)
	if _, err := c.try(r); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v", err)
	}
	if err := c.server.Close(); err != nil { // waits until the call has been served
		t.Fatal(err)
	}
	if e, _ := c.server.Event(eventA1); e.EventStatus != "Resolved" {
		t.Errorf("the event is %s", e.EventStatus)
	}
	if v := c.server.Violations(); len(v) != 0 {
		t.Errorf("violations %q", v)
	}
}

func TestLatency_IsAddedToEveryCall(t *testing.T) {
	t.Parallel()
	c := start(t, func(o *emulator.Options) { o.Latency = 30 * time.Millisecond })
	begin := time.Now()
	c.list("")
	c.signIn(c.redemption(c.server.RefreshToken())).expect(t, http.StatusOK, "")
	if took := time.Since(begin); took < 60*time.Millisecond {
		t.Errorf("two calls took %s", took)
	}
}

func TestCounts_EveryRequestByKindWithoutSecrets(t *testing.T) {
	t.Parallel()
	c := start(t)
	c.list("?EventStatus=Active")
	c.resolve(subA, "Fraud", eventA1)
	c.signIn(c.redemption(c.server.RefreshToken()))
	c.send(c.request(http.MethodGet, "/v1/customers", ""))
	want := map[string]int{"list": 1, "update": 1, "token": 1, "other": 1}
	if diff := cmp.Diff(want, c.server.Counts()); diff != "" {
		t.Error(diff)
	}
	if c.server.Count(emulator.KindAny) != 4 || c.server.Count(emulator.KindList) != 1 {
		t.Errorf("any %d, list %d", c.server.Count(emulator.KindAny), c.server.Count(emulator.KindList))
	}
	requests := c.server.Requests()
	if r := requests[0]; r.Query.Get("EventStatus") != "Active" || r.Header.Get("Accept") == "" || r.Status != 200 ||
		!strings.HasPrefix(r.Header.Get("Authorization"), "Bearer sha256:") {
		t.Errorf("the listing is noted as %+v", r)
	}
	if !strings.Contains(requests[1].Body, eventA1) {
		t.Errorf("the write's body is noted as %q", requests[1].Body)
	}
	for _, r := range requests {
		for _, secret := range c.server.IssuedSecrets() {
			if strings.Contains(r.Body, secret) || strings.Contains(r.Header.Get("Authorization"), secret) {
				t.Errorf("a secret is in the note of %s", r.Path)
			}
		}
	}
	c.server.ResetCounts()
	if c.server.Count(emulator.KindAny) != 0 || len(c.server.Requests()) != 0 {
		t.Error("counts are left after the reset")
	}
}

func TestSecrets_HoldEverythingThatWasIssued(t *testing.T) {
	t.Parallel()
	c := start(t)
	form := c.redemption(c.server.RefreshToken())
	answer := c.signIn(form).decode(t)
	secrets := map[string]bool{}
	for _, s := range c.server.IssuedSecrets() {
		secrets[s] = true
	}
	for name, secret := range map[string]any{
		"client secret": c.server.ClientSecret(), "minted token": c.token, "old refresh token": form.Get("refresh_token"),
		"new refresh token": answer["refresh_token"], "access token": answer["access_token"], "id token": answer["id_token"],
	} {
		if text, ok := secret.(string); !ok || !secrets[text] {
			t.Errorf("the %s is not among the secrets", name)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	c := start(t, func(o *emulator.Options) {
		o.Seed = emulator.Seed{Events: 50, Subscriptions: 5}
		o.DataDir = t.TempDir()
	})
	done := make(chan error)
	const workers = 8
	for i := range workers {
		go func() {
			e := emulator.NewEvent(subA, uuid.NewString())
			c.server.Inject(e)
			for range 5 {
				if _, err := c.try(c.request(http.MethodGet, "/v1/fraudEvents?EventStatus=Active", "")); err != nil {
					done <- err
					return
				}
				c.server.SetBehaviour(func(b *emulator.Behaviour) { b.UpdateLag = i % 2 })
				c.server.RefreshToken()
			}
			done <- c.server.ChangeStatus(e.EventID, "Resolved", "Fraud", "x")
		}()
	}
	for range workers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := c.server.Count(emulator.KindList); n != workers*5 {
		t.Errorf("%d listings counted, want %d", n, workers*5)
	}
}
