// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

const notRun = "not run"

// minor returns the second number of the version.
func (r record) minor() int {
	parts := strings.SplitN(r.Version, ".", 3)
	if len(parts) < 3 {
		return 0
	}
	n, _ := strconv.Atoi(parts[1])
	return n
}

// byCLI sorts records: Terraform first, and older versions first.
func byCLI(all []record) []record {
	return slices.SortedFunc(slices.Values(all), func(a, b record) int {
		return cmp.Or(-cmp.Compare(a.Product, b.Product), cmp.Compare(a.minor(), b.minor()),
			cmp.Compare(a.Version, b.Version))
	})
}

// verdict is the cell of a feature and a CLI.
func (r record) verdict(test string) string {
	p := r.Results[test]
	switch p.Outcome {
	case passed:
		return "yes"
	case skipped:
		_, since, found := strings.Cut(p.Reason, " (")
		if !found {
			return "no"
		}
		return "no (" + since
	case failed:
		return "**fails**"
	}
	return notRun
}

// featureTable has a row for each feature. With tests, it names the test behind each row.
func featureTable(all []record, tests bool) string {
	heads := []string{"feature"}
	if tests {
		heads = append(heads, "test")
	}
	for _, r := range all {
		heads = append(heads, r.Product+" "+r.Version)
	}
	rows := [][]string{heads}
	for _, c := range claims() {
		row := []string{c.feature}
		if tests {
			row = append(row, "`"+c.test+"`")
		}
		for _, r := range all {
			row = append(row, r.verdict(c.test))
		}
		rows = append(rows, row)
	}
	return markdown(rows)
}

// cliTable names the CLIs and when they were run, and the supported versions that were not run.
func cliTable(all []record) string {
	rows := [][]string{{"CLI", "last run"}}
	for _, product := range []string{"Terraform", "OpenTofu"} {
		var missing []string
		next := cli.OldestMinor
		for _, r := range all {
			if r.Product != product {
				continue
			}
			for ; next < r.minor(); next++ {
				missing = append(missing, fmt.Sprintf("%d.%d", cli.OldestMajor, next))
			}
			next = r.minor() + 1
			rows = append(rows, []string{product + " " + r.Version, r.Date})
		}
		if next == cli.OldestMinor {
			missing = []string{fmt.Sprintf("%d.%d and later", cli.OldestMajor, cli.OldestMinor)}
		}
		if len(missing) > 0 {
			rows = append(rows, []string{product + " " + strings.Join(missing, ", "), notRun})
		}
	}
	return markdown(rows)
}

// markdown returns a table. The first row is its head.
func markdown(rows [][]string) string {
	var table strings.Builder
	for i, row := range rows {
		table.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			table.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return table.String()
}

// page is docs-dev/compatibility.md.
func page(all []record) string {
	return "# Compatibility\n\n" +
		"`make compatibility` runs these tests with every CLI that it finds, and stores the results in\n" +
		"`docs-dev/compatibility`. `make generate` then writes this page, and the tables of the guide\n" +
		"[Versions and compatibility](../docs/guides/versions.md). Do not edit the results.\n\n" +
		cliTable(all) + "\n" + featureTable(all, true)
}
