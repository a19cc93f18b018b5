// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// transcript is what a user types and sees. Guides show it, from the file that a test compares with
// a real run.
type transcript struct{ text strings.Builder }

// add adds a command and its output, or the part of it that matters.
func (tr *transcript) add(command string, output ...string) {
	if tr.text.Len() > 0 {
		tr.text.WriteString("\n")
	}
	tr.text.WriteString("$ " + command + "\n")
	for _, part := range output {
		for line := range strings.Lines(strings.TrimRight(part, "\n")) {
			tr.text.WriteString(strings.TrimRight(line, " \n") + "\n")
		}
	}
}

// compare compares with testdata/guides/NAME.txt, or writes that file with -update. Times of the
// run itself read always the same. OpenTofu's name reads Terraform, and the difference that it adds
// to a failed condition is left out.
func (tr *transcript) compare(t *testing.T, name string) {
	t.Helper()
	text := regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`).ReplaceAllStringFunc(
		tr.text.String(), func(at string) string {
			if strings.HasPrefix(at, "2026-01-15T") { // of an event: emulator.NewEvent
				return at
			}
			return "2026-02-03T09:26:53Z"
		})
	text = regexp.MustCompile(`│ +├─+\n│ +│ Diff:\n(│ +│ .*\n)+`).ReplaceAllString(text, "")
	compareGolden(t, filepath.Join("testdata", "guides", name+".txt"),
		strings.ReplaceAll(text, "OpenTofu", "Terraform"))
}

func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		expect.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want := expect.Must(os.ReadFile(path))(t)
	expect.Equal(t, path+"; run with -update after reading it", strings.Split(string(want), "\n"),
		strings.Split(got, "\n"))
}

// diagnosticBoxes are the errors and warnings of an output, in their frames.
func diagnosticBoxes(output string) string {
	return strings.Join(regexp.MustCompile(`(?s)╷\n.*?\n╵`).FindAllString(output, -1), "\n")
}

// plannedChanges is what an output plans, from the first change on. Terraform and OpenTofu agree
// about this part.
func plannedChanges(output string) string {
	return regexp.MustCompile(`(?s) {2}# .*\nPlan: [^\n]*`).FindString(output)
}

// firstChange is the first of the planned changes, shortened after so many lines, and the line that
// counts them all.
func firstChange(t *testing.T, output string, lines int) string {
	t.Helper()
	block := strings.Split(strings.SplitAfter(plannedChanges(output), "\n    }\n")[0], "\n")
	if len(block) > lines {
		block = append(block[:lines], "      ...", "    }")
	}
	return strings.TrimRight(strings.Join(block, "\n"), "\n") + "\n\n" + lineWith(t, output, "Plan: ")
}

// lineWith is the first line of an output with that text.
func lineWith(t *testing.T, output, text string) string {
	t.Helper()
	for line := range strings.Lines(output) {
		if strings.Contains(line, text) {
			return line
		}
	}
	t.Errorf("no line says %q:\n%s", text, output)
	return ""
}
