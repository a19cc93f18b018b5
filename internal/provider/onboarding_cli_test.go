// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const (
	onboardingAlerts        = 300
	onboardingSubscriptions = 3
	onboardingDecisions     = 90
)

// backlog are 300 open alerts of three customers, newest first, and some that are dealt with. Every tenth open one is
// being looked at.
func backlog() []emulator.Event {
	var events []emulator.Event
	newest := time.Date(2026, time.January, 31, 22, 0, 0, 0, time.UTC)
	for i := range onboardingAlerts + 12 {
		subscription := fmt.Sprintf("%d4c7a1e2-5b3f-4d60-9e81-07f2c9d8b5a6", i%onboardingSubscriptions)
		e := emulator.NewEvent(subscription, fmt.Sprintf("%s_%08d-6c1d-4e2f-8a35-b0c9d7e4f182", subscription, 10_000_000+i*271))
		e.EventTime = newest.Add(-time.Duration(i) * 3 * time.Hour).Format("2006-01-02T15:04:05.00")
		e.CustomerFriendlyName = []string{"Fabrikam", "Tailspin Toys", "Adatum"}[i%onboardingSubscriptions]
		e.EventType, e.Severity = []string{mining, usage}[i/7%2], []string{"Low", "Medium", "High"}[i/2%3]
		switch {
		case i >= onboardingAlerts:
			e.EventStatus, e.ResolvedReason, e.ResolvedOn, e.ResolvedBy = "Resolved", "Ignore", "2026-02-01T00:00:00.00", colleague
		case i%10 == 9:
			e.EventStatus = "Investigating"
		}
		events = append(events, e)
	}
	return events
}

// TestOnboarding_FromABacklogToReviewedDecisions does what the guide says with the guide's files, and is where the guide
// has its outputs and its counts from: testdata/onboarding.
func TestOnboarding_FromABacklogToReviewedDecisions(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.ListResources())
	s := startEmulator(t, backlog()...)
	c := startCommandLine(t, s, "")
	for _, name := range []string{"main.tf", "events.tfquery.hcl"} {
		c.write(name, string(must(os.ReadFile(filepath.Join("..", "..", "examples", "guides", "onboarding", name)))(t)))
	}
	reads := func(processes, listings int) map[string]int {
		return map[string]int{emulator.KindDiscovery: processes, emulator.KindToken: processes, emulator.KindList: listings}
	}

	// Find.
	c.must("validate", "-query", "-no-color")
	found := c.must("query", "-no-color")
	expectEqual(t, "found", onboardingAlerts, strings.Count(found, "list.partnercenter_fraud_event_resolution.open "))
	expectTranscript(t, "query.txt", head(strings.TrimLeft(found, "\n"), "list.", 3)+"...\n")
	atMost(t, "query", s.Counts(), reads(1, 1))

	// Generate, and take over as it stands: nothing is written.
	s.ResetCounts()
	c.must("query", "-no-color", "-generate-config-out=decisions.tf")
	generated := c.read("decisions.tf")
	expectTranscript(t, "generated.tf", generated[:strings.Index(generated, "\n\nresource ")+1])
	out := c.expectExit(exitChanges)
	expectTranscript(t, "import.txt", head(out, "Plan:", 1))
	atMost(t, "query and plan of the imports", s.Counts(), reads(2, 1+onboardingSubscriptions))
	s.ResetCounts()
	c.must("apply", "-auto-approve", "-no-color", "-input=false")
	atMost(t, "apply of the imports", s.Counts(), reads(2, 2*onboardingSubscriptions))
	s.ResetCounts()
	expectTranscript(t, "unchanged.txt", head(c.expectExit(exitUnchanged), "No changes.", 1))
	atMost(t, "plan without a change", s.Counts(), reads(1, onboardingSubscriptions))
	expectEqual(t, "events", map[string]int{"Active None": 270, "Investigating None": 30, "Resolved Ignore": 12}, standings(s))

	// Review: whoever knows the customer replaces Active by a decision, here for all alerts of the first one.
	c.write("decisions.tf", decideBacklog(generated))
	out = c.expectExit(exitChanges)
	change := regexp.MustCompile(`(?s) {2}# partnercenter_fraud_event_resolution\.open_0 .*?\n {4}}\n`).FindString(out)
	expectTranscript(t, "review.txt", change+"\n"+head(out, "Plan:", 1))
	s.ResetCounts()
	began := time.Now()
	expectTranscript(t, "apply.txt", head(c.must("apply", "-auto-approve", "-no-color", "-input=false"), "Apply complete!", 1))
	most := reads(2, 3*onboardingSubscriptions*(1+int(time.Since(began)/(5*time.Second))))
	most[emulator.KindUpdate] = onboardingDecisions // and fewer, as Terraform starts them together
	atMost(t, "apply of the decisions", s.Counts(), most)
	c.expectExit(exitUnchanged)
	expectEqual(t, "events", map[string]int{"Resolved Fraud": onboardingDecisions, "Active None": 180, "Investigating None": 30, "Resolved Ignore": 12}, standings(s))
}

// decideBacklog resolves what is Active in the first subscription.
func decideBacklog(generated string) string {
	decided := strings.NewReplacer(`"Active"`, `"Resolved"`, `reason                = null`, `reason                = "Fraud"`)
	blocks := strings.Split(generated, "\nresource ")
	for i, block := range blocks {
		if strings.Contains(block, `"Active"`) && strings.Contains(block, `subscription_id       = "0`) {
			blocks[i] = decided.Replace(block)
		}
	}
	return strings.Join(blocks, "\nresource ")
}

// head are the first lines that begin so, without the blanks that a wide terminal gets.
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

// expectTranscript compares with what the guide shows.
func expectTranscript(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "onboarding", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := string(must(os.ReadFile(path))(t))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got); run with -update, then make generate:\n%s", name, diff)
	}
}
