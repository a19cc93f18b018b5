// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
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
