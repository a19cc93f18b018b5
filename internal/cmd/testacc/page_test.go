// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the pages from the records")

// top returns a path below the top of the repository.
func top(path ...string) string {
	return filepath.Join(append([]string{"..", "..", ".."}, path...)...)
}

func records(t *testing.T) []record {
	t.Helper()
	return byCLI(expect.Must(readRecords(top("docs-dev", "compatibility")))(t))
}

// The tables of the guide stand between these lines.
const tablesBegin, tablesEnd = "<!-- results -->\n", "<!-- end of results -->\n"

// Both pages show the records. -update writes them.
func TestCompatibility_ThePagesShowTheRecords(t *testing.T) {
	t.Parallel()
	all := records(t)
	guide := top("templates", "guides", "versions.md.tmpl")
	content := string(expect.Must(os.ReadFile(guide))(t))
	before, rest, begins := strings.Cut(content, tablesBegin)
	_, after, ends := strings.Cut(rest, tablesEnd)
	if !begins || !ends {
		t.Fatalf("%s does not mark where the tables stand", guide)
	}
	for file, want := range map[string]string{
		top("docs-dev", "compatibility.md"): page(all),
		guide: before + tablesBegin + "\n" + cliTable(all) + "\n" + featureTable(all, false) +
			"\n" + tablesEnd + after,
	} {
		if *update {
			expect.NoError(t, os.WriteFile(file, []byte(want), 0o600))
		}
		expect.Equal(t, file+" (run make generate)", want, string(expect.Must(os.ReadFile(file))(t)))
	}
}

// A record is the result of a real run: its name is that of the CLI, and it knows only tests that
// exist and reasons that a test gave.
func TestCompatibility_RecordsAreWhole(t *testing.T) {
	t.Parallel()
	var tests []string
	for _, c := range claims() {
		tests = append(tests, c.test)
	}
	all := records(t)
	if len(all) == 0 {
		t.Error("there are no records")
	}
	for _, r := range all {
		if _, err := os.Stat(top("docs-dev", "compatibility", r.fileName())); err != nil {
			t.Error(err)
		}
		if _, err := time.Parse(time.DateOnly, r.Date); err != nil {
			t.Error(err)
		}
		for test, p := range r.Results {
			if !slices.Contains(tests, test) {
				t.Errorf("%s: no claim has the test %s: record again", r.fileName(), test)
			}
			if p.Outcome == skipped && !strings.HasPrefix(p.Reason, "lacks ") {
				t.Errorf("%s: %s was skipped, but the CLI may have the feature: %q", r.fileName(), test,
					p.Reason)
			}
		}
	}
}

func TestClaims_NameTestsThatExist(t *testing.T) {
	t.Parallel()
	known := testNames(t)
	for _, c := range claims() {
		name, _, _ := strings.Cut(c.test, "/")
		if !slices.Contains(known, name) {
			t.Errorf("%s: there is no test %s", c.feature, c.test)
		}
	}
}

func TestRecord_TheWorstResultCounts(t *testing.T) {
	t.Parallel()
	claim := claims()[0].test
	r := run{cli: cli.CLI{Product: "Terraform", Version: "1.11.4"}}
	for _, step := range []struct {
		adds result
		want string
	}{
		{result{name: claim + "Other", outcome: failed}, notRun},
		{result{name: claim, outcome: passed}, "yes"},
		{result{name: claim + "/never", outcome: skipped, reason: "lacks actions"}, "no"},
		{result{name: claim + "/b", outcome: failed}, "**fails**"},
		{result{name: claim + "/c", outcome: passed}, "**fails**"},
	} {
		r.results = append(r.results, step.adds)
		expect.Equal(t, step.adds.name, step.want, recordOf(r, time.Now()).verdict(claim))
	}
}

func TestVerdict_SaysSinceWhenACLIHasTheFeature(t *testing.T) {
	t.Parallel()
	r := record{Results: map[string]proven{"x": {skipped, "lacks actions (new in 1.14)"}}}
	expect.Equal(t, "verdict", "no (new in 1.14)", r.verdict("x"))
}

// A version that was not run is named as such, and never counts as supported by a run of another.
func TestCLITable_NamesWhatWasNotRun(t *testing.T) {
	t.Parallel()
	got := cliTable(byCLI([]record{
		{Product: "OpenTofu", Version: "1.8.2", Date: "2026-11-03"},
		{Product: "Terraform", Version: "1.11.4", Date: "2026-11-02"},
		{Product: "Terraform", Version: "1.9.8", Date: "2026-11-01"},
	}))
	const want = `| CLI | last run |
|---|---|
| Terraform 1.9.8 | 2026-11-01 |
| Terraform 1.11.4 | 2026-11-02 |
| Terraform 1.8, 1.10 | not run |
| OpenTofu 1.8.2 | 2026-11-03 |
`
	expect.Equal(t, "the table", want, got)
	expect.Contains(t, cliTable(nil), "| OpenTofu 1.8 and later | not run |")
}

// What is written for a CLI is read again.
func TestRecord_IsStoredForEachCLI(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "new")
	want := record{Product: "OpenTofu", Version: "1.12.6", Date: "2026-11-26",
		Results: map[string]proven{"provider.TestX": {Outcome: skipped, Reason: "lacks actions"}}}
	expect.NoError(t, writeRecord(folder, want))
	expect.NoError(t, writeRecord(folder, record{Product: "Terraform", Version: "1.12.6"}))
	all := byCLI(expect.Must(readRecords(folder))(t))
	expect.Equal(t, "records", 2, len(all))
	expect.Equal(t, "the record", want, all[1])
}
