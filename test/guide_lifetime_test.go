// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

const leaving = `
terraform {
  required_providers {
    partnercenter = {
      source = "terraform-partnercenter/partnercenter"
    }
  }
}

provider "partnercenter" {}
`

// decidedToLeave declares two decisions that a destroy would reopen.
const decidedToLeave = leaving + `
resource "partnercenter_fraud_event_resolution" "decided" {
  for_each = toset(["e1", "e2"])

  subscription_id       = "` + fabrikam + `"
  event_id              = each.key
  status                = "Resolved"
  reason                = "Fraud"
  reactivate_on_destroy = true
}
`

// decidedWorkspace returns a workspace with the two decisions applied.
func decidedWorkspace(t *testing.T) (*acctest.Workspace, *emulator.Server) {
	t.Helper()
	s := acctest.StartEmulator(t, emulator.NewEvent(fabrikam, "e1"), emulator.NewEvent(fabrikam, "e2"))
	w := acctest.NewWorkspace(t, s.Env())
	w.Write("main.tf", decidedToLeave)
	w.Must("init")
	w.Must("apply", "-auto-approve")
	s.ResetCounts()
	return w, s
}

// expectForgotten fails unless state is empty and Partner Center is unchanged.
func expectForgotten(t *testing.T, w *acctest.Workspace, s *emulator.Server) {
	t.Helper()
	expect.Equal(t, "state", "", strings.TrimSpace(w.Must("state", "list")))
	expectWrites(t, s, 0)
	expectStandings(t, s, map[string]int{"Resolved Fraud": 2})
}

func TestGuideLeave_ARemovedBlockForgetsAndReopensNothing(t *testing.T) {
	t.Parallel()
	acctest.SkipWithout(t, acctest.RemovedBlocks())
	w, s := decidedWorkspace(t)
	removed := readFile(t, "examples/guides/leave-the-provider/removed.tf")
	w.Write("main.tf", leaving+removed)
	w.Must("apply", "-auto-approve")
	expectForgotten(t, w, s)
}

// The provider may already be gone.
func TestGuideLeave_StateCanBeForgottenWithoutTheProvider(t *testing.T) {
	t.Parallel()
	w, s := decidedWorkspace(t)
	for _, installed := range []string{".terraform", ".terraform.lock.hcl"} {
		expect.NoError(t, os.RemoveAll(filepath.Join(w.Folder, installed)))
	}
	w.Write("main.tf", "")
	for name := range s.Env() {
		delete(w.Environment, name)
	}
	w.Must("state", "rm", "partnercenter_fraud_event_resolution.decided")
	expectForgotten(t, w, s)
}

func TestGuideLeave_AForkTakesTheStateOver(t *testing.T) {
	t.Parallel()
	w, s := decidedWorkspace(t)
	w.Must("state", "replace-provider", "-auto-approve", "terraform-partnercenter/partnercenter",
		"example/partnercenter")
	state := w.Must("state", "pull")
	if strings.Contains(state, "/terraform-partnercenter/partnercenter") ||
		!strings.Contains(state, "/example/partnercenter") {
		t.Errorf("state names the provider as before:\n%s", state)
	}
	expectWrites(t, s, 0)
}

func TestGuideLeave_TheScriptListsAndResolvesOneEvent(t *testing.T) {
	t.Parallel()
	script := absolute(t, "examples/guides/leave-the-provider/fraud-events.sh")
	events := emulator.StoryEvents(emulator.StoryCleanUp) // three pages; 18 are resolved
	s := acctest.StartEmulator(t, events...)
	w := acctest.NewWorkspace(t, s.Env())
	run := func(arguments ...string) string {
		t.Helper()
		out, status := w.Run("bash", append([]string{script}, arguments...)...)
		if status != 0 {
			t.Fatalf("exit status %d:\n%s", status, out)
		}
		return out
	}

	out := run()
	if n := strings.Count(out, "\told-"); n != len(events)-18 || strings.Contains(out, "old-001") {
		t.Errorf("%d events are listed, want the %d that are not resolved", n, len(events)-18)
	}
	expectWrites(t, s, 0)

	run(events[20].SubscriptionID, "old-020", "Fraud")
	expectWrites(t, s, 1)
	expectStandings(t, s, map[string]int{"Active": len(events) - 19, "Resolved Ignore": 12,
		"Resolved Fraud": 7})

	for _, wrong := range [][]string{{events[30].SubscriptionID, "", "Fraud"},
		{events[30].SubscriptionID}} {
		if out, status := w.Run("bash", append([]string{script}, wrong...)...); status == 0 {
			t.Errorf("%q is no complete decision, and it says\n%s", wrong, out)
		}
	}
	expectWrites(t, s, 1)
}

