// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package filters holds the flags that select events.
package filters

import (
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

const (
	flagDetectedAfter  = "detected-after"
	flagDetectedBefore = "detected-before"
	flagEventType      = "event-type"
	flagIsTest         = "is-test"
	flagReseller       = "value-added-reseller-tenant-id"
	flagSeverity       = "severity"
)

type filter struct {
	name    string
	usage   string
	many    bool // accepts several values, separated by commas or as repeated flags
	boolean bool
	values  []string // for the shell to suggest

	// read puts a value into the query. Its error completes the flag's name: "must be …".
	read func(q *Query, value string) error
}

// all returns the filters of the data source, in its order, and those on age and id.
func all() []filter {
	return []filter{
		{
			name: "subscription-id", usage: "only events of this Azure subscription, a `GUID`",
			read: readText(fraud.CheckGUID, func(f *fraud.Filter) *string { return &f.SubscriptionID }),
		},
		{
			name: "status", many: true, values: fraud.Statuses(),
			usage: "only events with one of these `statuses`: " +
				strings.Join(fraud.Statuses(), ", "),
			read: readOneOfMany(fraud.CheckOneOfAnyCase(fraud.Statuses()...),
				func(f *fraud.Filter) *[]string { return &f.Statuses }),
		},
		{
			name: flagEventType, many: true, values: fraud.EventTypes(),
			usage: "only events of one of these `types`, or others:\n" +
				strings.Join(fraud.EventTypes(), ",\n"),
			read: readOneOfMany(fraud.CheckEventType,
				func(f *fraud.Filter) *[]string { return &f.EventTypes }),
		},
		{
			name: flagSeverity, many: true, values: fraud.Severities(),
			usage: "only events with one of these `severities`: " + strings.Join(fraud.Severities(), ", ") +
				";\nomits events without a severity, or with another one",
			read: readOneOfMany(fraud.CheckOneOfAnyCase(fraud.Severities()...),
				func(f *fraud.Filter) *[]string { return &f.Severities }),
		},
		{
			name: "customer-tenant-id", usage: "only events of this customer, by the tenant's `GUID`",
			read: readText(fraud.CheckGUID, func(f *fraud.Filter) *string { return &f.CustomerTenantID }),
		},
		{
			name:  flagReseller,
			usage: "only events of this indirect reseller, by the tenant's `GUID`",
			read: readText(fraud.CheckGUID,
				func(f *fraud.Filter) *string { return &f.ValueAddedResellerTenantID }),
		},
		{
			name: flagDetectedAfter, usage: "only events detected at this `time` or later (RFC 3339)",
			read: readTime(func(f *fraud.Filter) *time.Time { return &f.DetectedAfter }),
		},
		{
			name: flagDetectedBefore, usage: "only events detected before this `time` (RFC 3339)",
			read: readTime(func(f *fraud.Filter) *time.Time { return &f.DetectedBefore }),
		},
		{name: flagIsTest, boolean: true,
			usage: "only test events; --is-test=false: only real ones", read: readIsTest},
		{
			name: "older-than", usage: "only events detected at least this `age` ago: 90m, 24h, 7d, " +
				"1d12h;\nan event without a time counts as old",
			read: readAge(func(q *Query) **time.Duration { return &q.OlderThan }),
		},
		{
			name: "newer-than", usage: "only events detected at most this `age` ago: 90m, 24h, 7d, " +
				"1d12h;\nan event without a time counts as new",
			read: readAge(func(q *Query) **time.Duration { return &q.newerThan }),
		},
		{
			name: "event-id", many: true, usage: "only the events with these `ids`",
			read: func(q *Query, value string) error {
				q.EventIDs = append(q.EventIDs, value)
				return fraud.CheckEventID(value)
			},
		},
	}
}
