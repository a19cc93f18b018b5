// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"regexp"
	"strconv"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

func TestGuideDrift_ExitStatusTells(t *testing.T) {
	t.Parallel()
	s := acctest.StartEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "decisions-as-code", "guides/drift-detection")
	w.Must("apply", "-auto-approve")
	var tr transcript
	detect := func(want int, comment string) {
		t.Helper()
		out, status := w.Run("./detect.sh")
		if status != want {
			t.Fatalf("exit status %d instead of %d\n%s", status, want, out)
		}
		tr.add("./detect.sh; echo $?"+comment, out+strconv.Itoa(status))
	}

	detect(0, "")
	colleagueSets(t, s, adatumMiner, "Resolved", "Legitimate")
	detect(2, "     # a colleague has changed a decision in the portal")
	drift := w.Read("drift.txt")
	tr.add("cat drift.txt", plannedChanges(drift),
		regexp.MustCompile(`(?s)\nWarning: .*`).FindString(drift))
	s.Inject(emulator.NewEvent(fabrikam, "new"))
	colleagueSets(t, s, adatumMiner, "Resolved", "Fraud")
	detect(2, "     # the decision is as it was; a new alert waits")
	s.RevokeRefreshTokens()
	if out, status := w.Run("./detect.sh"); status != 1 {
		t.Errorf("with a revoked refresh token: exit status %d\n%s", status, out)
	}
	tr.compare(t, "drift-detection")
}
