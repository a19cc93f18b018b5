// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

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
	for want, err := range map[string]error{
		"Partner Center does not list event e1 for subscription sub": &fraud.UnlistedError{
			Key: key, SubscriptionKnown: true,
		},
		"Partner Center does not know subscription sub, so it lists none of its " +
			"events": &fraud.UnlistedError{Key: key},
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
		"Partner Center accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but still reports the event as Active": &fraud.UnconfirmedError{
			Key: key, Decision: decision, Event: &fraud.Event{Key: key, Status: fraud.Active,
				ResolvedBy: "kim@contoso.com"}, Err: context.Canceled,
		},
		"Partner Center accepted the update of event e1 of subscription sub to Resolved (Fraud), but " +
			"still reported the event as Active, and the next read failed: " +
			"throttled": &fraud.UnconfirmedError{Key: key, Decision: decision,
			Event: &fraud.Event{Key: key, Status: fraud.Active}, Err: errors.New("throttled"),
		},
		"it is unknown whether the update of event e1 of subscription sub to Resolved (Fraud) was " +
			"applied, because the event could not be read: context canceled": &fraud.UnconfirmedError{
			Key: key, Decision: decision, Err: context.Canceled,
		},
		"no usable answer arrived for the update of event e1 of subscription sub to Resolved (Fraud), " +
			"which may have been applied, and another attempt failed: " +
			"the call failed": &fraud.UnconfirmedError{
			Key: key, Decision: decision, Event: &ignored, Again: true, Err: errors.New("the call failed"),
		},
		"Partner Center accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but no longer lists the event": &fraud.UnconfirmedError{
			Key: key, Decision: decision,
		},
		"Partner Center accepted the update of event e1 of subscription sub to Resolved (Fraud), " +
			"but no longer lists the event " +
			"[MS-RequestId r, MS-CorrelationId c]": &fraud.UnconfirmedError{Key: key, Decision: decision,
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
	for want, e := range map[string]fraud.UnconfirmedError{
		"[MS-RequestId r, MS-CorrelationId c]": {RequestID: "r", CorrelationID: "c"},
		"[client-request-id r]":                {RequestID: "r"},
		"but no longer lists the event":        {},
	} {
		if got := e.Error(); !strings.HasSuffix(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
