// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// movement is what becomes of an event between a saved plan and its apply.
type movement struct {
	name                 string
	from, fromReason, to string
	toReason             string
	options              string // of the decision, which is Resolved (Fraud)

	says []string // beside Terraform's own error, or instead of it
}

// terraformStops is what Terraform itself says of a plan whose event has moved.
const terraformStops = "inconsistent final plan"

func movements() []movement {
	return []movement{
		{
			name: "a colleague investigates", from: "Active", to: "Investigating",
			says: []string{terraformStops, "under investigation", "set by " + colleague, "Plan again"},
		},
		{
			name: "a colleague stops to investigate", from: "Investigating", to: "Active",
			says: []string{terraformStops, "set back to Active", "was Investigating before", "Plan again"},
		},
		{
			name: "a colleague decides alike", from: "Active", to: "Resolved", toReason: "Fraud",
			says: []string{terraformStops, "already as decided", colleague, "Plan again"},
		},
		{
			name: "a colleague decides otherwise", from: "Active", to: "Resolved", toReason: "Legitimate",
			says: []string{"already resolved otherwise", "Resolved (Legitimate) by " + colleague},
		},
		{
			name: "a colleague decides otherwise, and what the plan showed may be overwritten",
			from: "Active", to: "Resolved", toReason: "Legitimate", options: "allow_overwrite = true",
			says: []string{terraformStops, "Resolved (Legitimate) by " + colleague, "Plan again"},
		},
		{
			name: "a colleague changes a decision that may be overwritten",
			from: "Resolved", fromReason: "Ignore", to: "Resolved", toReason: "Legitimate",
			options: "allow_overwrite = true",
			says:    []string{terraformStops, "Resolved (Legitimate) by " + colleague, "Plan again"},
		},
	}
}

// savedPlanConfigs are both forms of the decision, by name.
func savedPlanConfigs(options string) map[string]string {
	return map[string]string{
		"singular": fmt.Sprintf(`
			resource "partnercenter_fraud_event_resolution" "test" {
				subscription_id = %q
				event_id        = "e1"
				status          = "Resolved"
				reason          = "Fraud"
				%s
			}`, subscriptionA, options),
		"plural": fmt.Sprintf(`
			resource "partnercenter_fraud_event_resolutions" "test" {
				subscription_id = %q
				resolutions     = { e1 = {
					status = "Resolved"
					reason = "Fraud"
					%s
				} }
			}`, subscriptionA, options),
	}
}

// Whatever Terraform is used, and whoever moves an event between a saved plan and its apply: it is
// not written to.
func TestSavedPlan_AnEventThatMovedIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, m := range movements() {
		for form, config := range savedPlanConfigs(m.options) {
			t.Run(form+": "+m.name, func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				if m.from != "Active" {
					colleagueSets(t, s, "e1", m.from, m.fromReason)
				}
				w := newWorkspace(t, s, config)
				w.MustPlanChanges("-no-color", "-out", "tfplan")
				colleagueSets(t, s, "e1", m.to, m.toReason)
				expectOutput(t, w.MustFail("apply", "-no-color", "tfplan"), m.says...)
				expectWrites(t, s, 0)

				if m.toReason != "Legitimate" || m.options != "" { // what is new can be reviewed, and applied
					w.MustPlanChanges("-no-color", "-out", "tfplan")
					w.Must("apply", "-no-color", "tfplan")
					w.MustPlanNothing()
					expectStanding(t, s, "e1", "Resolved", "Fraud")
				}
			})
		}
	}
}

// An event that moves after Terraform's last plan is refused by the write itself.
func TestSavedPlan_AnEventThatMovesDuringTheApplyIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for _, m := range movements() {
		if m.toReason == "Fraud" {
			continue // which is adopted
		}
		consented := object{"allow_overwrite": m.options != ""}
		for typeName, config := range map[string]object{
			resolutionTypeName:  decide("e1", "Resolved", "Fraud").with(consented),
			resolutionsTypeName: decideAll(decisions{"e1": resolved("Fraud")}).with(consented),
		} {
			t.Run(typeName+": "+m.name, func(t *testing.T) {
				t.Parallel()
				s := startEmulator(t, event("e1"))
				if m.from != "Active" {
					colleagueSets(t, s, "e1", m.from, m.fromReason)
				}
				session := newSessionOf(t, s, typeName)
				p := session.plan(config)
				colleagueSets(t, s, "e1", m.to, m.toReason)
				found := session.applyAsPlanned(p)
				want := changed
				if m.toReason == "Legitimate" && m.options == "" {
					want = otherwise
				}
				if len(found) != 1 || found[0].Summary != want || found[0].Severity != "ERROR" {
					t.Errorf("apply says %+v, want %q", found, want)
				}
				session.expectNoState()
				expectWrites(t, s, 0)
			})
		}
	}
}

// What was to be recorded without a call is not written to when Partner Center lists it by then.
func TestSavedPlan_AnUnlistedEventThatIsListedByThenIsNotWrittenTo(t *testing.T) {
	t.Parallel()
	for typeName, config := range map[string]object{
		resolutionTypeName: decide("e1", "Resolved", "Fraud").with(object{"allow_unlisted": true}),
		resolutionsTypeName: decideAll(decisions{"e1": resolved("Fraud")}).with(
			object{"allow_unlisted": true}),
	} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			s := startEmulator(t, event("other"))
			session := newSessionOf(t, s, typeName)
			p := session.plan(config)
			s.Inject(emulator.NewEvent(subscriptionA, "e1"))
			found := session.applyAsPlanned(p)
			if len(found) != 1 || found[0].Summary != changed {
				t.Errorf("apply says %+v", found)
			}
			session.expectNoState()
			expectWrites(t, s, 0)
		})
	}
}
