// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// hostile contains texts that must not reach a terminal unchanged: an escape sequence in both
// forms, a mark that changes the direction of text, line breaks of every kind, and invalid UTF-8.
const hostile = "a\x1b[31m\u009b2J\u202eb\r\nc\u0085\u2028d\ue001\U000e0041\u200b\x7f\xff: # \"\\'é"

// No form passes on terminal control characters.
func TestEvents_ShowInvisibleCharactersAsEscapes(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "id"+hostile, 30*time.Hour, func(e *emulator.Event) {
		e.CustomerFriendlyName, e.DisplayName, e.SubscriptionName, e.Severity, e.EventType,
			e.EventStatus = hostile, hostile, hostile, hostile, hostile, hostile
	})
	invisible := regexp.MustCompile(`[^\P{C}\r\n]|[\x{2028}\x{2029}]`)
	for _, form := range []string{"table", "json", "ledger", "markdown", "csv"} {
		s := newSession(t, server, nil)
		s.ends(t, exitOK, "events -o", form)
		expect.Equal(t, form, "", invisible.FindString(s.out.String()))
		if lines := strings.Count(s.out.String(), "\n"); form == "table" && lines != 2 {
			t.Errorf("%d lines:\n%s", lines, s.out.String())
		}
	}
}

// Null means that the service does not provide a value, and no collection is null.
func TestEventsJSON_NullRules(t *testing.T) {
	t.Parallel()
	server := startEmulator(t)
	inject(server, "e1", time.Hour, func(e *emulator.Event) {
		e.EventTime = "2026-01-15T00:25:45.69"
		e.AffectedResources, e.AdditionalDetails, e.HitCount, e.Country = nil, nil, "", ""
	})
	s := newSession(t, server, nil)
	s.ends(t, exitOK, "events -o json")
	var events []map[string]any
	if err := json.Unmarshal(s.out.Bytes(), &events); err != nil || len(events) != 1 {
		t.Fatalf("%v in %s", err, s.said())
	}
	for name, want := range map[string]any{
		"event_time": "2026-01-15T00:25:45.69Z", "status": "Active", "is_test": false,
		"reason": nil, "resolved_on": nil, "resolved_by": nil, "first_observed": nil, "hit_count": nil,
		"country":            nil,
		"affected_resources": []any{}, "additional_details": map[string]any{}, "activity_logs": []any{},
	} {
		got, ok := events[0][name]
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
