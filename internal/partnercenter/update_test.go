// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

func TestUpdate_SendsTheDocumentedBody(t *testing.T) {
	t.Parallel()
	ids, err := fraud.NewEventIDs(subscriptionID+"_2edeb5b1-766f-4209-9271-3ddf27755afa",
		subscriptionID+"_2edeb5b1-766f-4209-9271-3ddf27755afa")
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, reply(200, "[]"))
	u := partnercenter.StatusUpdate{SubscriptionID: subscriptionID, EventIDs: ids,
		EventStatus: "Resolved", ResolvedReason: "Fraud"}
	if _, err := newClient(t, s).UpdateFraudEvents(t.Context(), u, never(t)); err != nil {
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
		u.EventStatus = status
		if _, err := newClient(t, s).UpdateFraudEvents(t.Context(), u, never(t)); err != nil {
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
	if _, err := newClient(t, s).UpdateFraudEvents(t.Context(), u, never(t)); err != nil {
		t.Fatal(err)
	}
	if uri := s.seen()[0].uri; uri != "/v1/fraudEvents/subscription/a%2F..%2Fb%3Fc%23d%20e/status" {
		t.Errorf("got %s", uri)
	}
}

func TestUpdate_RefusesBeforeTheNetwork(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*partnercenter.StatusUpdate){
		"no event ids":        func(u *partnercenter.StatusUpdate) { u.EventIDs = fraud.EventIDs{} },
		"no subscription":     func(u *partnercenter.StatusUpdate) { u.SubscriptionID = "" },
		"blank subscription":  func(u *partnercenter.StatusUpdate) { u.SubscriptionID = " \t" },
		"dots":                func(u *partnercenter.StatusUpdate) { u.SubscriptionID = ".." },
		"no status":           func(u *partnercenter.StatusUpdate) { u.EventStatus = "" },
		"resolved, no reason": func(u *partnercenter.StatusUpdate) { u.ResolvedReason = " " },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := fraudUpdate(t)
			change(&u)
			source := &tokens{values: []string{"token-1"}}
			_, err := newClient(t, serve(t), withTokens(source)).UpdateFraudEvents(t.Context(), u, never(t))
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
		result, err := newClient(t, serve(t, reply(200, body))).UpdateFraudEvents(t.Context(),
			fraudUpdate(t), never(t))
		if err != nil || result.ConfirmedByReading {
			t.Errorf("%s: %+v, %v", body, result, err)
		}
		if diff := cmp.Diff(want, idsOf(result.Events)); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
	s := serve(t, reply(204, ""))
	result, err := newClient(t, s).UpdateFraudEvents(t.Context(), fraudUpdate(t), never(t))
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
			result, err := newClient(t, serve(t, step)).UpdateFraudEvents(t.Context(), fraudUpdate(t),
				never(t))
			if err != nil || len(result.Events) != 0 || result.ConfirmedByReading || result.RequestID == "" {
				t.Errorf("got %+v, %v", result, err)
			}
		})
	}
}

func TestUpdate_IsRetriedWhenTheServiceSaysThatItFailed(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(429, ""), reply(500, ""), reply(502, ""), reply(503, ""), reply(408, ""),
		reply(200, "[]"))
	result, err := newClient(t, s).UpdateFraudEvents(t.Context(), fraudUpdate(t), never(t))
	if err != nil || len(s.seen()) != 6 {
		t.Errorf("got %+v, %v after %d attempts", result, err, len(s.seen()))
	}
	for _, r := range s.seen() {
		if r.body != s.seen()[0].body {
			t.Errorf("a retry sent %s", r.body)
		}
	}
}

func TestUpdate_ConnectionRefusedIsRetriedDirectly(t *testing.T) {
	t.Parallel()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	c := newClientAt(t, gone.URL, func(c *partnercenter.Config) { c.Retry.MaxRetries = 2 })
	_, err := c.UpdateFraudEvents(t.Context(), fraudUpdate(t), never(t))
	var failed *partnercenter.Error
	if !errors.As(err, &failed) || failed.Attempts != 3 || failed.OutcomeUnknown {
		t.Errorf("got %v", err)
	}
}

// The outcome is unknown after these: nothing came back, or the gateway stopped waiting.
func unknownOutcomes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{"no response": hangUp, "504": reply(504, "")}
}

func TestUpdate_AnUnknownOutcomeIsResolvedByReading(t *testing.T) {
	t.Parallel()
	for name, step := range unknownOutcomes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, options := range [][]func(*partnercenter.Config){nil, {noRetry}} {
				var asked []string
				s := serve(t, step)
				result, err := newClient(t, s, options...).UpdateFraudEvents(t.Context(), fraudUpdate(t),
					func(_ context.Context, sent fraud.Sent) (bool, error) {
						asked = append(asked, sent.RequestID)
						return true, nil
					})
				sent := s.column("MS-RequestId")
				if err != nil || !result.ConfirmedByReading || result.RequestID != sent[0] ||
					!slices.Equal(asked, sent) {
					t.Errorf("got %+v, %v, asked about %q, sent %q", result, err, asked, sent)
				}
			}
		})
	}
}

