// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestInterrupt_LosesNothing presses Ctrl-C while a write is on its way and others wait behind it.
// The one on its way is recorded, the others are not sent, and the next plan proposes exactly
// those.
func TestInterrupt_LosesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	w := newWorkspace(t, s, `
		resource "partnercenter_fraud_event_resolution" "test" {
			# three reasons, so three writes, one after the other
			for_each        = { e1 = "Fraud", e2 = "Ignore", e3 = "Legitimate" }
			subscription_id = "`+subscriptionA+`"
			event_id        = each.key
			status          = "Resolved"
			reason          = each.value
		}`)
	out, err := interruptedWrite(t, w, s, "apply", "-auto-approve", "-no-color")
	if err == nil {
		t.Errorf("an interrupted apply succeeded:\n%s", out)
	}

	var written []string
	missing := map[string]string{}
	for _, id := range []string{"e1", "e2", "e3"} {
		if e, _ := s.Event(id); e.EventStatus == "Resolved" {
			written = append(written, id)
		} else {
			missing[id] = "create"
		}
	}
	if len(written) != 1 {
		t.Errorf("%v are written, want exactly the one that was on its way\n%s", written, out)
	}
	expectEqual(t, "events in state", written, stateEvents(t, w))
	expectEqual(t, "planned actions", missing, plannedActions(t, w))

	w.Must("apply", "-auto-approve", "-no-color")
	expectEqual(t, "actions after the second apply", map[string]string{}, plannedActions(t, w))
	expectEqual(t, "requests", 3, s.Count(emulator.KindUpdate))
}
