// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

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

// filterFlag is a flag that picks events.
type filterFlag struct {
	name    string
	usage   string
	many    bool // takes several values, with commas between them or by standing there again
	boolean bool
	values  []string // that the shell offers

	// read puts a value into the query. Its error completes the flag's name: "must be …".
	read func(q *eventsQuery, value string) error
}

// filterFlags are the filters of the data source, in its order, and those on age and id.
func filterFlags() []filterFlag {
	return []filterFlag{
		{
			name: "subscription-id", usage: "only events of this Azure subscription, a `GUID`",
			read: readText(fraud.CheckGUID, func(f *fraud.Filter) *string { return &f.SubscriptionID }),
		},
		{
			name: "status", many: true, values: fraud.Statuses(), usage: "only events with one of these `statuses`: " +
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
				";\none without a severity, or with another one, is left out",
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
				"1d12h;\none that does not say when counts as old",
			read: readAge(func(q *eventsQuery) **time.Duration { return &q.olderThan }),
		},
		{
			name: "newer-than", usage: "only events detected at most this `age` ago: 90m, 24h, 7d, " +
				"1d12h;\none that does not say when counts as new",
			read: readAge(func(q *eventsQuery) **time.Duration { return &q.newerThan }),
		},
		{
			name: "event-id", many: true, usage: "only the events with these `ids`",
			read: func(q *eventsQuery, value string) error {
				q.eventIDs = append(q.eventIDs, value)
				return fraud.CheckEventID(value)
			},
		},
	}
}

// register lets the flag keep what it is given. It is read later, so that all mistakes are reported
// at once.
func (f filterFlag) register(flags *pflag.FlagSet, given map[string][]string) {
	keep := func(value string) error {
		given[f.name] = append(given[f.name], value)
		return nil
	}
	if f.boolean {
		flags.BoolFunc(f.name, f.usage, keep)
	} else {
		flags.Func(f.name, f.usage, keep)
	}
}

func readText(check func(string) error, field func(*fraud.Filter) *string) func(*eventsQuery,
	string) error {
	return func(q *eventsQuery, value string) error {
		*field(&q.filter) = value
		return check(value)
	}
}

func readOneOfMany(check func(string) error, field func(*fraud.Filter) *[]string) func(*eventsQuery,
	string) error {
	return func(q *eventsQuery, value string) error {
		values := field(&q.filter)
		*values = append(*values, value)
		return check(value)
	}
}

func readTime(field func(*fraud.Filter) *time.Time) func(*eventsQuery, string) error {
	return func(q *eventsQuery, value string) error {
		if err := fraud.CheckTime(value); err != nil {
			return err
		}
		t, err := time.Parse(time.RFC3339, value)
		*field(&q.filter) = t
		return err
	}
}

func readIsTest(q *eventsQuery, value string) error {
	test, err := strconv.ParseBool(value)
	if err != nil {
		return fmt.Errorf("must be true or false, got %q", value)
	}
	q.filter.IsTest = &test
	return nil
}

func readAge(field func(*eventsQuery) **time.Duration) func(*eventsQuery, string) error {
	return func(q *eventsQuery, value string) error {
		age, err := parseAge(value)
		*field(q) = &age
		return err
	}
}
