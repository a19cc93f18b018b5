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
)

// builtOPA is where the Open Policy Agent is, once a test has asked for it. Linking it takes seconds.
//
//nolint:gochecknoglobals // the tests of a process share what they build
var builtOPA = sync.OnceValues(func() (program string, err error) {
	program = filepath.Join(toolFolder, "opa")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "github.com/open-policy-agent/opa")
	build.Dir = filepath.Join(root, "tools", "opa")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building opa: %w\n%s", err, out)
	}
	return program, nil
})

// useOPA puts the Open Policy Agent, built from the module in tools/opa, on the workspace's PATH, and returns
// where it is.
func useOPA(t *testing.T, w *acctest.Workspace) (program string) {
	t.Helper()
	program, err := builtOPA()
	if err != nil {
		t.Fatal(err)
	}
	w.Environment["PATH"] = filepath.Dir(program) + string(os.PathListSeparator) + w.Environment["PATH"]
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
		"sam@contoso", "kim@contoso", // who may say Legitimate
	).Replace(w.Read("decisions.yaml")))
	check(0, "     # decided_by is kim@ now, of the fraud desk")
	w.Must("apply", "tfplan")
	if s.Count("update") == 0 || standings(s)[fabrikamTest] != "Resolved Legitimate" {
		t.Errorf("after the apply the events stand as %v", standings(s))
	}

	w.Write("decisions.yaml", strings.ReplaceAll(w.Read("decisions.yaml"), "  approved_by: lee@contoso-partner.example\n", ""))
	check(1, "     # approved_by taken out of the decision on Fraud")
	tr.compare(t, "policy-as-code")
}
