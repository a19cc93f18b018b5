// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const fraudEventSummaryType = "partnercenter_fraud_event_summary"

// resolvedAfter is an event that was resolved a day ago, so long after its detection.
func resolvedAfter(id string, response time.Duration) emulator.Event {
	return event(id, func(e *emulator.Event) {
		const layout = "2006-01-02T15:04:05.00"
		resolved := time.Now().UTC().Add(-24 * time.Hour).Truncate(time.Second)
		e.EventTime, e.ResolvedOn = resolved.Add(-response).Format(layout), resolved.Format(layout)
		e.EventStatus, e.ResolvedReason, e.ResolvedBy = "Resolved", "Fraud", colleague
	})
}

func TestFraudEventSummary_EveryAttribute(t *testing.T) {
	t.Parallel()
	// Responses of one hour, and of 90 minutes and 20 seconds: 1.2527… hours on average.
	c := configuredClient(t, startEmulator(t, append(varied(), resolvedAfter("r1", time.Hour),
		resolvedAfter("r2", 90*time.Minute+20*time.Second))...))
	summaries := object{}
	for name, filter := range map[string]object{
		"all": {"timeouts": object{"read": "1m"}}, "none": {"event_types": []string{"TypeOfTomorrow"}},
	} {
		state, _, diags := c.readData(fraudEventSummaryType, filter, false)
		diags.none(t)
		maps.DeleteFunc(state, func(_ string, value any) bool { return value == nil })
		delete(state, "event_types")
		delete(state, "timeouts")
		summaries[name] = state
	}
	expectGolden(t, "fraud_event_summary.json", summaries)
}

func TestFraudEventSummary_ChecksFiltersLikeTheList(t *testing.T) {
	t.Parallel()
	c := configuredClient(t, startEmulator(t))
	c.validateData(fraudEventSummaryType, object{
		"detected_after": "2026-02-01T00:00:00Z", "detected_before": "2026-01-01T00:00:00Z",
	}).mustSay(t, "detected_after", "Invalid time range")
	c.validateData(fraudEventSummaryType, object{"severities": []string{}}).mustSay(t, "severities")
}

func TestFraudEventSummary_AFailureIsNoCount(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	s.AddFault(emulator.Fault{Kind: emulator.KindList, Status: 403})
	state, _, diags := configuredClient(t, s).readData(fraudEventSummaryType, object{}, false)
	diags.mustSay(t, "", "Partner Center call failed")
	expectEqual(t, "total", nil, state["total"])
}
