// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Each step that is missing is one warning, and the plan of a partner who has taken all is quiet.
func TestGuideProof_SaysWhichStepIsMissing(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	s.Inject(setDetected(time.Now().Add(-50*time.Hour), emulator.NewEvent(adatum, "alert"))...)
	colleagueSets(t, s, "alert", "Resolved", "Legitimate")
	for _, customer := range s.Usage() {
		s.SetBudget(customer.CustomerTenantID, "")
	}
	w := newWorkspace(t, s.Env(), "guides/from-alert-to-proof")
	var before, after transcript

	before.add("terraform plan", diagnosticBoxes(w.Must("plan")))
	before.compare(t, "proof-before")

	s.RegisterWebhook("https://hooks.contoso.com/partnercenter", "Azure-Fraud-Event-Detected")
	for _, customer := range s.Usage() {
		s.SetBudget(customer.CustomerTenantID, "100")
		s.Spend(customer.CustomerTenantID, "20")
	}
	for _, e := range s.Events() {
		if err := s.Remove(e.EventID); err != nil {
			t.Fatal(err)
		}
	}
	out := w.Must("plan")
	if strings.Contains(out, "Warning") {
		t.Errorf("the plan still warns:\n%s", out)
	}
	_, changes, _ := strings.Cut(out, "Changes to Outputs:")
	after.add("terraform plan", "Changes to Outputs:"+strings.TrimRight(firstLines(changes, 2), "\n"))
	after.compare(t, "proof-after")

	s.Spend(s.Usage()[0].CustomerTenantID, "200")
	if out := w.Must("plan"); !strings.Contains(out, "A customer is over budget") {
		t.Errorf("nobody is over budget:\n%s", out)
	}
}

// The steps of the page silence the proof, in the world that the page lets readers start.
func TestGuideProof_StepsSilenceTheWarnings(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t)
	s.Inject(emulator.StoryEvents(emulator.StoryDecisions)...)
	proof := newWorkspace(t, s.Env(), "guides/from-alert-to-proof")
	out := proof.Must("plan")
	expect.Contains(t, out, "No webhook is registered")
	expect.Contains(t, out, "No spending budget: Adatum, Fabrikam")
	newWorkspace(t, s.Env(), "guides/from-alert-to-proof/steps").Must("apply", "-auto-approve")
	if out := proof.Must("plan"); strings.Contains(out, "Warning") {
		t.Errorf("the plan still warns:\n%s", out)
	}
}

// firstLines returns the beginning of a text.
func firstLines(text string, count int) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[:min(count, len(lines))], "")
}
