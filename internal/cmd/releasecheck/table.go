// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"go.yaml.in/yaml/v4"
)

// runners are the targets of the machines of GitHub, by the beginning of their labels.
var runners = map[string]string{ //nolint:gochecknoglobals // a table
	"ubuntu-":  "linux/amd64",
	"macos-":   "darwin/arm64",
	"windows-": "windows/amd64",
}

// suites are the steps that run tests.
var suites = map[string]string{ //nolint:gochecknoglobals // a table
	"make test": "all tests",
	"go run ./internal/cmd/releasecheck -tests": withoutCLI,
}

// publicRuns returns the targets that run the tests in a workflow, each with the label of its
// machine.
func publicRuns(workflow string) (map[string]string, error) {
	content, err := os.ReadFile(workflow)
	if err != nil {
		return nil, err
	}
	var w struct {
		Jobs map[string]struct {
			Machine string `yaml:"runs-on"`
			Steps   []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal(content, &w); err != nil {
		return nil, fmt.Errorf("%s: %w", workflow, err)
	}
	runs := map[string]string{}
	for _, job := range w.Jobs {
		for _, step := range job.Steps {
			which, ok := suites[step.Run]
			if !ok {
				continue
			}
			for label, target := range runners {
				if strings.HasPrefix(job.Machine, label) {
					runs[target] = "pipeline: " + which + " on " + job.Machine
				}
			}
		}
	}
	return runs, nil
}

// printTable prints a line for each target, and returns what failed.
func printTable(out io.Writer, rows []row, public map[string]string) (problems []error) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "\ntarget\tcompiled\tvetted\trun")
	for _, r := range rows {
		where := slices.DeleteFunc([]string{r.ran, public[r.target.String()]},
			func(s string) bool { return s == "" })
		if len(where) == 0 {
			where = []string{"nowhere"}
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", r.target, mark(r.compiled), mark(r.vetted),
			strings.Join(where, "; "))
		for _, err := range []error{r.compiled, r.vetted, r.failed} {
			if err != nil {
				problems = append(problems, err)
			}
		}
	}
	_ = table.Flush()
	return problems
}

func mark(err error) string {
	if err != nil {
		return "FAILED"
	}
	return "yes"
}
