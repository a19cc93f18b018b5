// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package report answers how fast fraud events are handled: figures about events, and the page,
// table, and data that show them. It makes no call and has no clock.
package report

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// Record is the part of an event that the report needs. Its size does not depend on the event's
// details.
type Record struct {
	SubscriptionID   string    `json:"subscription_id"`
	EventID          string    `json:"event_id"`
	EventTime        time.Time `json:"event_time,omitzero"`
	EventType        string    `json:"event_type,omitempty"`
	Severity         string    `json:"severity,omitempty"`
	Status           string    `json:"status,omitempty"`
	Reason           string    `json:"reason,omitempty"`
	CustomerTenantID string    `json:"customer_tenant_id,omitempty"`
	CustomerName     string    `json:"customer_friendly_name,omitempty"`
	ResellerTenantID string    `json:"value_added_reseller_tenant_id,omitempty"`
	IsTest           bool      `json:"is_test,omitempty"`
	ResolvedOn       time.Time `json:"resolved_on,omitzero"`
	ResolvedBy       string    `json:"resolved_by,omitempty"`

	// FirstResponse is when the event first left Active. Logged means that the time comes from the
	// activity log.
	FirstResponse time.Time `json:"first_response,omitzero"`
	Logged        bool      `json:"first_response_logged,omitempty"`

	later map[string]json.RawMessage // fields of a later version
}

// NewRecord reads the report's part of an event.
func NewRecord(e fraud.Event) Record {
	r := Record{
		SubscriptionID: e.SubscriptionID, EventID: e.EventID, EventTime: e.EventTime,
		EventType: e.EventType, Severity: e.Severity, Status: string(e.Status),
		CustomerTenantID: e.CustomerTenantID, CustomerName: e.CustomerFriendlyName,
		ResellerTenantID: e.ValueAddedResellerTenantID, IsTest: e.IsTest != nil && *e.IsTest,
	}
	if e.Status == fraud.Resolved {
		r.Reason, r.ResolvedOn, r.ResolvedBy = string(e.Reason), e.ResolvedOn, e.ResolvedBy
	}
	for _, a := range e.ActivityLogs {
		answered := a.StatusTo == string(fraud.Investigating) || a.StatusTo == string(fraud.Resolved)
		if answered && !a.DateTime.IsZero() && (!r.Logged || a.DateTime.Before(r.FirstResponse)) {
			r.FirstResponse, r.Logged = a.DateTime, true
		}
	}
	if !r.Logged {
		r.FirstResponse = r.ResolvedOn
	}
	return r
}

// Slim returns the event with only the data that NewRecord needs.
func Slim(e fraud.Event) fraud.Event {
	r := NewRecord(e)
	slim := r.event()
	slim.Reason, slim.ResolvedBy = e.Reason, r.ResolvedBy
	slim.CustomerFriendlyName = r.CustomerName
	if r.Logged {
		slim.ActivityLogs = []fraud.Activity{
			{StatusTo: string(fraud.Investigating), DateTime: r.FirstResponse}}
	}
	return slim
}

// event returns the record in the form that filters match.
func (r Record) event() fraud.Event {
	return fraud.Event{
		Key:       fraud.Key{SubscriptionID: r.SubscriptionID, EventID: r.EventID},
		EventTime: r.EventTime, EventType: r.EventType, Severity: r.Severity,
		Status: fraud.Status(r.Status), CustomerTenantID: r.CustomerTenantID,
		ValueAddedResellerTenantID: r.ResellerTenantID, IsTest: &r.IsTest, ResolvedOn: r.ResolvedOn,
	}
}

// Matches reports whether the record passes the filter.
func (r Record) Matches(f fraud.Filter) bool { return f.Matches(r.event()) }

func (r Record) key() string {
	return strings.ToLower(r.SubscriptionID) + "/" + strings.ToLower(r.EventID)
}

func (r Record) isOpen() bool { return r.Status != string(fraud.Resolved) }

// between returns the whole seconds from one time to another; ok is false if a time is missing or
// the order is wrong. These are the rules of partnercenter_fraud_event_summary.
func between(from, to time.Time) (d time.Duration, ok bool) {
	if from.IsZero() || to.Before(from) {
		return 0, false
	}
	return time.Duration(to.Unix()-from.Unix()) * time.Second, true
}
