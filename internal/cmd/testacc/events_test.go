// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// goTestFolder runs go test -json on one test file, and returns what was recorded and shown.
func goTestFolder(t *testing.T, body string, args ...string) (results []result, shown string,
	err error) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":     "module example.com/suite\n\ngo 1.26.0\n",
		"go_test.go": "package suite\n\nimport \"testing\"\n\n" + body,
	} {
		expect.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	cmd := exec.CommandContext(t.Context(), "go",
		append([]string{"test", "-json", "-count", "1"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.Output()
	var log strings.Builder
	seen := newRecorder(&log)
	expect.NoError(t, seen.read(strings.NewReader(string(out))))
	return seen.results(), log.String(), err
}

func expectResults(t *testing.T, got []result, want ...result) {
	t.Helper()
	slices.SortFunc(got, func(a, b result) int { return strings.Compare(a.name, b.name) })
	if !slices.Equal(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestRecorder_CountsTestsWithoutSubtestsAndThoseThatFailByThemselves(t *testing.T) {
	t.Parallel()
	results, shown, err := goTestFolder(t, `
func TestGood(t *testing.T) { t.Log("quiet") }
func TestLacking(t *testing.T) { t.Log("a preface"); t.Skip("this CLI lacks it") }
func TestParent(t *testing.T) {
	t.Parallel()
	t.Run("good", func(t *testing.T) { t.Parallel() })
	t.Run("lacking", func(t *testing.T) { t.SkipNow() })
	t.Run("bad", func(t *testing.T) { t.Error("a bad end") })
}
func TestCleanUp(t *testing.T) {
	t.Cleanup(func() { t.Error("left over") })
	t.Run("good", func(t *testing.T) {})
}
`)
	if err == nil {
		t.Error("go test does not fail")
	}
	expectResults(t, results,
		result{name: "suite.TestCleanUp", outcome: failed},
		result{name: "suite.TestCleanUp/good", outcome: passed},
		result{name: "suite.TestGood", outcome: passed},
		result{name: "suite.TestLacking", outcome: skipped, reason: "this CLI lacks it"},
		result{name: "suite.TestParent/bad", outcome: failed},
		result{name: "suite.TestParent/good", outcome: passed},
		result{name: "suite.TestParent/lacking", outcome: skipped, reason: "no reason given"},
	)
	for _, want := range []string{"--- FAIL: suite.TestParent/bad\n", "a bad end", "left over",
		"FAIL  suite"} {
		expect.Contains(t, shown, want)
	}
	for _, noise := range []string{"quiet", "=== RUN"} {
		if strings.Contains(shown, noise) {
			t.Errorf("%q is shown:\n%s", noise, shown)
		}
	}
}

func TestRecorder_TestsThatDidNotEndHaveFailed(t *testing.T) {
	t.Parallel()
	results, shown, _ := goTestFolder(t, `
func TestFirst(t *testing.T) {}
func TestStuck(t *testing.T) { select { case <-t.Context().Done(): } }
func TestWaiting(t *testing.T) { t.Parallel() }
`, "-timeout", "200ms")
	if len(results) == 0 || results[0] != (result{name: "suite.TestFirst", outcome: passed}) {
		t.Errorf("got %+v", results)
	}
	if !slices.Contains(results, result{name: "suite.TestStuck", outcome: failed}) {
		t.Errorf("got %+v", results)
	}
	expect.Contains(t, shown, "test timed out")
}

func TestRecorder_APackageThatDoesNotCompileHasFailed(t *testing.T) {
	t.Parallel()
	results, shown, _ := goTestFolder(t, "func TestBroken(t *testing.T) { undefined() }\n")
	expectResults(t, results, result{name: "suite.(package)", outcome: failed})
	expect.Contains(t, shown, "undefined: undefined")
}

func TestRecorder_APackageThatFailsAfterItsTestsHasFailed(t *testing.T) {
	t.Parallel()
	results, _, _ := goTestFolder(t, `
func TestGood(t *testing.T) {}
func TestMain(m *testing.M) { m.Run(); panic("later") }
`)
	if !slices.Contains(results, result{name: "suite.(package)", outcome: failed}) {
		t.Errorf("got %+v", results)
	}
}

func TestRecorder_ShowsWhatIsNoEvent(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	expect.NoError(t, newRecorder(&log).read(io.MultiReader(strings.NewReader("a warning\n"),
		strings.NewReader("no line end"))))
	if got, want := log.String(), "a warning\nno line end"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
