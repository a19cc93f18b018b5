// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// graphBlock is a provider block with the API in a variable.
const graphBlock = `
	variable "api" {
		type    = string
		default = "graph"
	}
	provider "partnercenter" { api = var.api }
`

// The main job through Graph: list, plan, resolve, plan again empty, import, drift, and destroy.
func TestGraphCLI_TheMainJob(t *testing.T) {
	t.Parallel()
	events, ids := alerts(4)
	s := startEmulator(t, append(events, alert("imported"))...)
	colleagueResolves(t, s, "imported", "Ignore")
	w := newWorkspace(t, s, graphBlock+`
		data "partnercenter_fraud_events" "open" {
			subscription_id = "`+subscriptionA+`"
			statuses        = ["Active"]
		}
		output "open" { value = length(data.partnercenter_fraud_events.open.events) }
		resource "partnercenter_fraud_event_resolution" "one" {
			subscription_id       = "`+subscriptionA+`"
			event_id              = "`+ids[0]+`"
			status                = "Resolved"
			reason                = "Fraud"
			reactivate_on_destroy = true
		}
		resource "partnercenter_fraud_event_resolutions" "many" {
			subscription_id = "`+subscriptionA+`"
			resolutions     = { for id in ["`+strings.Join(ids[1:], `", "`)+`"] : id => {
				status = "Resolved"
				reason = "Legitimate"
			} }
		}
		import {
			to = partnercenter_fraud_event_resolution.imported
			id = "`+subscriptionA+`/imported"
		}
		resource "partnercenter_fraud_event_resolution" "imported" {
			subscription_id = "`+subscriptionA+`"
			event_id        = "imported"
			status          = "Resolved"
			reason          = "Ignore"
		}`)
	expectOutput(t, w.Must("plan", "-no-color"), "1 to import, 2 to add, 0 to change, 0 to destroy",
		"NetworkConnectionsToCryptoMiningPools", "open = 4")
	w.Must("apply", "-auto-approve", "-no-color")
	for id, want := range map[string]string{ids[0]: isFraud, ids[1]: isLegitimate,
		ids[3]: isLegitimate, "imported": isIgnored} {
		expectEqual(t, id, want, standingNow(t, s, id))
	}
	expectEqual(t, "batches", 1, s.Count(emulator.KindBatch))
	expectOutput(t, w.Must("plan", "-no-color", "-detailed-exitcode", "-target="+
		"partnercenter_fraud_event_resolution.one", "-target="+
		"partnercenter_fraud_event_resolutions.many"), "No changes.")
	colleagueSets(t, s, ids[1], "Active", "None")
	expectOutput(t, w.Must("plan", "-no-color"), "Fraud event reopened since the decision", colleague)
	w.Must("destroy", "-auto-approve", "-no-color")
	expectEqual(t, "reopened", isActive, standingNow(t, s, ids[0]))
	expectEqual(t, "kept", isLegitimate, standingNow(t, s, ids[2]))
	expectEqual(t, "calls of Partner Center's API", 0,
		s.Count(emulator.KindList)+s.Count(emulator.KindUpdate))
}

