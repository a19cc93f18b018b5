// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const cleanUpAddress = "action.partnercenter_update_fraud_events.clean_up"

// cleanUp is an action that ignores old alerts of subscriptions A and B, with further lines.
func cleanUp(lines string) string {
	return `
		action "partnercenter_update_fraud_events" "clean_up" {
			config {
				subscription_ids = ["` + subscriptionA + `", "` + subscriptionB + `"]
				status           = "Resolved"
				reason           = "Ignore"
				` + lines + `
			}
		}`
}

func TestUpdateFraudEventsCLI_ApplyInvokes(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"), event("e2"), event("e3"),
		event("tonight", detectedAt("2026-03-01T00:00:00")), emulator.NewEvent(subscriptionB, "b1"))
	colleagueResolves(t, s, "e3", "Fraud")
	w := newWorkspace(t, s, `
		variable "expected" {
			type    = number
			default = null
		}`+cleanUp(`
				expected_count = var.expected
				filter = {
					detected_before = "`+longAgo+`"
				}`))
	preview := []string{
		"Actions: 1 to invoke", previewSummary,
		"4 events: 3 to be changed to Resolved (Ignore), 0 already match, 1 resolved otherwise",
		"- b1: Medium, NetworkConnectionsToCryptoMiningPools, Fabrikam", "- e1: ", "- e2: ",
	}
	expectOutput(t, w.Must("plan", "-no-color", "-invoke="+cleanUpAddress), preview...)

	apply := []string{"apply", "-no-color", "-auto-approve", "-invoke=" + cleanUpAddress}
	out := w.MustFail(append(apply, "-var=expected=5")...)
	expectOutput(t, out, "Error: "+countSummary)
	expectWrites(t, s, 0)

	s.ResetCounts()
	out = w.Must(append(apply, "-var=expected=4")...)
	expectOutput(t, out, "Changed to Resolved (Ignore) (2 so far): e1, e2",
		"Changed to Resolved (Ignore) (3 so far): b1",
		"Changed 3 of 4 events to Resolved (Ignore): 0 already matched, 1 resolved otherwise was "+
			"skipped, 0 failed.", "Actions: 1 invoked")
	expectEqual(t, "previews", 1, strings.Count(out, previewSummary))
	// Planning and invoking list each subscription once, in separate processes.
	acctest.AtMost(t, "apply -invoke", s.Counts(), map[string]int{
		emulator.KindDiscovery: 2, emulator.KindToken: 2, emulator.KindList: 4, emulator.KindUpdate: 2,
	})
	expectStanding(t, s, "e3", "Resolved", "Fraud")
	expectStanding(t, s, "tonight", "Active", "None")

	expectOutput(t, w.Must(append(apply, "-var=expected=4")...),
		"Changed 0 of 4 events to Resolved (Ignore): 3 already matched")
	expectWrites(t, s, 2)
}

