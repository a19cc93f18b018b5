// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestUpdate_SendsTheDocumentedBody(t *testing.T) {
	t.Parallel()
	const id = subscriptionID + "_2edeb5b1-766f-4209-9271-3ddf27755afa"
	s, u := serve(t, reply(200, "[]")), fraudUpdate(t)
	u.EventIDs = expect.Must(fraud.NewEventIDs(id, id))(t)
	_ = updated(t, newClient(t, s), u)
	got := s.seen()[0]
	expect.Equal(t, "call", "POST /v1/fraudEvents/subscription/"+subscriptionID+"/status",
		got.method+" "+got.uri)
	// Decode into maps, because the case of keys matters.
	var sent, documented map[string]any
	expect.NoError(t, errors.Join(json.Unmarshal([]byte(got.body), &sent),
		json.Unmarshal([]byte(sample(t, "05-update-status-request.json")), &documented)))
	expect.Equal(t, "body", documented, sent)
}

func TestUpdate_TheReasonIsEmptyUnlessResolved(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{"Active": "", "Investigating": "",
		"Resolved": "Fraud"} {
		s, u := serve(t, reply(200, "[]")), fraudUpdate(t)
		u.Decision = expect.Must(fraud.NewDecision(status, want))(t)
		_ = updated(t, newClient(t, s), u)
		expect.Equal(t, "body", `{"EventIds":["event-1"],"EventStatus":"`+status+
			`","ResolvedReason":"`+want+`"}`, s.seen()[0].body)
	}
}

func TestUpdate_EscapesTheSubscriptionID(t *testing.T) {
	t.Parallel()
	s, u := serve(t, reply(200, "[]")), fraudUpdate(t)
	u.SubscriptionID = "a/../b?c#d e"
	_ = updated(t, newClient(t, s), u)
	expect.Equal(t, "address", "/v1/fraudEvents/subscription/a%2F..%2Fb%3Fc%23d%20e/status",
		s.seen()[0].uri)
}

func TestUpdate_RefusesBeforeTheNetwork(t *testing.T) {
	t.Parallel()
	expect.Each(t, map[string]func(*fraud.Update){
		"no event ids":       func(u *fraud.Update) { u.EventIDs = fraud.EventIDs{} },
		"no subscription":    func(u *fraud.Update) { u.SubscriptionID = "" },
		"blank subscription": func(u *fraud.Update) { u.SubscriptionID = " \t" },
		"dots":               func(u *fraud.Update) { u.SubscriptionID = ".." },
		"no status":          func(u *fraud.Update) { u.Decision = fraud.Decision{} },
	}, func(t *testing.T, change func(*fraud.Update)) {
		u := fraudUpdate(t)
		change(&u)
		source := &tokens{values: []string{"token-1"}}
		failed := failedUpdate(t, newClient(t, serve(t), withTokens(source)), u)
		expect.Equal(t, "requests for tokens", 0, len(source.asked))
		expect.Contains(t, failed.Error(), "): an update ")
	})
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
	set := expect.Must(fraud.NewEventIDs("b", "a", "b"))(t)
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
		result := updated(t, newClient(t, serve(t, reply(200, body))), fraudUpdate(t))
		expect.Equal(t, body, want, idsOf(result.Events))
	}
	result := updated(t, newClient(t, serve(t, reply(204, ""))), fraudUpdate(t))
	if result.RequestID == "" || result.CorrelationID != correlationID {
		t.Errorf("204: %+v", result)
	}
}

func TestUpdate_AReplyThatCannotBeReadIsNotAFailedWrite(t *testing.T) {
	t.Parallel()
	expect.Each(t, map[string]http.HandlerFunc{
		"HTML":       reply(200, "<html></html>"),
		"truncated":  reply(200, events("event-1")[:20]),
		"no list":    reply(200, `{"ok":true}`),
		"broken off": short(),
	}, func(t *testing.T, step http.HandlerFunc) {
		result := updated(t, newClient(t, serve(t, step)), fraudUpdate(t))
		if len(result.Events) != 0 || result.RequestID == "" {
			t.Errorf("got %+v", result)
		}
	})
}
