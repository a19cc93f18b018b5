// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func TestFilter_EveryConditionMustMatch(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	e := fraud.Event{
		Key: fraud.Key{SubscriptionID: subA, EventID: "e"}, Status: fraud.Active,
		EventType: "UsageAnomalyDetection", Severity: "High",
		CustomerTenantID: "c0ffee", ValueAddedResellerTenantID: "ba5e", EventTime: noon,
		IsTest: new(true),
	}
	const lowerA, upperCustomer = "6b7caaaa-0000-4000-8000-00000000000a", "C0FFEE"
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   bool
	}{
		{"no condition", fraud.Filter{}, true},
		{"all conditions, in another case", fraud.Filter{
			SubscriptionID: lowerA, Statuses: []string{"resolved", "ACTIVE"},
			EventTypes: []string{"usageanomalydetection"}, Severities: []string{"high"},
			CustomerTenantID: upperCustomer, ValueAddedResellerTenantID: "BA5E",
			DetectedAfter: noon.Add(-time.Hour), DetectedBefore: noon.Add(time.Hour), IsTest: new(true),
		}, true},
		{"all but one", fraud.Filter{
			SubscriptionID: lowerA, Statuses: []string{"Active"}, Severities: []string{"Low"},
			CustomerTenantID: upperCustomer,
		}, false},
		{"subscription", fraud.Filter{SubscriptionID: subB}, false},
		{"status", fraud.Filter{Statuses: []string{"Resolved", "Investigating"}}, false},
		{"type", fraud.Filter{EventTypes: []string{"ServiceHealthSecurityAdvisory"}}, false},
		{"severity", fraud.Filter{Severities: []string{"Low", "Medium"}}, false},
		{"customer", fraud.Filter{CustomerTenantID: "c0ffee00"}, false},
		{"reseller", fraud.Filter{ValueAddedResellerTenantID: "base"}, false},
		{"after is inclusive", fraud.Filter{DetectedAfter: noon}, true},
		{"after", fraud.Filter{DetectedAfter: noon.Add(1)}, false},
		{"after, in another zone", fraud.Filter{DetectedAfter: noon.In(time.FixedZone("", 7200))}, true},
		{"before is exclusive", fraud.Filter{DetectedBefore: noon}, false},
		{"before", fraud.Filter{DetectedBefore: noon.Add(1)}, true},
		{"no test", fraud.Filter{IsTest: new(false)}, false},
		{"test", fraud.Filter{IsTest: new(true)}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			expect.Equal(t, "got", c.want, c.filter.Matches(e))
		})
	}
}

func TestFilter_AnEventWithoutTheField(t *testing.T) {
	t.Parallel()
	var e fraud.Event
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   bool
	}{
		{"no condition", fraud.Filter{}, true},
		{"without the flag it is no test", fraud.Filter{IsTest: new(false)}, true},
		{"without the flag it is not a test", fraud.Filter{IsTest: new(true)}, false},
		{"without a time it is not after", fraud.Filter{DetectedAfter: time.Unix(0, 0)}, false},
		{"without a time it is not before", fraud.Filter{DetectedBefore: time.Unix(0, 0)}, false},
		{"status", fraud.Filter{Statuses: []string{"Active"}}, false},
	} {
		expect.Equal(t, c.name, c.want, c.filter.Matches(e))
	}
}

// Each field of a filter alone rejects an event without values.
func TestFilter_EveryFieldFilters(t *testing.T) {
	t.Parallel()
	all := reflect.ValueOf(fraud.Filter{
		SubscriptionID: "a", Statuses: []string{"a"}, EventTypes: []string{"a"},
		Severities: []string{"a"}, CustomerTenantID: "a", ValueAddedResellerTenantID: "a",
		DetectedAfter: time.Unix(1, 0), DetectedBefore: time.Unix(1, 0), IsTest: new(true),
	})
	for field, value := range all.Fields() {
		var one fraud.Filter
		reflect.ValueOf(&one).Elem().FieldByIndex(field.Index).Set(value)
		if value.IsZero() || one.Matches(fraud.Event{}) {
			t.Errorf("%s does not filter", field.Name)
		}
	}
}

func TestFilter_BeyondClassic(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, test := range []struct {
		filter fraud.Filter
		want   []fraud.Field
	}{
		{fraud.Filter{SubscriptionID: "s", Statuses: []string{"Active"}, CustomerTenantID: "c",
			DetectedBefore: time.Unix(1, 0), IsTest: &no}, nil},
		{
			fraud.Filter{EventTypes: []string{"a"}, Severities: []string{"High"},
				ValueAddedResellerTenantID: "r", IsTest: &yes},
			[]fraud.Field{fraud.EventType, fraud.Severity, fraud.ValueAddedReseller, fraud.IsTest},
		},
	} {
		expect.Equal(t, "names", test.want, test.filter.BeyondClassic())
	}
}
