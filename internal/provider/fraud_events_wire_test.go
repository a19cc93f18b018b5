// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestFraudEvents_TheFormOfTheReplyDoesNotMatter reads the same events in every form that the
// service may give them.
func TestFraudEvents_TheFormOfTheReplyDoesNotMatter(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, append(varied(), fullEvent())...)
	c := configuredClient(t, s)
	want := c.events(object{})
	if len(want) != 6 || want[0]["event_id"] != "full" {
		t.Fatalf("the events to compare with are %v", want)
	}
	asIs := func([]object) {}
	type api = emulator.APIBehaviour
	for name, form := range map[string]struct {
		behaviour api
		expect    func([]object)
	}{
		"activity logs as an array of objects": {api{ActivityLogs: emulator.ActivityLogsObjects}, asIs},
		"activity logs as an array of strings": {api{ActivityLogs: emulator.ActivityLogsStrings}, asIs},
		"activity logs null": {api{ActivityLogs: emulator.ActivityLogsNull},
			func(e []object) { e[0]["activity_logs"] = []any{} }},
		"isTest in small letters":               {api{IsTestKey: "isTest"}, asIs},
		"IsTest as a boolean":                   {api{IsTestBool: true}, asIs},
		"isTest in small letters, as a boolean": {api{IsTestKey: "isTest", IsTestBool: true}, asIs},
		"hitCount as a number":                  {api{HitCountNumber: true}, asIs},
		"enums as documented":                   {api{EnumCase: emulator.EnumCaseDocumented}, asIs},
		"enums in lower case": {api{EnumCase: emulator.EnumCaseLower},
			func(e []object) { e[2]["event_type"] = "quantumminingdetected" }},
		"times with seven decimals":           {api{TimeDecimals: 7}, asIs},
		"keys in Pascal case":                 {api{PascalCaseKeys: true}, asIs},
		"fields that nobody knows":            {api{ExtraFields: true}, asIs},
		"wrapped, gzip and a byte order mark": {api{Wrapped: true, Gzip: true, BOM: true}, asIs},
		"oldest first":                        {api{Order: emulator.OrderOldestFirst}, asIs},
		"no visible order":                    {api{Order: emulator.OrderShuffled}, asIs},
		"paging ignored":                      {api{PagingIgnored: true}, asIs},
		"a cap without paging":                {api{UnpagedCap: 2}, asIs},
		"filters that look at the case":       {api{CaseSensitive: true}, asIs},
	} {
		s.SetBehaviour(func(b *emulator.Behaviour) { b.APIBehaviour = form.behaviour })
		expected := cloneEvents(want)
		form.expect(expected)
		if diff := cmp.Diff(expected, c.events(object{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func cloneEvents(events []object) []object {
	var clones []object
	for _, e := range events {
		clones = append(clones, maps.Clone(e))
	}
	return clones
}

func TestFraudEvents_NothingFoundIsNoError(t *testing.T) {
	t.Parallel()
	s := startEmulator(t)
	for name, b := range map[string]emulator.APIBehaviour{
		"an empty array": {}, "no content": {EmptyIs204: true}, "an empty collection": {Wrapped: true},
	} {
		s.SetBehaviour(func(now *emulator.Behaviour) { now.APIBehaviour = b })
		if got := configuredClient(t, s).events(object{}); len(got) != 0 {
			t.Errorf("%s: %d events, want none", name, len(got))
		}
	}
}

// TestFraudEvents_AllPagesAreRead lists more events than fit a page, from services that page well
// and badly.
func TestFraudEvents_AllPagesAreRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		events, listings int // listings at the most
		behaviour        emulator.APIBehaviour
	}{
		"two pages and a rest": {events: 1203, listings: 3},
		"full pages only":      {events: 1000, listings: 3},
		"pages that are smaller": {events: 350, listings: 4,
			behaviour: emulator.APIBehaviour{MaxPageSize: 100}},
		"paging ignored": {events: 1203, listings: 1,
			behaviour: emulator.APIBehaviour{PagingIgnored: true}},
		"paging ignored, by bad chance": {events: 500, listings: 3,
			behaviour: emulator.APIBehaviour{PagingIgnored: true}},
		"a cap on what comes unasked": {events: 600, listings: 2,
			behaviour: emulator.APIBehaviour{UnpagedCap: 10}},
		"no visible order between pages": {events: 1203, listings: 3,
			behaviour: emulator.APIBehaviour{Order: emulator.OrderShuffled}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var events []emulator.Event
			for i := range test.events {
				events = append(events, event(fmt.Sprintf("e%04d", i)))
			}
			s := startEmulator(t, events...)
			s.SetBehaviour(func(b *emulator.Behaviour) { b.APIBehaviour = test.behaviour })
			got := configuredClient(t, s).events(object{"subscription_id": subscriptionA,
				"include_details": false})
			for i, e := range got {
				if e["event_id"] != fmt.Sprintf("e%04d", i) {
					t.Fatalf("event %d is %v: twice, missing or out of order", i, e["event_id"])
				}
			}
			if len(got) != test.events {
				t.Errorf("%d events, want %d", len(got), test.events)
			}
			if n := s.Count(emulator.KindList); n > test.listings {
				t.Errorf("%d listings, want %d at the most", n, test.listings)
			}
		})
	}
}