// The way that the error and the guide describe: nothing is dropped on the way, and no call is
// made.
func TestGraphCLI_MovesADecisionToTheOtherAPI(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, event("old-id", func(e *emulator.Event) { e.GraphID = "new-id" }))
	decided := func(id string) string {
		return graphBlock + `
		resource "partnercenter_fraud_event_resolution" "one" {
			subscription_id = "` + subscriptionA + `"
			event_id        = "` + id + `"
			status          = "Resolved"
			reason          = "Fraud"
		}`
	}
	w := newWorkspace(t, s, decided("old-id"))
	w.Must("apply", "-auto-approve", "-no-color", "-var=api=partnercenter")
	for _, args := range [][]string{{"plan"}, {"plan", "-refresh=false"}, {"refresh"},
		{"apply", "-auto-approve"}, {"destroy", "-auto-approve"},
		{"destroy", "-auto-approve", "-refresh=false"}} {
		out := w.MustFail(append(args, "-no-color")...)
		expectOutput(t, out, "Error: "+otherAPI, "old-id", `api = "partnercenter"`, "terraform state rm")
		if strings.Contains(out, "will be created") {
			t.Errorf("%v plans a create: %s", args, out)
		}
	}
	expectOutput(t, w.Must("state", "list"), "partnercenter_fraud_event_resolution.one")
	before := s.Count(emulator.KindUpdate) + s.Count(emulator.KindUpdateAlert)
	w.Must("state", "rm", "partnercenter_fraud_event_resolution.one")
	w.Write("main.tf", acctest.RequiredProviders+decided("new-id")+`
		import {
			to = partnercenter_fraud_event_resolution.one
			id = "`+subscriptionA+`/new-id"
		}`)
	expectOutput(t, w.Must("apply", "-auto-approve", "-no-color"), "1 imported, 0 added, 0 changed")
	expectOutput(t, w.Must("plan", "-no-color"), "No changes.")
	expectEqual(t, "updates", before,
		s.Count(emulator.KindUpdate)+s.Count(emulator.KindUpdateAlert))
}

// Terraform destroys a tainted decision without what its state remembers. That is no other API.
func TestGraphCLI_ReplacesATaintedDecision(t *testing.T) {
	t.Parallel()
	events, ids := alerts(2)
	s := startEmulator(t, events...)
	w := newWorkspace(t, s, graphBlock+`
		resource "partnercenter_fraud_event_resolution" "one" {
			subscription_id       = "`+subscriptionA+`"
			event_id              = "`+ids[0]+`"
			status                = "Resolved"
			reason                = "Fraud"
			reactivate_on_destroy = true
		}
		resource "partnercenter_fraud_event_resolutions" "many" {
			subscription_id = "`+subscriptionA+`"
			resolutions     = { "`+ids[1]+`" = { status = "Resolved", reason = "Ignore" } }
		}`)
	w.Must("apply", "-auto-approve", "-no-color")
	for _, address := range []string{"partnercenter_fraud_event_resolution.one",
		"partnercenter_fraud_event_resolutions.many"} {
		w.Must("taint", address)
		w.Must("apply", "-auto-approve", "-no-color")
		w.MustPlanNothing("-no-color")
		expectOutput(t, w.MustFail("plan", "-no-color", "-var=api=partnercenter"), "Error: "+otherAPI)
	}
	expectEqual(t, "decided", isFraud, standingNow(t, s, ids[0]))
}

// Terraform 1.14 lists alerts, and acts on them.
func TestGraphCLI_QueryAndAction(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	events, ids := alerts(30)
	s := startEmulator(t, events...)
	w := newWorkspace(t, s, graphBlock+cleanUp(`
		event_ids = ["`+strings.Join(ids, `", "`)+`"]`))
	w.Write("list.tfquery.hcl", `
		list "partnercenter_fraud_event_resolution" "open" {
			provider = partnercenter
			config { statuses = ["Active"] }
		}`)
	expectOutput(t, w.Must("query", "-no-color"), "e00", "e29",
		"NetworkConnectionsToCryptoMiningPools")
	// One alert of the first batch is throttled, and one of the second refused.
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Status: http.StatusTooManyRequests,
		RetryAfter: "1"})
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdateAlert, Skip: 21, Status: http.StatusConflict,
		Code: "Conflict"})
	out := w.MustFail("apply", "-no-color", "-auto-approve", "-invoke="+cleanUpAddress)
	expectOutput(t, out, "Conflict", "Changed 29 of 30 events")
	resolved := 0
	for _, id := range ids {
		if standingNow(t, s, id) == isIgnored {
			resolved++
		}
	}
	expectEqual(t, "resolved", 29, resolved)
	if n := s.Count(emulator.KindBatch); n > 3 {
		t.Errorf("%d batches", n)
	}
}
