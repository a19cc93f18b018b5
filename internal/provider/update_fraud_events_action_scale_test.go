// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// 250 events in three subscriptions, 84 at the most in each: a listing and a write for each
// subscription.
func TestUpdateFraudEventsScale_CallsDoNotGrowWithEvents(t *testing.T) {
	t.Parallel()
	const events = 250
	s := startEmulator(t, thirds(events)...)
	ids := make([]string, events)
	for i := range ids {
		ids[i] = fmt.Sprintf("e%03d", i)
	}
	config := inThree(object{"all_events": nil, "event_ids": ids, "expected_count": events})

	c := configuredClient(t, s)
	c.planAction(config)
	acctest.AtMost(t, "plan", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: 3})

	s.ResetCounts()
	began := time.Now()
	said := invoke(t, s, config)
	said.expectTally(t, tally{Changed: 250, Picked: 250})
	// a write is reviewed by a listing of the last four seconds
	listings := 3 + 3*int(time.Since(began)/(4*time.Second))
	acctest.AtMost(t, "invoke", s.Counts(),
		map[string]int{emulator.KindDiscovery: 1, emulator.KindToken: 1, emulator.KindList: listings,
			emulator.KindUpdate: 3})
	expectEqual(t, "events", map[string]int{"Resolved Ignore": events}, standings(s))

	var sent, told []string
	for _, w := range writes(t, s) {
		sent = append(sent, w.EventIDs...)
	}
	for _, message := range said.messages {
		if strings.HasPrefix(message, "Changed to ") {
			told = append(told, regexp.MustCompile(`\be\d{3}\b`).FindAllString(message, -1)...)
		}
		if len(message) > 4000 {
			t.Errorf("a message of %d characters", len(message))
		}
	}
	slices.Sort(sent)
	slices.Sort(told)
	expectEqual(t, "ids in writes", ids, sent)
	expectEqual(t, "ids in messages", ids, told)
	said.expectSaid(t, "(84 so far) [1 to 20 of 84]: ", "(84 so far) [81 to 84 of 84]: ")
}
