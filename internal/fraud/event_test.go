// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

// The service prints ids in a case of its own.
const (
	subA = "6B7CAAAA-0000-4000-8000-00000000000A"
	subB = "6B7CBBBB-0000-4000-8000-00000000000B"
)

func TestNewEvent_ConvertsEveryField(t *testing.T) {
	t.Parallel()
	at := func(day int) time.Time { return time.Date(2021, 12, day, 1, 2, 3, 0, time.UTC) }
	in := partnercenter.FraudEvent{
		EventID: "event", EventTime: "2021-12-01T01:02:03", EventType: "usageanomalydetection",
		EventStatus: "RESOLVED", ResolvedReason: "fraud", ResolvedOn: "2021-12-02T01:02:03", ResolvedBy: "kim@contoso.com",
		Severity: "medium", ConfidenceLevel: "high", DisplayName: "display name", Description: "description",
		SubscriptionID: subA, SubscriptionName: "subscription name", SubscriptionType: "modern", CatalogOfferID: "ms-azr-17g",
		CustomerTenantID: "customer", CustomerFriendlyName: "customer name", PartnerTenantID: "partner", PartnerFriendlyName: "partner name",
		ValueAddedResellerTenantID: "reseller", ValueAddedResellerFriendlyName: "reseller name", Country: "US",
		EntityID: "entity", EntityName: "entity name", EntityURL: `\entity\url`, ServiceName: "service",
		ResourceName: "resource", ResourceGroupName: "group", HitCount: "10",
		FirstOccurrence: "2021-12-03T01:02:03", LastOccurrence: "2021-12-04T01:02:03",
		FirstObserved: "2021-12-05T01:02:03", LastObserved: "2021-12-06T01:02:03", IsTest: new(true),
		AffectedResources: []partnercenter.AffectedResource{{AzureResourceID: `\resource`, Type: "vm"}},
		AdditionalDetails: map[string]string{"vM_IP": `["192.0.2.1"]`},
		ActivityLogs: []partnercenter.ActivityLog{
			{StatusFrom: "active", StatusTo: "INVESTIGATING", UpdatedBy: "lee@contoso.com", DateTime: "2021-12-07T01:02:03"},
		},
		AskedAt: at(8), Again: true,
	}
	want := fraud.Event{
		Key:       fraud.Key{SubscriptionID: subA, EventID: "event"},
		EventTime: at(1), EventType: "UsageAnomalyDetection",
		Status: fraud.Resolved, Reason: fraud.Fraud, ResolvedOn: at(2), ResolvedBy: "kim@contoso.com",
		Severity: "Medium", ConfidenceLevel: "High", DisplayName: "display name", Description: "description",
		SubscriptionName: "subscription name", SubscriptionType: "modern", CatalogOfferID: "ms-azr-17g",
		CustomerTenantID: "customer", CustomerFriendlyName: "customer name", PartnerTenantID: "partner", PartnerFriendlyName: "partner name",
		ValueAddedResellerTenantID: "reseller", ValueAddedResellerFriendlyName: "reseller name", Country: "US",
		EntityID: "entity", EntityName: "entity name", EntityURL: `\entity\url`, ServiceName: "service",
		ResourceName: "resource", ResourceGroupName: "group", HitCount: new(int64(10)),
		FirstOccurrence: at(3), LastOccurrence: at(4), FirstObserved: at(5), LastObserved: at(6), IsTest: new(true),
		AffectedResources: []partnercenter.AffectedResource{{AzureResourceID: `\resource`, Type: "vm"}},
		AdditionalDetails: map[string]string{"vM_IP": `["192.0.2.1"]`},
		ActivityLogs:      []fraud.Activity{{StatusFrom: "Active", StatusTo: "Investigating", UpdatedBy: "lee@contoso.com", DateTime: at(7)}},
		AskedAt:           at(8),
	}
	if diff := cmp.Diff(want, fraud.NewEvent(in)); diff != "" {
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
			ResolvedReason: "None", ResolvedBy: "none", ResolvedOn: never, FirstObserved: never, LastObserved: never,
			HitCount: "many", ActivityLogs: []partnercenter.ActivityLog{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(fraud.Event{}, fraud.NewEvent(in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNewEvent_KeepsWhatTheDocumentationDoesNotKnow(t *testing.T) {
	t.Parallel()
	e := fraud.NewEvent(partnercenter.FraudEvent{
		EventStatus: "onHold", ResolvedReason: "duplicate", Severity: "informational", ConfidenceLevel: "certain", EventType: "tokenTheft",
		ActivityLogs: []partnercenter.ActivityLog{{StatusFrom: "onHold", StatusTo: "new"}},
	})
	want := fraud.Event{
		Status: "onHold", Reason: "duplicate", Severity: "informational", ConfidenceLevel: "certain", EventType: "tokenTheft",
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
		if diff := cmp.Diff(c.want, fraud.NewEvent(partnercenter.FraudEvent{HitCount: c.text}).HitCount); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestEvent_CarriesADecisionByStatusAndReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, reason string
		decision       fraud.Decision
		want           bool
	}{
		{"resolved", "FRAUD", resolve(fraud.Fraud), true},
		{"Resolved", "Ignore", resolve(fraud.Fraud), false},
		{"Resolved", "None", resolve(fraud.Fraud), false},
		{"Active", "Fraud", resolve(fraud.Fraud), false},
		{"active", "None", fraud.Reopen(), true},
		{"Active", "Fraud", fraud.Reopen(), true}, // what a reopened event still carries says nothing
		{"INVESTIGATING", "", investigate(), true},
		{"Active", "", investigate(), false},
	} {
		e := fraud.NewEvent(partnercenter.FraudEvent{EventStatus: c.status, ResolvedReason: c.reason})
		if got := e.Carries(c.decision); got != c.want {
			t.Errorf("%s/%s carries %s: %v, want %v", c.status, c.reason, c.decision, got, c.want)
		}
	}
}

func TestKey_ReadsLikeAnImportID(t *testing.T) {
	t.Parallel()
	if got := (fraud.Key{SubscriptionID: "s", EventID: "a/b"}).String(); got != "s/a/b" {
		t.Error(got)
	}
}