// The action's arguments become known only once the resource exists: they are validated as unknown
// values, and checked during the invocation.
func TestUpdateFraudEventsCLI_AResourceTriggers(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"), event("e2"), event("e3"))
	w := newWorkspace(t, s, `
		variable "old" {
			type = set(string)
		}
		variable "run" {
			type = number
		}
		resource "terraform_data" "old" {
			input = var.old
		}
		resource "terraform_data" "clean_up" {
			input      = var.run
			depends_on = [terraform_data.old]
			lifecycle {
				action_trigger {
					events  = [after_create, after_update]
					actions = [`+cleanUpAddress+`]
				}
			}
		}`+cleanUp("event_ids = terraform_data.old.output"))
	apply := func(run, old string) []string {
		return []string{"apply", "-no-color", "-auto-approve", "-var=run=" + run, "-var=old=" + old}
	}

	out := w.Must(apply("1", `["e1"]`)...)
	expectOutput(t, out, "triggered by terraform_data.clean_up",
		"Changed 1 of 1 event to Resolved (Ignore)", "2 added")
	if strings.Contains(out, previewSummary) {
		t.Errorf("a preview of what is not known:\n%s", out)
	}
	expectBodies(t, s, ignored("e1"))

	colleagueSets(t, s, "e1", "Active", "None")
	s.ResetCounts()
	out = w.Must(apply("2", `["e1"]`)...) // now the ids are known while planning
	expectOutput(t, out, previewSummary, "1 event: 1 to be changed to Resolved (Ignore)",
		"Changed 1 of 1 event", "1 changed")
	acctest.AtMost(t, "apply", s.Counts(),
		map[string]int{emulator.KindDiscovery: 2, emulator.KindToken: 2, emulator.KindList: 4,
			emulator.KindUpdate: 1})

	expectOutput(t, w.Must(apply("2", `["e1"]`)...), "No changes.")
	expectWrites(t, s, 1)

	expectOutput(t, w.MustFail(apply("3", `[]`)...), "an empty set never means all events")
	expectOutput(t, w.MustFail(apply("4", `null`)...), "never means all")
	expectStanding(t, s, "e2", "Active", "None")
	expectStanding(t, s, "e3", "Active", "None")
}

// The same apply opens the ticket, so it is unknown in the plan: the preview still works, and the
// audit log contains the ticket.
func TestUpdateFraudEventsCLI_EvidenceOfTheSameApply(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"), event("e2"))
	log := newAuditLog(t)
	w := newWorkspace(t, s, `
		resource "terraform_data" "ticket" {
			lifecycle {
				action_trigger {
					events  = [after_create]
					actions = [`+cleanUpAddress+`]
				}
			}
		}`+cleanUp(`
				event_ids   = ["e1", "e2"]
				annotations = { ticket = terraform_data.ticket.id, decided_by = "kim" }`))
	maps.Copy(w.Environment, log.environment())

	out := w.Must("apply", "-no-color", "-auto-approve")
	expectOutput(t, out, previewSummary, "- Medium: 2 (Fabrikam 2)", "Changed 2 of 2 events")
	lines := log.entries(t)
	for _, line := range lines {
		evidence, _ := line["annotations"].(map[string]any)
		ticket, _ := evidence["ticket"].(string)
		if evidence["decided_by"] != "kim" || len(ticket) != len(subscriptionA) {
			t.Errorf("the evidence is %v, want kim and the id of the ticket", evidence)
		}
	}
	if len(lines) != 2 {
		t.Errorf("%d lines, want 2", len(lines))
	}
}

// TestUpdateFraudEventsCLI_AnInterruptLosesNothing presses Ctrl-C while one write is in transit and
// another waits. The write in transit is completed and recorded, Terraform fails and shows the
// count, and the next invocation continues from there.
func TestUpdateFraudEventsCLI_AnInterruptLosesNothing(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := startEmulator(t, event("e1"), emulator.NewEvent(subscriptionB, "b1"))
	w := newWorkspace(t, s, cleanUp("all_events = true"))
	log := newAuditLog(t)
	w.Environment["PARTNERCENTER_AUDIT_LOG_PATH"] = log.path

	args := []string{"apply", "-auto-approve", "-no-color", "-invoke=" + cleanUpAddress}
	out, err := interruptedWrite(t, w, s, args...)
	if err == nil {
		t.Error("an interrupted apply succeeded")
	}
	expectOutput(t, out, "Not all fraud events were changed",
		"Changed 1 of 2 events to Resolved (Ignore)", "1 was not tried")
	expectBodies(t, s, ignored("e1"))
	lines := log.entries(t)
	if len(lines) != 1 || lines[0]["event_id"] != "e1" || lines[0]["result"] != "written" {
		t.Errorf("on the record is %v\n%s", lines, out)
	}

	expectOutput(t, w.Must(args...), "Changed 1 of 2 events to Resolved (Ignore): 1 already matched")
	expectBodies(t, s, ignored("e1"), ignored("b1"))
}
