// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

// reviewCase is a plan of the CLI under test, and its history.
type reviewCase struct {
	feature *acctest.Feature
	arrange func(t *testing.T, s *emulator.Server) // before everything
	applied string                                 // the configuration of an earlier apply
	between func(t *testing.T, s *emulator.Server) // between that apply and the plan
	planned string
	args    []string
	large   int // the number of decisions, if the plan is too large to keep
}

// declare declares a decision about an event in the singular resource.
func declare(name, subscription, event, status, reason, more string) string {
	if reason != "" {
		more = fmt.Sprintf("  reason = %q\n%s", reason, more)
	}
	return fmt.Sprintf(`resource "partnercenter_fraud_event_resolution" %q {
  subscription_id = %q
  event_id = %q
  status = %q
%s
  annotations = {
    ticket = "SEC-1042"
    decided_by = "a.larsen@contoso-partner.example"
    rationale = "The customer confirms a stolen key."
  }
}
`, name, subscription, event, status, more)
}

func declareMany(elements string) string {
	return fmt.Sprintf("resource \"partnercenter_fraud_event_resolutions\" \"many\" {\n"+
		"subscription_id = %q\nresolutions = %s\n}\n", fabrikam, elements)
}

// cancelWith cancels a subscription with these settings.
func cancelWith(settings string) string {
	return fmt.Sprintf(`
action "partnercenter_cancel_azure_entitlement" "lost" {
  config {
    customer_tenant_id = %q
    subscription_id = %q
    confirm_subscription_id = %q
    %s
  }
}
resource "terraform_data" "trigger" {
  lifecycle {
    action_trigger {
      events = [after_create]
      actions = [action.partnercenter_cancel_azure_entitlement.lost]
    }
  }
}
`, "5e0b3f7d-91c2-4a86-b4d0-6f2c8e17a593", adatum, adatum, settings)
}

func register(options string) string {
	return `
resource "partnercenter_webhook_registration" "alerts" {
  webhook_url = "https://alerts.contoso-partner.example/hook"
  webhook_events = ["azure-fraud-event-detected"]
` + options + "\n}\n"
}

func reviewCases() map[string]reviewCase {
	miner := declare("miner", adatum, adatumMiner, "Resolved", "Fraud", "")
	overwrite := func(t *testing.T, s *emulator.Server) {
		t.Helper()
		colleagueSets(t, s, adatumMiner, "Resolved", "Ignore")
	}
	actions := acctest.Actions()
	old := fabrikam + "_gone"
	return map[string]reviewCase{
		"nothing": {applied: miner, planned: miner},
		"one":     {planned: miner},
		"plural": {arrange: func(t *testing.T, s *emulator.Server) {
			t.Helper()
			colleagueSets(t, s, fabrikamTest, "Resolved", "Ignore")
		}, planned: declareMany(fmt.Sprintf(`{
  %q = { status = "Resolved", reason = "Ignore", annotations = { ticket = "SEC-1043" } }
  %q = { status = "Investigating", annotations = { decided_by = "m.okafor" } }
}`, fabrikamTest, fabrikamRegion))},
		"overwrite": {arrange: overwrite, planned: declare("miner", adatum, adatumMiner, "Resolved",
			"Fraud", "  allow_overwrite = true\n")},
		"reopen": {applied: miner, planned: declare("miner", adatum, adatumMiner, "Active", "", "")},
		"unlisted": {planned: declare("old", fabrikam, old, "Resolved", "Fraud",
			"  allow_unlisted = true\n")},
		"destroy": {applied: miner + declare("test", fabrikam, fabrikamTest, "Resolved", "Ignore",
			"  reactivate_on_destroy = true\n"), args: []string{"-destroy"}},
		"drift": {applied: miner, between: overwrite, planned: miner},
		"replace": {applied: miner, planned: declare("miner", adatum, adatumMiner, "Resolved", "Fraud",
			"  lifecycle {\n    create_before_destroy = true\n  }\n"),
			args: []string{"-replace=partnercenter_fraud_event_resolution.miner"}},
		"action": {feature: &actions, planned: fmt.Sprintf(`
action "partnercenter_update_fraud_events" "old" {
  config {
    subscription_ids = [%q]
    status = "Resolved"
    reason = "Ignore"
    event_ids = [%q]
    annotations = { ticket = "SEC-1107" }
  }
}
resource "terraform_data" "trigger" {
  lifecycle {
    action_trigger {
      events = [after_create]
      actions = [action.partnercenter_update_fraud_events.old]
    }
  }
}
`, fabrikam, fabrikamTest)},
		"cancel":           {feature: &actions, planned: cancelWith("resolve_fraud_events = true")},
		"cancel-unguarded": {feature: &actions, planned: cancelWith("require_fraud_event = false")},
		"unguarded": {applied: miner + register(""), planned: register(`  on_destroy = "restore"`) +
			declare("miner", adatum, adatumMiner, "Resolved", "Fraud", "  reactivate_on_destroy = true") +
			declare("test", fabrikam, fabrikamTest, "Resolved", "Ignore", "  allow_overwrite = true")},
		// The refresh before an import shows who has resolved the alert.
		"import-overwrite": {arrange: overwrite, planned: `
import {
  to = partnercenter_fraud_event_resolution.miner
  id = "` + adatum + "/" + adatumMiner + `"
}
` + declare("miner", adatum, adatumMiner, "Resolved", "Fraud", "  allow_overwrite = true\n")},
		"300": {arrange: injectMany(300), large: 300, planned: `
resource "partnercenter_fraud_event_resolution" "one" {
  for_each = toset([for i in range(300) : tostring(i)])
  subscription_id = format("00000000-0000-4000-8000-%012d", each.key % 30)
  event_id = "event-${each.key}"
  status = "Resolved"
  reason = "Ignore"
  annotations = {
    ticket = "SEC-${each.key}"
    decided_by = "m.okafor@contoso-partner.example"
    rationale = "Planned load test number ${each.key} of the customer's web shop."
  }
}
`},
		"300, plural": {arrange: injectMany(300), large: 300, planned: `
resource "partnercenter_fraud_event_resolutions" "many" {
  for_each = toset([for i in range(30) : tostring(i)])
  subscription_id = format("00000000-0000-4000-8000-%012d", each.key)
  resolutions = {
    for i in range(10) : "event-${each.key + 30 * i}" => {
      status = "Resolved"
      reason = "Fraud"
      annotations = {
        ticket = "SEC-${each.key + 30 * i}"
        decided_by = "m.okafor@contoso-partner.example"
        rationale = "The customer confirms stolen key number ${each.key + 30 * i}."
      }
    }
  }
}
`},
		"import": {arrange: injectMany(244), large: 244, planned: `
import {
  for_each = toset([for i in range(244) : tostring(i)])
  to = partnercenter_fraud_event_resolution.one[each.key]
  id = "${format("00000000-0000-4000-8000-%012d", each.key % 30)}/event-${each.key}"
}
resource "partnercenter_fraud_event_resolution" "one" {
  for_each = toset([for i in range(244) : tostring(i)])
  subscription_id = format("00000000-0000-4000-8000-%012d", each.key % 30)
  event_id = "event-${each.key}"
  status = "Active"
}
`},
	}
}

