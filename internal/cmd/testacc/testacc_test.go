// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

func TestReport_ShowsFeaturesCLIsAndReasons(t *testing.T) {
	t.Parallel()
	lacks := "Terraform 1.8.5 lacks import by identity (new in 1.12)"
	runs := []run{
		{
			cli:  cli.CLI{Path: "/opt/terraform", Product: "Terraform", Version: "1.8.5"},
			took: 81400 * time.Millisecond,
			results: []result{
				{name: "provider.TestResolution_CreateWrites", outcome: passed},
				{name: "provider.TestResolutionIdentity_ByBlock", outcome: skipped, reason: lacks},
				{name: "provider.TestResolutionIdentity_AtProtocol", outcome: passed},
				{name: "provider.TestSomething", outcome: passed},
			},
		},
		{
			cli: cli.CLI{Path: "/opt/tofu", Product: "OpenTofu", Version: "1.12.6"}, took: 90 * time.Second,
			results: []result{
				{name: "provider.TestResolutionIdentity_ByBlock", outcome: failed},
				{name: "provider.TestResolutionIdentity_AtProtocol", outcome: passed},
			},
		},
	}
	const want = `
Skipped with Terraform 1.8.5
  Terraform 1.8.5 lacks import by identity (new in 1.12):
    provider.TestResolutionIdentity_ByBlock

Failed with OpenTofu 1.12.6; again: TF_ACC_TERRAFORM_PATH=/opt/tofu make test ` +
		`TEST_ARGS='-run TestName'
    provider.TestResolutionIdentity_ByBlock

Feature              Terraform 1.8.5       OpenTofu 1.12.6
resource             1 passed              -
import by identity   1 passed, 1 skipped   1 failed, 1 passed
everything else      1 passed              -

CLI               passed   skipped   failed   time
Terraform 1.8.5   3        1         0        1m21s
OpenTofu 1.12.6   1        0         1        1m30s
`
	var got strings.Builder
	expect.NoError(t, report(&got, runs))
	if got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
	}
}

func TestFeatureOf_TheLongestPrefixDecides(t *testing.T) {
	t.Parallel()
	rows := []feature{
		{"long", []string{"provider.TestResolutionImport_ByBlock", "test.TestExamples"}},
		{"short", []string{"provider.TestResolution"}},
		{"middle", []string{"provider.TestResolutionImport"}},
		{theRest, nil},
	}
	for name, want := range map[string]string{
		"provider.TestResolutionImport_ByBlock":   "long",
		"provider.TestResolutionImport_ByCommand": "middle",
		"provider.TestResolutionDrift_OfAFact":    "short",
		"test.TestExamples_AreValid/provider.tf":  "long",
		"test.TestResolution":                     theRest,
	} {
		expect.Equal(t, name, want, featureOf(rows, name))
	}
}

// If no test has a prefix, its feature is silently untested.
func TestFeatures_EachPrefixIsThatOfATest(t *testing.T) {
	t.Parallel()
	known := testNames(t)
	for _, f := range features() {
		for _, prefix := range f.prefixes {
			name, subtest, _ := strings.Cut(prefix, "/")
			found := false
			for _, test := range known {
				found = found || strings.HasPrefix(test, name) && (subtest == "" || test == name)
			}
			if !found {
				t.Errorf("%s: no test's name begins with %s", f.name, prefix)
			}
		}
	}
}

// testNames returns package.Test of all tests in the suite.
func testNames(t *testing.T) []string {
	t.Helper()
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
	var names []string
	for _, folder := range packages() {
		folder = strings.TrimSuffix(folder, "/...")
		files := expect.Must(filepath.Glob(filepath.Join("..", "..", "..", folder, "*_test.go")))(t)
		for _, file := range files {
			content := expect.Must(os.ReadFile(file))(t)
			for _, match := range declaration.FindAllSubmatch(content, -1) {
				names = append(names, filepath.Base(folder)+"."+string(match[1]))
			}
		}
	}
	return names
}

// goTestFolder runs go test -json on one test file, and returns the recorded events and the output.
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
`, "-timeout", "3s")
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

func TestRecorder_PrintsLinesThatAreNotEvents(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	expect.NoError(t, newRecorder(&log).read(io.MultiReader(strings.NewReader("a warning\n"),
		strings.NewReader("no line end"))))
	if got, want := log.String(), "a warning\nno line end"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
