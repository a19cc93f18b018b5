// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/release"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite docs-dev/targets.md")

const pageHead = `# Targets of a release

` + "`make release-check`" + ` compiles and vets every target, with the tests, and prints this table
with its results. ` + "`make generate`" + ` writes this page from ` + "`.goreleaser.yml`, `.ci/run`" + `,
and ` + "`.github/workflows/ci.yml`" + `.

| target | compiled and vetted by | run by |
|---|---|---|
`

// top returns a path below the top of the repository.
func top(path ...string) string {
	return filepath.Join(append([]string{"..", "..", ".."}, path...)...)
}

// targetsPage says of every target what is compiled, vetted, and run where.
func targetsPage(t *testing.T) string {
	t.Helper()
	config := expect.Must(release.Read(top()))(t)
	public := expect.Must(publicRuns(top(".github", "workflows", "ci.yml")))(t)
	script := expect.Must(os.ReadFile(top(".ci", "run")))(t)
	match := regexp.MustCompile(`releasecheck -steps compile -targets (\S+)`).FindSubmatch(script)
	if match == nil {
		t.Fatal(".ci/run compiles no other target")
	}
	inCI := expect.Must(choose(config.Targets(), string(match[1])))(t)
	var rows strings.Builder
	for _, target := range config.Targets() {
		compiled, ran := "`make release-check`", []string{}
		own := target == release.Target{OS: "linux", Arch: "amd64"} // where .ci/run runs
		if own || slices.Contains(inCI, target) {
			compiled += ", `.ci/run`"
		}
		if own {
			ran = append(ran, "`.ci/run`: all tests")
		}
		if what := testsHere(target); what != "" {
			ran = append(ran, "`make release-check`: "+what)
		}
		if where := public[target.String()]; where != "" {
			ran = append(ran, where)
		}
		if len(ran) == 0 {
			ran = append(ran, "nobody")
		}
		fmt.Fprintf(&rows, "| %s | %s | %s |\n", target, compiled, strings.Join(ran, "; "))
	}
	return pageHead + rows.String()
}

// The page shows what the configurations say. -update writes it.
func TestTargets_PageIsFresh(t *testing.T) {
	t.Parallel()
	file, want := top("docs-dev", "targets.md"), targetsPage(t)
	if *update {
		expect.NoError(t, os.WriteFile(file, []byte(want), 0o600))
	}
	expect.Equal(t, file+" (run make generate)", want, string(expect.Must(os.ReadFile(file))(t)))
}
