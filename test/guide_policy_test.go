// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// builtOPA is the path of the Open Policy Agent, after the first test has requested it. Linking it
// takes seconds.
//
//nolint:gochecknoglobals // the tests of a process share what they build
var builtOPA = sync.OnceValues(func() (program string, err error) {
	program = filepath.Join(toolFolder, "opa")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program,
		"github.com/open-policy-agent/opa")
	build.Dir = filepath.Join(root, "tools", "opa")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building opa: %w\n%s", err, out)
	}
	return program, nil
})

// useOPA puts the Open Policy Agent, built from the module in tools/opa, on the workspace's PATH,
// and returns its path.
func useOPA(t *testing.T, w *acctest.Workspace) (program string) {
	t.Helper()
	program = expect.Must(builtOPA())(t)
	w.Environment["PATH"] = filepath.Dir(program) + string(os.PathListSeparator) +
		w.Environment["PATH"]
	return program
}

func TestGuidePolicy_DeniesWhatNobodyMayDecideAlone(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "guides/policy-as-code")
	opa := useOPA(t, w)
	var tr transcript

	if out, status := w.Run(opa, "test", "policy"); status != 0 {
		t.Fatalf("the policy's own tests: exit status %d\n%s", status, out)
	} else {
		tr.add("opa test policy", out)
	}

	check := func(want int, comment string) {
		t.Helper()
		out, status := w.Run("./check.sh")
		if status != want {
			t.Fatalf("exit status %d instead of %d\n%s", status, want, out)
		}
		tr.add("./check.sh; echo $?"+comment, out+strconv.Itoa(status))
	}
	check(1, "")
	w.Write("decisions.yaml", strings.NewReplacer(
		"sam@contoso", "kim@contoso", // people who may choose Legitimate
	).Replace(w.Read("decisions.yaml")))
	check(0, "     # decided_by is kim@ now, of the fraud desk")
	w.Must("apply", "tfplan")
	if s.Count(emulator.KindUpdate) == 0 || standings(s)[fabrikamTest] != "Resolved Legitimate" {
		t.Errorf("after the apply the events stand as %v", standings(s))
	}

	w.Write("decisions.yaml", strings.ReplaceAll(w.Read("decisions.yaml"),
		"  approved_by: lee@contoso-partner.example\n", ""))
	check(1, "     # approved_by taken out of the decision on Fraud")
	tr.compare(t, "policy-as-code")
}

// judge plans the decisions file, and returns the policy's denials: none if it allows the plan.
func judge(t *testing.T, w *acctest.Workspace, decisions string) string {
	t.Helper()
	w.Write("decisions.yaml", decisions)
	out, status := w.Run("./check.sh")
	switch {
	case status == 0 && strings.Contains(out, "The policy allows this plan."):
		return ""
	case status == 1 && strings.Contains(out, ": "):
		return out
	}
	t.Fatalf("exit status %d\n%s", status, out)
	return ""
}

// Changes that need a second person's approval, or that nobody can approve, in plans as Terraform
// writes them.
func TestGuidePolicy_JudgesTheChangesOfPlans(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"singular", "plural"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			s := acctest.StartEmulator(t, decidedEvents()[0])
			w := newWorkspace(t, s.Env(), "guides/policy-as-code")
			useOPA(t, w)
			if form == "plural" {
				copyExample(t, w, "guides/many-decisions")
				w.Write("main.tf", "")
			}
			ours := written("miner", adatumMiner, "decided_by: kim",
				"decided_by: sam@contoso-partner.example")
			approved := ours + "  approved_by: lee@contoso-partner.example\n"
			other := strings.ReplaceAll(ours, "Fraud", "Ignore")

			expect.Contains(t, judge(t, w, ours), "(`approved_by`): it decides Fraud")
			expect.Contains(t, judge(t, w, strings.ReplaceAll(approved, "sam@", " Lee@")),
				"(`approved_by`): it decides Fraud")
			expect.Equal(t, "denied", "", judge(t, w, approved))
			w.Must("apply", "tfplan")
			expect.Contains(t, judge(t, w, other), "it takes Fraud back")
			expect.Contains(t, judge(t, w, strings.ReplaceAll(other, "miner:", "other-key:")+
				"  allow_overwrite: true\n"), "takes Fraud back")
			expect.Equal(t, "denied", "", judge(t, w, "# taken out\n"))

			reactivate(t, w)
			w.Write("decisions.yaml", approved)
			w.Must("apply", "-auto-approve")
			expect.Contains(t, judge(t, w, "# taken out\n"), "removing it reopens the event")
		})
	}
}

// reactivate makes the resource of the workspace reopen the events of removed decisions.
func reactivate(t *testing.T, w *acctest.Workspace) {
	t.Helper()
	for _, name := range []string{"main.tf", "decisions.tf"} {
		if _, err := os.Stat(filepath.Join(w.Folder, name)); err == nil {
			w.Write(name, strings.Replace(w.Read(name), "  subscription_id ",
				"  reactivate_on_destroy = true\n  subscription_id ", 1))
		}
	}
}

func TestGuidePolicy_JudgesImportsAndUnlistedEvents(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()[0])
	colleagueSets(t, s, adatumMiner, "Resolved", "Fraud")
	w := newWorkspace(t, s.Env(), "guides/policy-as-code")
	useOPA(t, w)
	ours := written("miner", adatumMiner, "Fraud", "Ignore", "decided_by: kim",
		"decided_by: sam@contoso-partner.example")
	expect.Contains(t, judge(t, w, strings.ReplaceAll(ours, adatumMiner, "aged-out")+
		"  allow_unlisted: true\n"), "it may record an event that is not listed")
	expect.Contains(t, judge(t, w, ours+"  allow_overwrite: true\n"), "it may overwrite somebody")
	w.Write("import.tf", `import {
  for_each = local.decisions
  to       = partnercenter_fraud_event_resolution.decision[each.key]
  id       = "${each.value.subscription_id}/${each.value.event_id}"
}
`)
	expect.Contains(t, judge(t, w, ours), "overwrites what was imported")
}

// An action in a plan decides without the decisions file.
func TestGuidePolicy_JudgesActions(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.Actions())
	s := acctest.StartEmulator(t, decidedEvents()[0])
	w := newWorkspace(t, s.Env(), "guides/policy-as-code")
	useOPA(t, w)
	for option, want := range map[string]string{
		"":                      "decide about each event instead",
		"    dry_run = false\n": "decide about each event instead",
		"    dry_run = true\n":  "",
	} {
		w.Write("action.tf", `resource "terraform_data" "clean_up" {
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.partnercenter_update_fraud_events.all]
    }
  }
}

action "partnercenter_update_fraud_events" "all" {
  config {
    subscription_ids = ["`+adatum+`"]
    status           = "Resolved"
    reason           = "Ignore"
    all_events       = true
`+option+`  }
}
`)
		if denied := judge(t, w, "# none\n"); !strings.Contains(denied, want) ||
			(want == "") != (denied == "") {
			t.Errorf("%q: %s", option, denied)
		}
	}
}
