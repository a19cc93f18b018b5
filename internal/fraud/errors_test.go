// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestErrors_SayWhatWhoAndWhen(t *testing.T) {
	t.Parallel()
	key := fraud.Key{SubscriptionID: "sub", EventID: "e1"}
	ignored := fraud.Event{
		Key: key, Status: fraud.Resolved, Reason: fraud.Ignore, ResolvedBy: "kim@contoso.com",
		ResolvedOn: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC),
	}
	decision := resolve(fraud.Fraud)
	of := fraud.Service{Name: "Contoso Alerts", RequestID: "X-Request", CorrelationID: "X-Run"}
	for want, err := range map[string]error{
		"Contoso Alerts does not list event e1 for subscription sub": &fraud.UnlistedError{
			Key: key, Service: of, SubscriptionKnown: true,
		},
		"Contoso Alerts does not know subscription sub, so it lists none of its " +
			"events": &fraud.UnlistedError{Key: key, Service: of},
		"event e1 is already Resolved (Ignore) by kim@contoso.com on 2026-03-04T05:06:07Z, but " +
			"the decision is Resolved (Fraud)": &fraud.OverwriteError{
			Event: ignored, Decision: decision,
		},
		"event e1 changed since it was reviewed: it was Active then and is now Resolved (Ignore) by " +
			"kim@contoso.com on 2026-03-04T05:06:07Z, but the decision is Resolved " +
			"(Fraud)": &fraud.ChangedError{
			Event: ignored, Seen: fraud.Reopen().Standing(), Decision: decision,
		},
		"event id e1 matches several events of subscription sub, which differ only in " +
			"case: E1, e1": &fraud.AmbiguousError{
			Key: key, Fits: []string{"E1", "e1"},
		},
		"Contoso Alerts accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but still reports the event as Active": &fraud.UnconfirmedError{
			Key: key, Service: of, Decision: decision, Event: &fraud.Event{Key: key, Status: fraud.Active,
				ResolvedBy: "kim@contoso.com"}, Err: context.Canceled,
		},
		"Contoso Alerts accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but still reports the event as Investigating": &fraud.UnconfirmedError{
			Key: key, Service: of, Decision: decision,
			Event: &fraud.Event{Key: key, Status: fraud.Investigating},
			Err:   callError{fraud.OutOfTime}, // in the middle of a read
		},
		"Contoso Alerts accepted the update of event e1 of subscription sub to Resolved (Fraud), but " +
			"still reported the event as Active, and the next read failed: " +
			"throttled": &fraud.UnconfirmedError{Key: key, Service: of, Decision: decision,
			Event: &fraud.Event{Key: key, Status: fraud.Active}, Err: errors.New("throttled"),
		},
		"it is unknown whether the update of event e1 of subscription sub to Resolved (Fraud) was " +
			"applied, because the event could not be read: context canceled": &fraud.UnconfirmedError{
			Key: key, Service: of, Decision: decision, Err: context.Canceled,
		},
		"no usable answer arrived for the update of event e1 of subscription sub to Resolved (Fraud), " +
			"which may have been applied, and another attempt failed: " +
			"the call failed": &fraud.UnconfirmedError{
			Key: key, Service: of, Decision: decision, Event: &ignored, Again: true,
			Err: errors.New("the call failed"),
		},
		"Contoso Alerts accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but no longer lists the event": &fraud.UnconfirmedError{
			Key: key, Service: of, Decision: decision,
		},
		"Contoso Alerts accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but no longer lists the event " +
			"[X-Request r, X-Run c]": &fraud.UnconfirmedError{Key: key, Service: of, Decision: decision,
			RequestID: "r", CorrelationID: "c"},
	} {
		if err.Error() != want {
			t.Errorf("got  %s\nwant %s", err, want)
		}
	}
	if !errors.Is(&fraud.UnconfirmedError{Err: context.Canceled}, context.Canceled) {
		t.Error("the cause is hidden")
	}
}

func TestUnconfirmedError_NamesIDsAsTheServiceDoes(t *testing.T) {
	t.Parallel()
	both := fraud.Service{RequestID: "X-Request", CorrelationID: "X-Run"}
	one := fraud.Service{RequestID: "X-Request"}
	for want, e := range map[string]fraud.UnconfirmedError{
		"[X-Request r, X-Run c]":        {Service: both, RequestID: "r", CorrelationID: "c"},
		"[X-Request q]":                 {Service: both, RequestID: "q"},
		"[X-Request p]":                 {Service: one, RequestID: "p", CorrelationID: "c"},
		"but no longer lists the event": {Service: both, CorrelationID: "c"},
		"no longer lists the event":     {RequestID: "r", CorrelationID: "c"},
	} {
		if got := e.Error(); !strings.HasSuffix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A message without a known service names none.
func TestService_TheZeroValueIsNoName(t *testing.T) {
	t.Parallel()
	err := &fraud.UnlistedError{Key: fraud.Key{SubscriptionID: "s", EventID: "e"},
		SubscriptionKnown: true}
	expect.Equal(t, "text", "the service does not list event e for subscription s", err.Error())
}
