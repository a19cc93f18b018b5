// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
)

const checkHelp = `Find mistakes in decisions files before Terraform reads them, each file
independently. The command prints one line for each finding: the position, the problem, and the fix.
It needs no network and no credentials. The file - is standard input.

The command finds entries that Terraform would silently drop or change (duplicate keys, two entries
about one event, unquoted numbers, dates, and words such as no), and entries that the plan would
refuse. An entry with an empty reason is undecided: the command counts it, but it is not a finding.

Exit status: 0 if every file is valid; 1 if there are findings or a file cannot be read; 2 if the
command line is invalid.`

const checkExamples = `  partnercenter check decisions.yaml
  partnercenter check --require ticket --require decided_by tenants/*/decisions.yaml
  partnercenter events -o ledger | partnercenter check -
  partnercenter check --schema > decisions.schema.json`

// standardInput is the file name that means standard input.
const standardInput = "-"

// checkFlags are the flags and files of "partnercenter check".
type checkFlags struct {
	rules  decisions.Rules
	files  []string
	schema bool
}

func newCheckCommand(env environment) *cobra.Command {
	var in checkFlags
	cmd := &cobra.Command{
		Use:     "check [flags] FILE...",
		Short:   "Find mistakes in a decisions file, before Terraform reads it",
		Long:    checkHelp,
		Example: checkExamples,
		Args: func(_ *cobra.Command, files []string) error {
			if in.schema && len(files) > 0 {
				return wrongUsage("--schema conflicts with files.")
			}
			if len(files) == 0 && !in.schema {
				return wrongUsage("name the files to check, or - for standard input.")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, files []string) error {
			in.files = files
			if len(in.rules.Evidence) == 0 {
				in.rules.Evidence = decisions.DefaultEvidence()
			}
			if in.schema {
				return in.printSchema(env)
			}
			return runCheck(cmd.Context(), in, env)
		},
		ValidArgsFunction: completeDecisionsFiles,
	}
	cmd.Flags().Func("evidence",
		"`key` of evidence that an entry may have; repeat the flag for each key.\nDefaults to "+
			strings.Join(decisions.DefaultEvidence(), ", "), addTo(&in.rules.Evidence))
	cmd.Flags().Func("require",
		"`key` of evidence that a decided entry must have; repeat the flag for each key.\n"+
			"Without this flag, only the plan requires evidence", addTo(&in.rules.Required))
	cmd.Flags().BoolVar(&in.schema, "schema", false,
		"print a JSON Schema of these rules for editors, and check no file")
	return cmd
}

// printSchema prints what editors can check while people type.
func (in checkFlags) printSchema(env environment) error {
	schema, err := decisions.Schema(in.rules)
	if err != nil {
		return err
	}
	_, err = env.stdout.Write(schema)
	return err
}

// addTo returns a flag function that appends its value to keys.
func addTo(keys *[]string) func(string) error {
	return func(key string) error {
		if strings.TrimSpace(key) == "" {
			return mistakenValue{errors.New("must not be empty")}
		}
		*keys = append(*keys, key)
		return nil
	}
}

// runCheck checks files of decisions.
func runCheck(ctx context.Context, in checkFlags, env environment) error {
	good := true
	for _, name := range in.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !in.checkFile(name, env) {
			good = false
		}
	}
	if !good {
		return errFailed
	}
	return nil
}

// checkFile prints the findings on standard output and the summary on standard error.
func (in checkFlags) checkFile(name string, env environment) bool {
	shown := visible(name)
	if name == standardInput {
		shown = "<stdin>"
	}
	file, err := readDecisions(name, env)
	if err != nil {
		say(env.stderr, "%s: %s\n", shown, visible(err.Error()))
		return false
	}
	report := decisions.Check(file, in.rules)
	for _, finding := range report.Findings {
		if _, err := fmt.Fprintf(env.stdout, "%s:%s\n", shown, finding); err != nil {
			say(env.stderr, "The findings could not be written in full: %v\n", err)
			return false
		}
	}
	say(env.stderr, "%s: %s\n", shown, report.Summary())
	return len(report.Findings) == 0
}

// readDecisions reads at most one byte more than the maximum size, which shows that a file is too
// large.
func readDecisions(name string, env environment) ([]byte, error) {
	if name == standardInput {
		return readLimited(env.input())
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, withoutName(err)
	}
	if info.IsDir() {
		return nil, errors.New("this is a directory: name the files in it")
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, withoutName(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	return readLimited(file)
}

func readLimited(r io.Reader) ([]byte, error) {
	file, err := io.ReadAll(io.LimitReader(r, decisions.MaxSize+1))
	if err != nil {
		return nil, withoutName(err)
	}
	return file, nil
}

// withoutName drops the file's name from an error, because the line already starts with it.
func withoutName(err error) error {
	var failed *os.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("the file cannot be read: %w", err)
}
