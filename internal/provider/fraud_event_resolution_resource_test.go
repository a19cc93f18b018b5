// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	resolutionAddress = "partnercenter_fraud_event_resolution.test"
	fraudDecision     = "status = \"Resolved\"\nreason = \"Fraud\""
)

// resolution returns a configuration of one resolution in subscription A, with further lines.
func resolution(eventID, lines string) string {
	return fmt.Sprintf("resource \"partnercenter_fraud_event_resolution\" \"test\" {\n  "+
		"subscription_id = %q\n  event_id = %q\n%s\n}\n",
		subscriptionA, eventID, lines)
}

// decide is the same for a session. A nil reason is null.
func decide(eventID string, status, reason any) object {
	return object{"subscription_id": subscriptionA, "event_id": eventID, "status": status,
		"reason": reason}
}

func colleagueResolves(t *testing.T, s *emulator.Server, id, reason string) {
	t.Helper()
	colleagueSets(t, s, id, "Resolved", reason)
}

func colleagueSets(t *testing.T, s *emulator.Server, id, status, reason string) {
	t.Helper()
	expect.NoError(t, s.ChangeStatus(id, status, reason, colleague))
}

// ageOut removes events from the list, as time does.
func ageOut(t *testing.T, s *emulator.Server, ids ...string) {
	t.Helper()
	for _, id := range ids {
		expect.NoError(t, s.Remove(id))
	}
}

func expectStanding(t *testing.T, s *emulator.Server, id, status, reason string) {
	t.Helper()
	e, ok := s.Event(id)
	if !ok || e.EventStatus != status || e.ResolvedReason != reason {
		t.Errorf("event %s is %s (%s), listed %t; want %s (%s)", id, e.EventStatus, e.ResolvedReason, ok,
			status, reason)
	}
}

func resolvedBy(t *testing.T, s *emulator.Server, id string) string {
	t.Helper()
	e, ok := s.Event(id)
	if !ok || e.ResolvedBy == "" {
		t.Fatalf("nobody has resolved event %s", id)
	}
	return e.ResolvedBy
}

func expectWrites(t *testing.T, s *emulator.Server, want int) {
	t.Helper()
	if n := s.Count(emulator.KindUpdate); n != want {
		t.Errorf("%d writes, want %d", n, want)
	}
}

// write returns the body of a write.
type write struct {
	EventIDs       []string `json:"EventIds"`
	EventStatus    string
	ResolvedReason *string
}

// writes returns the bodies of all writes, and fails the test for one without the header of the new
// events model.
func writes(t *testing.T, s *emulator.Server) []write {
	t.Helper()
	var all []write
	for _, r := range s.Requests() {
		if r.Kind != emulator.KindUpdate {
			continue
		}
		if got := r.Header.Get("X-NewEventsModel"); got != "true" {
			t.Errorf("a write with X-NewEventsModel %q", got)
		}
		var w write
		expect.NoError(t, json.Unmarshal([]byte(r.Body), &w))
		slices.Sort(w.EventIDs)
		all = append(all, w)
	}
	return all
}

func expectBodies(t *testing.T, s *emulator.Server, want ...write) {
	t.Helper()
	if diff := cmp.Diff(want, writes(t, s)); diff != "" {
		t.Errorf("writes differ (-want +got):\n%s", diff)
	}
}

// expectState compares some attributes of the state.
func (s *session) expectState(want object) {
	s.t.Helper()
	s.expectAttributes(s.held.state, want)
}

// expectNoState fails unless the state is empty.
func (s *session) expectNoState() {
	s.t.Helper()
	if !s.held.state.IsNull() {
		s.t.Errorf("Terraform holds %v, want nothing", s.state())
	}
}

// settled checks that an apply leaves nothing to do.
func settled() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}
}

func unchanged(address string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
	}}
}

// Terraform accepts the spelling in state.
func TestResolution_CreateWritesAndTheNextPlansAreEmpty(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"), event("e2"))
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision), ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("status"),
					knownvalue.StringExact("Resolved")),
				statecheck.ExpectKnownValue(resolutionAddress, tfjsonpath.New("resolved_by"),
					knownvalue.NotNull()),
			}},
			{Config: resolution("e1", fraudDecision), ConfigPlanChecks: unchanged(resolutionAddress)},
			{Config: resolution("E1", fraudDecision), ConfigPlanChecks: unchanged(resolutionAddress)},
		},
	})
	expectStanding(t, s, "e1", "Resolved", "Fraud")
	expectStanding(t, s, "e2", "Active", "None")
	expectWrites(t, s, 1)
}

func TestMoved_KeepsTheDecisionWithoutACall(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("e1"))
	const other = "partnercenter_fraud_event_resolution.other"
	moved := strings.Replace(resolution("e1", fraudDecision), `"test"`, `"other"`, 1) +
		"moved {\n  from = " + resolutionAddress + "\n  to = " + other + "\n}\n"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providersFor(s),
		Steps: []resource.TestStep{
			{Config: resolution("e1", fraudDecision)},
			{Config: moved, ConfigPlanChecks: unchanged(other)},
		},
	})
	expectWrites(t, s, 1)
}
