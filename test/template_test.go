// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const auditLog = "audit-log-1"

// ignoreTest decides about one event, as the policy of the template allows.
const ignoreTest = `fabrikam-load-test:
  subscription_id: "` + fabrikam + `"
  event_id: "` + fabrikamTest + `"
  status: Resolved
  reason: Ignore
  ticket: SEC-1043
  decided_by: kim@contoso-partner.example
  rationale: Planned load test of the customer's web shop.
`

// ignoreMiner decides in the same way about another event.
func ignoreMiner() string {
	return strings.NewReplacer(
		"fabrikam-load-test", "adatum", fabrikamTest, adatumMiner, fabrikam, adatum,
	).Replace(ignoreTest)
}

// newTemplate is a repository created from the template, with one decision.
func newTemplate(t *testing.T) (*gitHub, *emulator.Server) {
	t.Helper()
	s := acctest.StartEmulator(t, decidedEvents()...)
	g := newGitHub(t, s)
	g.push("decisions.yaml", ignoreTest)
	return g, s
}

// planned runs the workflow of a push up to the approval.
func (g *gitHub) planned() *workflowRun {
	g.t.Helper()
	run := g.start("fraud-events.yml", "push")
	run.job("check", success)
	run.job("plan", success)
	return run
}

func TestTemplate_TheApprovedPlanIsApplied(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	pull := g.start("fraud-events.yml", "pull_request")
	pull.job("check", success)
	plan := pull.job("plan", success)
	if !strings.Contains(plan.summary, "Plan: 1 to add") || plan.did("Seal the plan") {
		t.Errorf("the plan of a pull request: steps %q\n%s", plan.ran, plan.summary)
	}
	pull.job("apply", skipped)
	if stored := g.stored(); len(stored) != 0 {
		t.Errorf("a pull request leaves %v", stored)
	}

	run := g.planned()
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate))
	expectSealed(t, g)
	run.job("apply", success)
	expect.Equal(t, "standing", "Resolved Ignore", standings(s)[fabrikamTest])
	expectAudit(t, g, `"result":"written"`, fabrikamTest)
	run.job("forget", success)
	if stored := g.stored(); len(stored) != 1 {
		t.Errorf("of the plan something is left: %v", stored)
	}

	again := g.planned()
	expect.Equal(t, "the second plan", "false", again.jobs["plan"].outputs["changes"])
	again.job("apply", skipped)
	again.job("forget", success)
}

// expectSealed expects one artifact whose content is unreadable.
func expectSealed(t *testing.T, g *gitHub) {
	t.Helper()
	stored := g.stored()
	if len(stored) != 1 || len(stored["plan-1"]) != 1 {
		t.Fatalf("the artifacts are %v", stored)
	}
	content, err := os.ReadFile(stored["plan-1"][0])
	if err != nil || !strings.HasPrefix(string(content), "Salted__") {
		t.Errorf("the saved plan is not encrypted (%v)", err)
	}
}

// expectAudit expects a line of the kept audit log that contains all these texts.
func expectAudit(t *testing.T, g *gitHub, wanted ...string) {
	t.Helper()
	files := g.stored()[auditLog]
	if len(files) == 0 {
		t.Fatalf("no audit log among %v", g.stored())
	}
	content := expect.Must(os.ReadFile(files[len(files)-1]))(t)
	for line := range strings.Lines(string(content)) {
		found := 0
		for _, part := range wanted {
			if strings.Contains(line, part) {
				found++
			}
		}
		if found == len(wanted) {
			return
		}
	}
	t.Errorf("no line of the audit log holds %q:\n%s", wanted, content)
}

func TestTemplate_DecisionThatAColleagueOvertakesIsRefused(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	run := g.planned()
	colleagueSets(t, s, fabrikamTest, "Resolved", "Fraud")
	apply := run.job("apply", failure)
	if got := standings(s)[fabrikamTest]; got != "Resolved Fraud" ||
		s.Count(emulator.KindUpdate) != 0 {
		t.Errorf("Partner Center says %s, after %d writes\n%s", got, s.Count(emulator.KindUpdate),
			apply.log)
	}
	if !apply.did("Apply") || !strings.Contains(apply.log, colleague) {
		t.Errorf("the log does not say who has decided:\n%s", apply.log)
	}
	if !apply.did("Keep the audit log") || len(g.stored()[auditLog]) != 1 {
		t.Errorf("no audit log is kept: %v", g.stored())
	}
	run.job("forget", success)
	if _, left := g.stored()["plan-1"]; left {
		t.Error("the plan is left")
	}
}

func TestTemplate_AuditLogOutlivesAFailedApply(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	g.push("decisions.yaml", ignoreTest+ignoreMiner())
	run := g.planned()
	s.AddFault(emulator.Fault{Kind: emulator.KindUpdate, Times: -1, Status: 403, Skip: 1})
	run.job("apply", failure)
	expectAudit(t, g, `"result":"written"`)
	expectAudit(t, g, `"error":"`)
}

