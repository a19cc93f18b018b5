// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// TestInterrupt_LosesNothing presses Ctrl-C while a write is on its way and others wait behind it. The one on its way
// is recorded, the others are not sent, and the next plan proposes exactly those.
func TestInterrupt_LosesNothing(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	c := startCommandLine(t, s, `
		resource "partnercenter_fraud_event_resolution" "test" {
			for_each        = { e1 = "Fraud", e2 = "Ignore", e3 = "Legitimate" } # three reasons, so three writes one after the other
			subscription_id = "`+subscriptionA+`"
			event_id        = each.key
			status          = "Resolved"
			reason          = each.value
		}`)
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Delay: 2 * time.Second})

	apply := c.command("apply", "-auto-approve", "-no-color", "-input=false")
	var out bytes.Buffer
	apply.Stdout, apply.Stderr = &out, &out
	if err := apply.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); s.Count(emulator.KindUpdate) == 0 && time.Now().Before(deadline); {
		<-time.After(5 * time.Millisecond)
	}
	if err := apply.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := apply.Wait(); err == nil {
		t.Errorf("an interrupted apply succeeded:\n%s", &out)
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
		t.Errorf("%v are written, want exactly the one that was on its way\n%s", written, &out)
	}
	expectEqual(t, "events in state", written, c.stateEvents())
	expectEqual(t, "planned actions", missing, c.plannedActions())

	c.must("apply", "-auto-approve", "-no-color", "-input=false")
	expectEqual(t, "actions after the second apply", map[string]string{}, c.plannedActions())
	if n := s.Count(emulator.KindUpdate); n != 3 {
		t.Errorf("%d writes for three decisions", n)
	}
}
