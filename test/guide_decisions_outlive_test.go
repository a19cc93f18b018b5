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