// A mistake, or an untrusted source, stops the run before it keeps, applies or reports anything.
func TestTemplate_StopsBeforeTheApply(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		event, file, content string
		later, fork          bool   // pushed after the check; from a fork
		check, plan          string // outcome of the jobs
		says                 []string
	}{
		"a broken file": {"push", "decisions.yaml",
			strings.Replace(ignoreTest, "reason: Ignore", "reson: Ignore", 1), false, false, failure,
			skipped, []string{"decisions.yaml:5:"}},
		"a denial of the policy": {"push", "decisions.yaml",
			strings.NewReplacer("Ignore", "Legitimate", "kim@", "sam@").Replace(ignoreTest), false,
			false, success, failure, []string{"Legitimate", "Plan: 1 to add"}},
		"no policy": {"push", "policy/decisions.rego", "package other\n", true, false, success, failure,
			nil},
		"a fork": {"pull_request", "README.md", "", false, true, success, skipped, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, s := newTemplate(t)
			push := func(now bool) {
				if now {
					g.push(test.file, test.content)
				}
			}
			push(!test.later)
			run := g.start("fraud-events.yml", test.event)
			if test.fork {
				run.github[headRepository] = "somebody/fraud-events"
			}
			check := run.job("check", test.check)
			push(test.later)
			plan := run.job("plan", test.plan)
			run.job("apply", skipped)
			run.job("forget", skipped)
			expect.Contains(t, check.log+plan.log+plan.summary, test.says...)
			expect.Equal(t, "artifacts", 0, len(g.stored()))
			expectWrites(t, s, 0)
			if test.plan == skipped {
				expect.Equal(t, "requests", 0, s.Count(emulator.KindAny))
			}
		})
	}
}

func TestTemplate_PlanThatANewerCommitMadeStaleIsNotApplied(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	run := g.planned()
	g.push("decisions.yaml", strings.Replace(ignoreTest, "Ignore", "Fraud", 1))
	expectNothingApplied(t, s, run.job("apply", failure), "Nothing is applied.")
}

// A person who can write artifacts cannot replace the approved plan, even with a sealed one.
func TestTemplate_PlanThatWasExchangedIsNotApplied(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	run := g.planned()
	earlier := expect.Must(os.ReadFile(g.stored()["plan-1"][0]))(t)
	run.job("apply", success)
	run.job("forget", success)
	s.ResetCounts()
	g.push("decisions.yaml", ignoreTest+ignoreMiner())
	run = g.planned()
	writeFile(t, g.stored()["plan-1"][0], string(earlier), 0o600)
	expectNothingApplied(t, s, run.job("apply", failure), "This is not the plan that was approved.")
}

// expectNothingApplied expects that the job ended before Terraform ran, and said why.
func expectNothingApplied(t *testing.T, s *emulator.Server, apply *jobRun, why string) {
	t.Helper()
	if apply.did("Apply") || s.Count(emulator.KindUpdate) != 0 || !strings.Contains(apply.log, why) {
		t.Errorf("steps %q, %d writes\n%s", apply.ran, s.Count(emulator.KindUpdate), apply.log)
	}
}

// A second approval of the same run, after its plan was deleted, applies nothing.
func TestTemplate_PlanIsAppliedOnce(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	run := g.planned()
	run.job("apply", success)
	run.job("forget", success)
	colleagueSets(t, s, fabrikamTest, "Active", "")
	s.ResetCounts()
	expectNothingApplied(t, s, run.job("apply", failure), "there is no such artifact")
}

// Texts of Partner Center act neither in the log nor in the summary.
func TestTemplate_HostileTextIsShownAndNotObeyed(t *testing.T) {
	t.Parallel()
	g, s := newTemplate(t)
	s.Inject(func() emulator.Event {
		e := emulator.NewEvent(adatum, "hostile")
		e.CustomerFriendlyName = "A\r\n::error::obeyed\n```\n# Approve me\n"
		return e
	}())
	run := g.planned()
	if !strings.Contains(run.jobs["plan"].log, "::stop-commands::") {
		t.Error("the log obeys commands")
	}
	_, shown, _ := strings.Cut(run.jobs["plan"].summary, "exactly this.\n\n")
	for line := range strings.Lines(shown) {
		if !strings.HasPrefix(line, "    ") || strings.Contains(line, "\r") {
			t.Errorf("not inside the block: %q", line)
		}
	}
}

// Errors and warnings are wrapped, so that any word of a text can begin a line.
func TestTemplate_HostileTextIsNotObeyedInMessages(t *testing.T) {
	t.Parallel()
	hostile := strings.Repeat("A ::error::obeyed ##vso[task.complete] ", 20)
	g, s := newTemplate(t)
	run := g.planned()
	expect.NoError(t, s.ChangeStatus(fabrikamTest, "Resolved", "Fraud", hostile))
	expectTame(t, run.job("apply", failure))
	again := g.start("fraud-events.yml", "push")
	again.job("check", success)
	expectTame(t, again.job("plan", failure))
	expectTame(t, g.start("drift.yml", "schedule").job("detect", failure))
}

// expectTame expects the hostile text in the log, but never where a platform looks for commands.
func expectTame(t *testing.T, job *jobRun) {
	t.Helper()
	expect.Contains(t, job.log, "obeyed")
	for line := range strings.Lines(job.log) {
		if strings.HasPrefix(strings.TrimSpace(line), "::error::obeyed") ||
			strings.Contains(line, "##vso") {
			t.Errorf("obeyed: %q", line)
		}
	}
}
