// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// oneEvent lists one event.
type oneEvent partnercenter.FraudEvent

func (o oneEvent) ListFraudEvents(_ context.Context, _ partnercenter.ListQuery,
	to partnercenter.Receiver) error {
	to.Begin()
	return errors.Join(to.Event(partnercenter.FraudEvent(o)), to.End())
}

func (oneEvent) UpdateFraudEvents(
	context.Context, partnercenter.StatusUpdate, fraud.LookAgain,
) (partnercenter.UpdateResult, error) {
	return partnercenter.UpdateResult{}, errors.New("nothing is written here")
}

func (oneEvent) NewEventsModel() bool { return true }

// keep keeps the event that a listing shows.
type keep struct{ event fraud.Event }

func (*keep) Begin() {}

func (k *keep) Event(e fraud.Event) error {
	k.event = e
	return nil
}

func (*keep) End() error { return nil }

// domainEvent is what the domain makes of an event as the service prints it.
func domainEvent(t *testing.T, e partnercenter.FraudEvent) fraud.Event {
	t.Helper()
	var got keep
	if err := partnercenter.FraudEventsOf(oneEvent(e)).List(t.Context(), fraud.Query{},
		&got); err != nil {
		t.Fatal(err)
	}
	return got.event
}

func TestNewEvent_ConvertsEveryField(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2021, 12, day, 1, 2, 3, 0, time.UTC) }
	in := partnercenter.FraudEvent{
		EventID: "event", EventTime: "2021-12-01T01:02:03", EventType: "usageanomalydetection",
		EventStatus: "RESOLVED", ResolvedReason: "fraud", ResolvedOn: "2021-12-02T01:02:03",
		ResolvedBy: "kim@contoso.com",
		Severity:   "medium", ConfidenceLevel: "high", DisplayName: "display name",
		Description:    "description",
		SubscriptionID: subscriptionID, SubscriptionName: "subscription name", SubscriptionType: "modern",
		CatalogOfferID:   "ms-azr-17g",
		CustomerTenantID: "customer", CustomerFriendlyName: "customer name", PartnerTenantID: "partner",
		PartnerFriendlyName:        "partner name",
		ValueAddedResellerTenantID: "reseller", ValueAddedResellerFriendlyName: "reseller name",
		Country:  "US",
		EntityID: "entity", EntityName: "entity name", EntityURL: `\entity\url`, ServiceName: "service",
		ResourceName: "resource", ResourceGroupName: "group", HitCount: "10",
		FirstOccurrence: "2021-12-03T01:02:03", LastOccurrence: "2021-12-04T01:02:03",
		FirstObserved: "2021-12-05T01:02:03", LastObserved: "2021-12-06T01:02:03", IsTest: new(true),
		AffectedResources: []partnercenter.AffectedResource{{AzureResourceID: `\resource`, Type: "vm"}},
		AdditionalDetails: map[string]string{"vM_IP": `["192.0.2.1"]`},
		ActivityLogs: []partnercenter.ActivityLog{
			{StatusFrom: "active", StatusTo: "INVESTIGATING", UpdatedBy: "lee@contoso.com",
				DateTime: "2021-12-07T01:02:03"},
		},
		AskedAt: at(8), Again: true,
	}
	want := fraud.Event{
		Key:       fraud.Key{SubscriptionID: subscriptionID, EventID: "event"},
		EventTime: at(1), EventType: "UsageAnomalyDetection",
		Status: fraud.Resolved, Reason: fraud.Fraud, ResolvedOn: at(2), ResolvedBy: "kim@contoso.com",
		Severity: "Medium", ConfidenceLevel: "High", DisplayName: "display name",
		Description:      "description",
		SubscriptionName: "subscription name", SubscriptionType: "modern", CatalogOfferID: "ms-azr-17g",
		CustomerTenantID: "customer", CustomerFriendlyName: "customer name", PartnerTenantID: "partner",
		PartnerFriendlyName:        "partner name",
		ValueAddedResellerTenantID: "reseller", ValueAddedResellerFriendlyName: "reseller name",
		Country:  "US",
		EntityID: "entity", EntityName: "entity name", EntityURL: `\entity\url`, ServiceName: "service",
		ResourceName: "resource", ResourceGroupName: "group", HitCount: new(int64(10)),
		FirstOccurrence: at(3), LastOccurrence: at(4), FirstObserved: at(5), LastObserved: at(6),
		IsTest:            new(true),
		AffectedResources: []fraud.AffectedResource{{AzureResourceID: `\resource`, Type: "vm"}},
		AdditionalDetails: map[string]string{"vM_IP": `["192.0.2.1"]`},
		ActivityLogs: []fraud.Activity{{StatusFrom: "Active", StatusTo: "Investigating",
			UpdatedBy: "lee@contoso.com", DateTime: at(7)}},
		AskedAt: at(8),
		Again:   true,
	}
	if diff := cmp.Diff(want, domainEvent(t, in)); diff != "" {
		t.Error(diff)
	}
	for _, v := range []any{in, want} { // so that a new field cannot be left out of this test
		for field, value := range reflect.ValueOf(v).Fields() {
			if value.IsZero() {
				t.Errorf("%T.%s is not covered", v, field.Name)
			}
		}
	}
}

func TestNewEvent_MissingFieldsAndPlaceholdersAreZero(t *testing.T) {
	t.Parallel()
	const never = "9999-12-31T23:59:59.9970000"
	for name, in := range map[string]partnercenter.FraudEvent{
		"nothing": {},
		"placeholders": {
			ResolvedReason: "None", ResolvedBy: "none", ResolvedOn: never, FirstObserved: never,
			LastObserved: never,
			HitCount:     "many", ActivityLogs: []partnercenter.ActivityLog{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(fraud.Event{}, domainEvent(t, in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewEvent_KeepsWhatTheDocumentationDoesNotKnow(t *testing.T) {
	t.Parallel()
	e := domainEvent(t, partnercenter.FraudEvent{
		EventStatus: "onHold", ResolvedReason: "duplicate", Severity: "informational",
		ConfidenceLevel: "certain", EventType: "tokenTheft",
		ActivityLogs: []partnercenter.ActivityLog{{StatusFrom: "onHold", StatusTo: "new"}},
	})
	want := fraud.Event{
		Status: "onHold", Reason: "duplicate", Severity: "informational", ConfidenceLevel: "certain",
		EventType:    "tokenTheft",
		ActivityLogs: []fraud.Activity{{StatusFrom: "onHold", StatusTo: "new"}},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Error(diff)
	}
}

func TestNewEvent_HitCountIsANumberOrNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want *int64
	}{
		{"10", new(int64(10))},
		{" 7 ", new(int64(7))},
		{"0", new(int64(0))},
		{"9000000000", new(int64(9000000000))},
		{"", nil},
		{"ten", nil},
		{"1.5", nil},
	} {
		if diff := cmp.Diff(c.want, domainEvent(t,
			partnercenter.FraudEvent{HitCount: c.text}).HitCount); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}
