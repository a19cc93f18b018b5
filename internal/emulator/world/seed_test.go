// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/emulatortest"
)

func TestSeed_IsDeterministicAndVaried(t *testing.T) {
	t.Parallel()
	seeded := func(random uint64) []emulator.Event {
		base := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		c := emulatortest.Start(t, func(o *emulator.Options) {
			o.Seed = emulator.Seed{Events: 400, Subscriptions: 12, Customers: 5, Random: random, Base: base}
		})
		return c.Server.Events()
	}
	events := seeded(1)
	expect.Equal(t, "equal seeds differ", events, seeded(1))
	if cmp.Equal(events, seeded(2)) {
		t.Error("different seeds are equal")
	}
	count := map[string]map[string]int{}
	note := func(what, value string) {
		if count[what] == nil {
			count[what] = map[string]int{}
		}
		count[what][value]++
	}
	for _, e := range events {
		note("subscription", e.SubscriptionID)
		note("customer", e.CustomerTenantID)
		note("type", e.EventType)
		note("severity", e.Severity)
		note("status", e.EventStatus)
		note("reason", e.ResolvedReason)
		note("id", e.EventID)
		if strings.HasPrefix(e.EventID, e.SubscriptionID+"_") {
			note("shape", "documented")
		} else {
			note("shape", "other")
		}
		if e.EventTime < "2026-04-02" || e.EventTime >= "2026-06-01" {
			t.Errorf("detected %s, not in the 60 days before the base", e.EventTime)
		}
		if e.EventStatus == "Resolved" &&
			(e.ResolvedOn < e.EventTime || e.ResolvedOn > "2026-06-01T00:00:00.00" ||
				len(e.ActivityLogs) == 0) {
			t.Errorf("detected %s, resolved %s, %d logs", e.EventTime, e.ResolvedOn, len(e.ActivityLogs))
		}
	}
	for what, want := range map[string]int{
		"subscription": 12, "customer": 5, "type": 13, "severity": 3, "status": 3, "reason": 4, "id": 400,
		"shape": 2,
	} {
		expect.Equal(t, "kinds of "+what, want, len(count[what]))
	}
}
