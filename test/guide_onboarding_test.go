// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	onboardingAlerts        = 300
	onboardingSubscriptions = 3
	onboardingDecisions     = 90
)

// The guide's outputs and counts come from here.
func TestGuideOnboarding_FromABacklogToReviewedDecisions(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := acctest.StartEmulator(t, emulator.StoryEvents(emulator.StoryOnboarding)...)
	w := newWorkspace(t, s.Env(), "guides/onboarding")
	reads := func(processes, listings int) map[string]int {
		return map[string]int{emulator.KindDiscovery: processes, emulator.KindToken: processes,
			emulator.KindList: listings}
	}

	// Find.
	w.Must("validate", "-query")
	found := w.Must("query")
	expect.Equal(t, "alerts found", onboardingAlerts,
		strings.Count(found, "list.partnercenter_fraud_event_resolution.open "))
	compareGolden(t, "testdata/guides/onboarding-query.txt",
		head(strings.TrimLeft(found, "\n"), "list.", 3)+"...\n")
	acctest.AtMost(t, "query", s.Counts(), reads(1, 1))

	// Generate, and import unchanged: nothing is written.
	s.ResetCounts()
	w.Must("query", "-generate-config-out=decisions.tf")
	generated := w.Read("decisions.tf")
	compareGolden(t, "testdata/guides/onboarding-generated.tf",
		generated[:strings.Index(generated, "\n\nresource ")+1])
	out := w.MustPlanChanges()
	compareGolden(t, "testdata/guides/onboarding-import.txt", head(out, "Plan:", 1))
	acctest.AtMost(t, "query and plan of the imports", s.Counts(), reads(2, 1+onboardingSubscriptions))
	s.ResetCounts()
	w.Must("apply", "-auto-approve")
	acctest.AtMost(t, "apply of the imports", s.Counts(), reads(2, 2*onboardingSubscriptions))
	s.ResetCounts()
	compareGolden(t, "testdata/guides/onboarding-unchanged.txt",
		head(w.MustPlanNothing(), "No changes.", 1))
	acctest.AtMost(t, "plan without a change", s.Counts(), reads(1, onboardingSubscriptions))
	expectStandings(t, s, map[string]int{"Active": 270, "Investigating": 30, "Resolved Ignore": 12})

	// Review: somebody who knows the customer replaces Active with a decision, here for all alerts of
	// the first customer.
	w.Write("decisions.tf", decideBacklog(generated))
	out = w.MustPlanChanges()
	change := regexp.MustCompile(`(?s) {2}# partnercenter_fraud_event_resolution\.open_0 .*?\n {4}}\n`).
		FindString(out)
	compareGolden(t, "testdata/guides/onboarding-review.txt", change+"\n"+head(out, "Plan:", 1))
	s.ResetCounts()
	compareGolden(t, "testdata/guides/onboarding-apply.txt",
		head(w.Must("apply", "-auto-approve"), "Apply complete!", 1))
	most := reads(2, 0)
	most[emulator.KindUpdate] = onboardingDecisions // or fewer, because Terraform starts them together
	counts := s.Counts()
	delete(counts, emulator.KindList) // a slow machine repeats the listing of a review
	acctest.AtMost(t, "apply of the decisions", counts, most)
	w.MustPlanNothing()
	expectStandings(t, s, map[string]int{"Resolved Fraud": onboardingDecisions, "Active": 180,
		"Investigating": 30, "Resolved Ignore": 12})
}

// decideBacklog resolves the Active events in the first subscription.
func decideBacklog(generated string) string {
	decided := strings.NewReplacer(`"Active"`, `"Resolved"`, `reason                = null`,
		`reason                = "Fraud"`)
	blocks := strings.Split(generated, "\nresource ")
	for i, block := range blocks {
		if strings.Contains(block, `"Active"`) && strings.Contains(block, `subscription_id       = "0`) {
			blocks[i] = decided.Replace(block)
		}
	}
	return strings.Join(blocks, "\nresource ")
}

// head returns the first lines that begin like this, without the trailing blanks of a wide
// terminal.
func head(output, prefix string, n int) string {
	var b strings.Builder
	for line := range strings.Lines(output) {
		if line = strings.TrimRight(line, " \n"); n > 0 && strings.HasPrefix(line, prefix) {
			b.WriteString(line + "\n")
			n--
		}
	}
	return b.String()
}
