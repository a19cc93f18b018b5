// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter"
)

func TestFilter_EveryConditionMustMatch(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	e := fraud.Event{
		Key: fraud.Key{SubscriptionID: subA, EventID: "e"}, Status: fraud.Active, EventType: "UsageAnomalyDetection", Severity: "High",
		CustomerTenantID: "c0ffee", ValueAddedResellerTenantID: "ba5e", EventTime: noon, IsTest: new(true),
	}
	const lowerA, upperCustomer = "6b7caaaa-0000-4000-8000-00000000000a", "C0FFEE"
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   bool
	}{
		{"no condition", fraud.Filter{}, true},
		{"all conditions, in another case", fraud.Filter{
			SubscriptionID: lowerA, Statuses: []string{"resolved", "ACTIVE"}, EventTypes: []string{"usageanomalydetection"}, Severities: []string{"high"},
			CustomerTenantID: upperCustomer, ValueAddedResellerTenantID: "BA5E",
			DetectedAfter: noon.Add(-time.Hour), DetectedBefore: noon.Add(time.Hour), IsTest: new(true),
		}, true},
		{"all but one", fraud.Filter{
			SubscriptionID: lowerA, Statuses: []string{"Active"}, Severities: []string{"Low"}, CustomerTenantID: upperCustomer,
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
			if got := c.filter.Matches(e); got != c.want {
				t.Errorf("got %v", got)
			}
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
		if got := c.filter.Matches(e); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestSearch_TheServiceFiltersWhatItCan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		filter fraud.Filter
		want   partnercenter.ListQuery
	}{
		{"nothing", fraud.Filter{Severities: []string{"High"}, CustomerTenantID: "c"}, partnercenter.ListQuery{}},
		{"one of each", fraud.Filter{SubscriptionID: subA, Statuses: []string{"active"}, EventTypes: []string{"usageanomalydetection"}}, partnercenter.ListQuery{
			SubscriptionID: "6b7caaaa-0000-4000-8000-00000000000a", EventStatus: "Active", EventType: "UsageAnomalyDetection",
		}},
		{"unknown type as it is", fraud.Filter{EventTypes: []string{"tokenTheft"}}, partnercenter.ListQuery{EventType: "tokenTheft"}},
		{"several", fraud.Filter{Statuses: []string{"Active", "Resolved"}, EventTypes: []string{"A", "B"}}, partnercenter.ListQuery{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := &fakeService{}
			if _, err := fraud.NewLedger(s, nil).Search(t.Context(), c.filter); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]partnercenter.ListQuery{c.want}, queries(s), cmpopts.IgnoreFields(partnercenter.ListQuery{}, "TellMoved")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSearch_NewestFirstThenByID(t *testing.T) {
	t.Parallel()
	at := func(e partnercenter.FraudEvent, when string) partnercenter.FraudEvent {
		e.EventTime = when
		return e
	}
	s := &fakeService{events: []partnercenter.FraudEvent{
		at(activeEvent(subB, "old"), "2026-03-01T00:00:00"),
		at(activeEvent(subA, "timeless"), ""),
		at(activeEvent(subB, "b"), "2026-03-02T01:00:00+01:00"),
		at(activeEvent(subB, "a"), "2026-03-02T00:00:00"),
		at(activeEvent(subA, "b"), "2026-03-02T00:00:00"),
		at(resolvedEvent("resolved", fraud.Fraud), "2026-03-09T00:00:00"),
		at(activeEvent(subA, "new"), "2026-03-03T00:00:00"),
	}}
	events, err := fraud.NewLedger(s, nil).Search(t.Context(), fraud.Filter{Statuses: []string{"Active"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range events {
		got = append(got, e.SubscriptionID[4:8]+" "+e.EventID)
	}
	want := []string{"AAAA new", "BBBB a", "AAAA b", "BBBB b", "BBBB old", "AAAA timeless"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// queries returns what was listed so far.
func queries(s *fakeService) []partnercenter.ListQuery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []partnercenter.ListQuery
	for _, c := range s.lists {
		out = append(out, c.query)
	}
	return out
}

func TestFilter_BeyondClassic(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, test := range []struct {
		filter fraud.Filter
		want   []string
	}{
		{fraud.Filter{SubscriptionID: "s", Statuses: []string{"Active"}, CustomerTenantID: "c", DetectedBefore: time.Unix(1, 0), IsTest: &no}, nil},
		{
			fraud.Filter{EventTypes: []string{"a"}, Severities: []string{"High"}, ValueAddedResellerTenantID: "r", IsTest: &yes},
			[]string{"event_types", "severities", "value_added_reseller_tenant_id", "is_test"},
		},
	} {
		if diff := cmp.Diff(test.want, test.filter.BeyondClassic()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