// injectMany adds events of 30 subscriptions.
func injectMany(n int) func(*testing.T, *emulator.Server) {
	return func(_ *testing.T, s *emulator.Server) {
		for i := range n {
			e := emulator.NewEvent(fmt.Sprintf("00000000-0000-4000-8000-%012d", i%30),
				fmt.Sprintf("event-%d", i))
			e.CustomerTenantID = e.SubscriptionID
			e.CustomerFriendlyName = fmt.Sprintf("Customer %d", i%30)
			if i/30%3 > 0 { // as long as a type can be
				e.EventType = "MultiRegionVirtualMachineScaleSetDeploymentAnomaly"
			}
			s.Inject(e)
		}
	}
}

// The pages in internal/review/testdata come from plans of the CLI under test. With -update, the
// test rewrites the pages and the plans next to them, which the tests of that package read.
func TestReview_Plans(t *testing.T) {
	t.Parallel()
	cases := reviewCases()
	maps.Copy(cases, reviewsOfObjects())
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.feature != nil {
				acctest.SkipWithout(t, *c.feature)
			}
			plan := essence(t, c.plan(t))
			r := expect.Must(review.Read(strings.NewReader(plan), review.Options{}))(t)
			page := r.Markdown(review.CommentLimit)
			if c.large > 0 {
				if got := strings.Count(page, "\n| ") - strings.Count(page, "\n|---"); got != c.large {
					t.Errorf("the page has %d rows, want %d:\n%s", got, c.large, page[:2000])
				}
				if len(page) > review.CommentLimit || strings.Contains(page, "Not shown") {
					t.Errorf("the page of %d bytes is not complete", len(page))
				}
				t.Logf("%d bytes", len(page))
				return
			}
			base := filepath.Join(root, "internal", "review", "testdata", name)
			if *update {
				expect.NoError(t, os.WriteFile(base+".json", []byte(plan), 0o600))
			}
			compareGolden(t, base+".md", page)
		})
	}
}

// plan runs the case, and returns the JSON of the plan.
func (c reviewCase) plan(t *testing.T) string {
	t.Helper()
	s := acctest.StartEmulator(t, decidedEvents()...)
	if c.arrange != nil {
		c.arrange(t, s)
	}
	w := acctest.NewWorkspace(t, s.Env())
	w.Write("main.tf", acctest.RequiredProviders+c.applied)
	w.Must("init")
	if c.applied != "" {
		w.Must("apply", "-auto-approve")
	}
	if c.between != nil {
		c.between(t, s)
	}
	if c.planned != "" {
		w.Write("main.tf", acctest.RequiredProviders+c.planned)
	}
	w.Must(append([]string{"plan", "-out=tfplan"}, c.args...)...)
	out := expect.Must(w.CLI("show", "-json", "tfplan").Output())(t)
	return string(out)
}

// essence is the part of a plan that a review reads, with a constant time.
func essence(t *testing.T, plan string) string {
	t.Helper()
	var all map[string]json.RawMessage
	expect.NoError(t, json.Unmarshal([]byte(plan), &all))
	kept := map[string]json.RawMessage{"timestamp": json.RawMessage(`"2026-01-16T08:00:00Z"`)}
	for _, name := range []string{"format_version", "resource_changes", "resource_drift",
		"deferred_changes", "action_invocations", "checks", "errored", "complete"} {
		if value, ok := all[name]; ok {
			kept[name] = value
		}
	}
	kept["planned_values"] = json.RawMessage("{}")
	content := expect.Must(json.MarshalIndent(kept, "", " "))(t)
	return string(content) + "\n"
}