// decidedLongAgo has applied two decisions, and the event of the first has become unlisted since.
func decidedLongAgo(t *testing.T) (*emulator.Server, *acctest.Workspace) {
	t.Helper()
	s := acctest.StartEmulator(t,
		emulator.NewEvent(adatum, "old-event"), emulator.NewEvent(adatum, "listed-event"))
	w := newWorkspace(t, s.Env(), "decisions-as-code")
	w.Write("decisions.yaml", written("old", "old-event")+written("listed", "listed-event"))
	w.Must("apply", "-auto-approve")
	expect.NoError(t, s.Remove("old-event"))
	w.MustPlanNothing()
	s.ResetCounts()
	return s, w
}

// mustRecord plans and applies without a write, and remains protected against wrong ids.
func mustRecord(t *testing.T, s *emulator.Server, w *acctest.Workspace) {
	t.Helper()
	w.Must("apply", "-auto-approve")
	w.MustPlanNothing()
	expectWrites(t, s, 0)
	good := w.Read("decisions.yaml")
	w.Write("decisions.yaml", good+written("new", "wrong-id"))
	expect.Contains(t, w.MustFail("plan"), "wrong-id")
	w.Write("decisions.yaml", strings.ReplaceAll(good, "  allow_unlisted: true\n", ""))
	w.Must("apply", "-auto-approve")
	w.MustPlanNothing()
	expectWrites(t, s, 0)
}

func allowUnlisted(w *acctest.Workspace) {
	w.Write("decisions.yaml",
		written("old", "old-event")+"  allow_unlisted: true\n"+written("listed", "listed-event"))
}

func TestGuideDecisions_KeyOfAnOldEntryIsRenamed(t *testing.T) {
	t.Parallel()
	for name, moved := range map[string]string{"moved": `moved {
  from = partnercenter_fraud_event_resolution.decision["old"]
  to   = partnercenter_fraud_event_resolution.decision["renamed"]
}
`, "without moved": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, w := decidedLongAgo(t)
			w.Write("decisions.yaml", strings.Replace(w.Read("decisions.yaml"), "old:", "renamed:", 1))
			w.Write("moved.tf", moved)
			mustRecord(t, s, w)
		})
	}
}

// The same run reads the state with an old decision, so the other resource can take it over.
func TestGuideDecisions_FormChangesWithOldEntries(t *testing.T) {
	t.Parallel()
	s, w := decidedLongAgo(t)
	copyExample(t, w, "guides/many-decisions")
	w.Write("main.tf", "")
	mustRecord(t, s, w)

	w.Write("main.tf", readFile(t, "examples/decisions-as-code/main.tf"))
	w.Write("decisions.tf", "")
	mustRecord(t, s, w)
}

func TestGuideDecisions_LostStateIsBuiltAgain(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"singular", "plural"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			s, w := decidedLongAgo(t)
			expect.NoError(t, os.Remove(filepath.Join(w.Folder, "terraform.tfstate")))
			if form == "plural" {
				copyExample(t, w, "guides/many-decisions")
				w.Write("main.tf", "")
			}
			refused := w.MustFail("plan")
			expect.Contains(t, refused, "old-event")
			expect.Contains(t, refused, "allow_unlisted")
			allowUnlisted(w)
			mustRecord(t, s, w)
		})
	}
}
