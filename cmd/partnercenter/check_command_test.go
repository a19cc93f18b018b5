// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const goodEntry = `adatum-miner:
  subscription_id: "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"
  event_id: "00123"
  status: Resolved
  reason: Fraud
  ticket: SEC-1
  decided_by: kim
  rationale: a stolen key
`

// checkFiles runs the command on files, and returns output in which the files have their own names.
func checkFiles(t *testing.T, stdin string, files map[string]string, args ...string) (status int,
	out, errs string,
) {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		expect.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600))
	}
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "DIR", folder)
	}
	var stdout, stderr bytes.Buffer
	env := cli.Environment{Stdin: strings.NewReader(stdin), Stdout: &stdout, Stderr: &stderr}
	status = run(t.Context(), append([]string{"check"}, args...), env)
	said := strings.NewReplacer(folder+string(filepath.Separator), "", folder, "DIR")
	return status, said.Replace(stdout.String()), said.Replace(stderr.String())
}

// Findings go to standard output, for programs; the count is for people.
func TestCheck_ReportsFindingsAndCounts(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"good.yaml": goodEntry,
		"bad.yaml":  strings.Replace(goodEntry, "ticket: SEC-1", "ticket: 0042", 1),
	}
	status, out, errs := checkFiles(t, "", files, "DIR/good.yaml", "DIR/bad.yaml")
	const want = `bad.yaml:6:11: "ticket" of "adatum-miner": Terraform reads "0042" ` +
		`without quotes as a number, "42": put it in quotes: "0042"` + "\n"
	if status != exitFailure || out != want {
		t.Errorf("exit status %d, output:\n%s", status, out)
	}
	if errs != "good.yaml: 1 entry, 0 undecided, 0 findings\nbad.yaml: 1 entry, 0 undecided, 1 "+
		"finding\n" {
		t.Errorf("standard error:\n%s", errs)
	}
	status, out, errs = checkFiles(t, "", files, "DIR/good.yaml")
	if status != exitOK || out != "" {
		t.Errorf("a good file: exit status %d, output %q, %q", status, out, errs)
	}
}

func TestCheck_ReadsStandardInput(t *testing.T) {
	t.Parallel()
	status, out, errs := checkFiles(t, "- a\n", nil, "-")
	if status != exitFailure || !strings.HasPrefix(out,
		"<stdin>:1:1: the file is a list of 1 item") {
		t.Errorf("exit status %d: %s%s", status, out, errs)
	}
}

// An unreadable file is not valid, but does not prevent the check of others.
func TestCheck_UnreadableFilesFail(t *testing.T) {
	t.Parallel()
	files := map[string]string{"good.yaml": goodEntry}
	status, out, errs := checkFiles(t, "", files, "DIR/missing.yaml", "DIR", "DIR/good.yaml")
	if status != exitFailure || out != "" {
		t.Errorf("exit status %d, output %q", status, out)
	}
	expect.Contains(t, errs, "missing.yaml: the file cannot be read: ",
		"DIR: this is a directory: name the files in it\n",
		"good.yaml: 1 entry, 0 undecided, 0 findings\n")
	expect.Equal(t, "names of the file", 1, strings.Count(errs, "missing.yaml"))
}

func TestCheck_CommandLine(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"team.yaml":  strings.Replace(goodEntry, "ticket:", "case:", 1),
		"-dash.yaml": goodEntry,
	}
	for _, c := range []struct {
		args   []string
		status int
	}{
		{[]string{"DIR/team.yaml"}, exitFailure},
		{[]string{
			"--evidence", "case", "--evidence", "decided_by", "--evidence", "rationale",
			"DIR/team.yaml",
		}, exitOK},
		{[]string{
			"DIR/team.yaml", "--evidence", "case", "--evidence", "decided_by", "--evidence",
			"rationale",
		}, exitOK},
		{[]string{"--require", "case", "DIR/team.yaml"}, exitOK},
		{[]string{"--require", "case", "--require", "approved_by", "DIR/team.yaml"}, exitFailure},
		{[]string{"--", "DIR/-dash.yaml"}, exitOK},
		{[]string{"DIR/-dash.yaml", "--", "--evidence"}, exitFailure}, // a file of that name
		{nil, exitFailure},
		{[]string{"--require", "case"}, exitFailure},
		{[]string{"--evidence", "", "DIR/team.yaml"}, exitFailure},
		{[]string{"--evidence", "status", "DIR/team.yaml"}, exitFailure},
		{[]string{"--require", "event_id", "DIR/team.yaml"}, exitFailure},
		{[]string{"--nonsense", "DIR/team.yaml"}, exitFailure},
		{[]string{"DIR/team.yaml", "--nonsense"}, exitFailure},
		{[]string{"-h"}, exitOK},
	} {
		asked := strings.Join(c.args, " ")
		if status, out, errs := checkFiles(t, "", files, c.args...); status != c.status {
			t.Errorf("%s: exit status %d, want %d: %s%s", asked, status, c.status, out, errs)
		}
	}
}

// pre-commit builds this repository and runs the command in the file, followed by the names of
// files.
func TestCheck_IsWhatThePreCommitHookRuns(t *testing.T) {
	t.Parallel()
	content := expect.Must(os.ReadFile(filepath.Join("..", "..", ".pre-commit-hooks.yaml")))(t)
	var hooks []struct{ ID, Entry, Language, Files string }
	if err := yaml.Unmarshal(content, &hooks); err != nil || len(hooks) != 1 {
		t.Fatalf("%v in\n%s", err, content)
	}
	hook := hooks[0]
	if hook.ID != "partnercenter-check" || hook.Entry != "partnercenter check" ||
		hook.Language != "golang" {
		t.Errorf("the hook is %+v", hook)
	}
	known := slices.ContainsFunc(commands(cli.Environment{}),
		func(c *cobra.Command) bool { return cli.Program+" "+c.Name() == hook.Entry })
	if !known {
		t.Errorf("unknown command %q", hook.Entry)
	}
	files := regexp.MustCompile(hook.Files)
	for name, want := range map[string]bool{
		"decisions.yaml": true, "tenants/eu/decisions.yml": true, "decisions-2026.yaml": true,
		"undecisions.yaml": false, "decisions.yaml.txt": false, "decisions/main.tf": false,
	} {
		expect.Equal(t, name, want, files.MatchString(name))
	}
}

// brokenPipe is a pipe whose reader has gone.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }
func (brokenPipe) Read([]byte) (int, error)  { return 0, errors.New("broken pipe") }

func TestCheck_BrokenPipesFail(t *testing.T) {
	t.Parallel()
	var errs bytes.Buffer
	env := cli.Environment{Stdin: strings.NewReader("- a\n"), Stdout: brokenPipe{}, Stderr: &errs}
	if status := run(t.Context(), []string{"check", "-"}, env); status != exitFailure {
		t.Errorf("findings that nobody sees: exit status %d", status)
	}
	env = cli.Environment{Stdin: brokenPipe{}, Stdout: &errs, Stderr: &errs}
	if status := run(t.Context(), []string{"check", "-"}, env); status != exitFailure {
		t.Errorf("a file that was not read: exit status %d", status)
	}
}
