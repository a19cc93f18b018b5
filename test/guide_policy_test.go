// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// useOPA puts the Open Policy Agent, built from the module in tools/opa, on the workspace's PATH, and returns
// where it is.
func (w *workspace) useOPA() (program string) {
	w.t.Helper()
	program = filepath.Join(w.t.TempDir(), "opa")
	build := exec.CommandContext(w.t.Context(), "go", "build", "-buildvcs=false", "-o", program, "github.com/open-policy-agent/opa")
	build.Dir = filepath.Join(root, "tools", "opa")
	if out, err := build.CombinedOutput(); err != nil {
		w.t.Fatalf("building opa: %v\n%s", err, out)
	}
	for i, setting := range w.environment {
		if path, ok := strings.CutPrefix(setting, "PATH="); ok {
			w.environment[i] = "PATH=" + filepath.Dir(program) + string(os.PathListSeparator) + path
		}
	}
	return program
}

func TestGuidePolicy_DeniesWhatNobodyMayDecideAlone(t *testing.T) {
	t.Parallel()
	s := startEmulator(t, decidedEvents()...)
	w := newWorkspace(t, s.Env(), "guides/policy-as-code")
	opa := w.useOPA()
	var tr transcript

	if out, status := w.run(opa, "test", "policy"); status != succeeded {
		t.Fatalf("the policy's own tests: exit status %d\n%s", status, out)
	} else {
		tr.add("opa test policy", out)
	}

	check := func(want int, comment string) {
		t.Helper()
		out, status := w.run("./check.sh")
		if status != want {
			t.Fatalf("exit status %d instead of %d\n%s", status, want, out)
		}
		tr.add("./check.sh; echo $?"+comment, out+strconv.Itoa(status))
	}
	check(failed, "")
	w.write("decisions.yaml", strings.NewReplacer(
		"sam@contoso", "kim@contoso", // who may say Legitimate
	).Replace(w.read("decisions.yaml")))
	check(succeeded, "     # decided_by is kim@ now, of the fraud desk")
	w.must(succeeded, "apply", "tfplan")
	if s.Count("update") == 0 || standings(s)[fabrikamTest] != "Resolved Legitimate" {
		t.Errorf("after the apply the events stand as %v", standings(s))
	}

	w.write("decisions.yaml", strings.ReplaceAll(w.read("decisions.yaml"), "  approved_by: lee@contoso-partner.example\n", ""))
	check(failed, "     # approved_by taken out of the decision on Fraud")
	tr.compare(t, "policy-as-code")
}