func TestUpdate_IsSentAgainOnlyAfterReadingThatItDidNotHappen(t *testing.T) {
	t.Parallel()
	for name, step := range unknownOutcomes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, step, step, reply(200, events("event-1")))
			var sentWhenAsked []int
			result, err := newClient(t, s).UpdateFraudEvents(t.Context(), fraudUpdate(t),
				func(context.Context, fraud.Sent) (bool, error) {
					sentWhenAsked = append(sentWhenAsked, len(s.seen()))
					return false, nil
				})
			if err != nil || result.ConfirmedByReading {
				t.Errorf("got %+v, %v", result, err)
			}
			if diff := cmp.Diff([]int{1, 2}, sentWhenAsked); diff != "" {
				t.Error(diff)
			}
			ids := s.column("MS-RequestId")
			if len(ids) != 3 {
				t.Fatalf("%d attempts, want 3", len(ids))
			}
			if same := ids[0] == ids[1] && ids[1] == ids[2]; same != (name == "no response") {
				t.Errorf("got request ids %q", ids)
			}
		})
	}
}

func TestUpdate_AnUnknownOutcomeWithoutFurtherRetriesIsReadAndReported(t *testing.T) {
	t.Parallel()
	for name, step := range unknownOutcomes() {
		asked := 0
		_, err := newClient(t, serve(t, step), noRetry).UpdateFraudEvents(t.Context(), fraudUpdate(t),
			func(context.Context, fraud.Sent) (bool, error) { asked++; return false, nil })
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || failed.OutcomeUnknown || asked != 1 {
			t.Errorf("%s: got %v, asked %d times", name, err, asked)
		}
	}
}

func TestUpdate_WhenReadingFailsTooTheErrorHoldsBoth(t *testing.T) {
	t.Parallel()
	unreadable := errors.New("the listing failed")
	for name, step := range unknownOutcomes() {
		for _, options := range [][]func(*partnercenter.Config){nil, {noRetry}} {
			asked := 0
			_, err := newClient(t, serve(t, step), options...).UpdateFraudEvents(t.Context(), fraudUpdate(t),
				func(context.Context, fraud.Sent) (bool, error) { asked++; return false, unreadable })
			var failed *partnercenter.Error
			if !errors.As(err, &failed) || !failed.OutcomeUnknown || !errors.Is(err, unreadable) ||
				asked != 1 {
				t.Fatalf("%s: got %v, asked %d times", name, err, asked)
			}
			cause := map[string]string{"no response": "closed the connection without an answer",
				"504": "HTTP 504 Gateway Timeout"}[name]
			for _, want := range []string{cause, "the listing failed",
				"Whether the update was applied is not known", "before trying again"} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%s: %q does not say %q", name, err, want)
				}
			}
		}
	}
}

func TestUpdate_WithoutAWayToReadAnUnknownOutcomeIsAnError(t *testing.T) {
	t.Parallel()
	for name, step := range unknownOutcomes() {
		_, err := newClient(t, serve(t, step)).UpdateFraudEvents(t.Context(), fraudUpdate(t), nil)
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || !failed.OutcomeUnknown {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestUpdate_CutShortByTheDeadlineTheOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hangs := roundTrip(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		c, err := partnercenter.NewClient(partnercenter.Config{
			BaseURL: "https://api.partnercenter.test", HTTPClient: &http.Client{Transport: connected{hangs}},
			Tokens: &tokens{values: []string{"token-1"}}, Retry: transport.RetryPolicy{MaxRetries: 6},
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = c.UpdateFraudEvents(ctx, fraudUpdate(t), never(t))
		var failed *partnercenter.Error
		if !errors.As(err, &failed) || !failed.OutcomeUnknown ||
			!errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUpdate_LooksAgainAfterALongWait(t *testing.T) {
	t.Parallel()
	busy := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	service := serve(t, busy)
	looked := 0
	about := "nothing yet"
	_, err := newClient(t, service).UpdateFraudEvents(t.Context(), fraudUpdate(t),
		func(_ context.Context, sent fraud.Sent) (bool, error) {
			looked++
			about = sent.RequestID
			return false, errors.New("somebody else was there")
		})
	if looked != 1 || about != service.requests[0].header.Get("MS-RequestId") || err == nil ||
		!strings.Contains(err.Error(), "somebody else was there") || len(service.requests) != 1 {
		t.Errorf("looked %d times, %d requests, %v", looked, len(service.requests), err)
	}
}
