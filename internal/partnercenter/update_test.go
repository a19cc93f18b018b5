// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestUpdate_SendsTheDocumentedBody(t *testing.T) {
	t.Parallel()
	ids, err := fraud.NewEventIDs(subscriptionID+"_2edeb5b1-766f-4209-9271-3ddf27755afa",
		subscriptionID+"_2edeb5b1-766f-4209-9271-3ddf27755afa")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, reply(200, "[]"))
	u := fraudUpdate(t)
	u.EventIDs = ids
	if _, err := newClient(t, s).FraudEvents().Update(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	got := s.seen()[0]
	if got.method != http.MethodPost || got.uri != "/v1/fraudEvents/subscription/"+subscriptionID+
		"/status" {
		t.Errorf("got %s %s", got.method, got.uri)
	}
	// As maps, so that the case of keys counts.
	var sent, documented map[string]any
	if err := errors.Join(json.Unmarshal([]byte(got.body), &sent),
		json.Unmarshal([]byte(sample(t, "05-update-status-request.json")), &documented)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(documented, sent); diff != "" {
		t.Error(diff)
	}
}

func TestUpdate_TheReasonIsEmptyUnlessResolved(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{"Active": "", "Investigating": "",
		"Resolved": "Fraud"} {
		s := serve(t, reply(200, "[]"))
		u := fraudUpdate(t)
		u.Decision = decide(t, status, want)
		if _, err := newClient(t, s).FraudEvents().Update(t.Context(), u); err != nil {
			t.Fatal(err)
		}
		if body := s.seen()[0].body; body != `{"EventIds":["event-1"],"EventStatus":"`+status+
			`","ResolvedReason":"`+want+`"}` {
			t.Errorf("got %s", body)
		}
	}
}

func TestUpdate_EscapesTheSubscriptionID(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, "[]"))
	u := fraudUpdate(t)
	u.SubscriptionID = "a/../b?c#d e"
	if _, err := newClient(t, s).FraudEvents().Update(t.Context(), u); err != nil {
		t.Fatal(err)
	}
	if uri := s.seen()[0].uri; uri != "/v1/fraudEvents/subscription/a%2F..%2Fb%3Fc%23d%20e/status" {
		t.Errorf("got %s", uri)
	}
}

func TestUpdate_RefusesBeforeTheNetwork(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*fraud.Update){
		"no event ids":       func(u *fraud.Update) { u.EventIDs = fraud.EventIDs{} },
		"no subscription":    func(u *fraud.Update) { u.SubscriptionID = "" },
		"blank subscription": func(u *fraud.Update) { u.SubscriptionID = " \t" },
		"dots":               func(u *fraud.Update) { u.SubscriptionID = ".." },
		"no status":          func(u *fraud.Update) { u.Decision = fraud.Decision{} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := fraudUpdate(t)
			change(&u)
			source := &tokens{values: []string{"token-1"}}
			_, err := newClient(t, serve(t), withTokens(source)).FraudEvents().Update(t.Context(), u)
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || len(source.asked) != 0 ||
				!strings.Contains(err.Error(), "): an update ") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestNewEventIDs_CannotMakeAnEmptySet(t *testing.T) {
	t.Parallel()
	for _, ids := range [][]string{{""}, {" "}, {"a", "\t"}} {
		if _, err := fraud.NewEventIDs(ids[0], ids[1:]...); err == nil {
			t.Errorf("%q was accepted", ids)
		}
	}
	if encoded, err := json.Marshal(fraud.EventIDs{}); err == nil {
		t.Errorf("the zero value was encoded as %s", encoded)
	}
	set, err := fraud.NewEventIDs("b", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	set.Slice()[0] = "" // a copy
	encoded, err := json.Marshal(set)
	if err != nil || string(encoded) != `["b","a"]` || set.Len() != 2 {
		t.Errorf("got %s, %v", encoded, err)
	}
}

func TestUpdate_ReadsTheReplyInEachForm(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		events("event-1", "event-2"):                         {"event-1", "event-2"},
		`{"totalCount":1,"items":` + events("event-1") + `}`: {"event-1"},
		"[]": nil,
	} {
		result, err := newClient(t, serve(t, reply(200, body))).FraudEvents().Update(t.Context(),
			fraudUpdate(t))
		if err != nil {
			t.Errorf("%s: %+v, %v", body, result, err)
		}
		if diff := cmp.Diff(want, idsOf(result.Events)); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
	s := serve(t, reply(204, ""))
	result, err := newClient(t, s).FraudEvents().Update(t.Context(), fraudUpdate(t))
	if err != nil || len(s.seen()) != 1 || result.RequestID == "" ||
		result.CorrelationID != correlationID {
		t.Errorf("204: %+v, %v", result, err)
	}
}

func TestUpdate_AReplyThatCannotBeReadIsNotAFailedWrite(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]http.HandlerFunc{
		"HTML":       reply(200, "<html></html>"),
		"truncated":  reply(200, events("event-1")[:20]),
		"no list":    reply(200, `{"ok":true}`),
		"broken off": brokenOff("Content-Length: 5000", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result, err := newClient(t, serve(t, step)).FraudEvents().Update(t.Context(), fraudUpdate(t))
			if err != nil || len(result.Events) != 0 || result.RequestID == "" {
				t.Errorf("got %+v, %v", result, err)
			}
		})
	}
}
