// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

// A plan of imports that a query has generated says what it imports. A decision that replaces a
// colleague's resolution in the same plan is marked, because the import reads who resolved it.
func TestReview_ImportsOfAQuery(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := acctest.StartEmulator(t, decidedEvents()...)
	colleagueSets(t, s, adatumMiner, "Resolved", "Ignore")
	w := newWorkspace(t, s.Env(), "guides/onboarding")
	w.Write("events.tfquery.hcl", `list "partnercenter_fraud_event_resolution" "all" {
  provider = partnercenter
  limit    = 1000
}
`)
	w.Must("query", "-generate-config-out=decisions.tf")
	generated := w.Read("decisions.tf")
	unchanged := readPlan(t, w)
	events := len(decidedEvents())
	expect.Equal(t, "kinds", map[review.Kind]int{review.Import: events}, unchanged.Sum.Kinds)
	expect.Equal(t, "marks", map[review.Mark]int{}, unchanged.Sum.Marks)

	miner := regexp.MustCompile(`(?s)\nresource [^}]*` + regexp.QuoteMeta(adatumMiner) + `.*?\n}\n`)
	block := miner.FindString(generated)
	overwritten := regexp.MustCompile(`(allow_overwrite +=) \w+`).ReplaceAllString(block, "$1 true")
	overwritten = strings.Replace(overwritten, `"Ignore"`, `"Fraud"`, 1)
	if block == "" || overwritten == block {
		t.Fatalf("no decision about the event in\n%s", generated)
	}
	w.Write("decisions.tf", strings.Replace(generated, block, overwritten, 1))
	changed := readPlan(t, w)
	expect.Equal(t, "kinds", map[review.Kind]int{review.Import: events - 1, review.Decide: 1},
		changed.Sum.Kinds)
	expect.Equal(t, "marks", map[review.Mark]int{review.Overwrites: 1}, changed.Sum.Marks)
	first := changed.Items[0]
	expect.Equal(t, "event", adatumMiner, first.EventID)
	expect.Equal(t, "resolved by", colleague, first.ResolvedBy)
	expect.Equal(t, "from", fraud.Standing{Status: "Resolved", Reason: "Ignore"}, *first.From)
}

// readPlan plans, and reviews the plan.
func readPlan(t *testing.T, w *acctest.Workspace) *review.Review {
	t.Helper()
	w.Must("plan", "-out=tfplan")
	plan := expect.Must(w.CLI("show", "-json", "tfplan").Output())(t)
	return expect.Must(review.Read(strings.NewReader(string(plan)), review.Options{}))(t)
}
