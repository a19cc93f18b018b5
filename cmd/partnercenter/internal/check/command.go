// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package check finds mistakes in decisions files.
package check

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/decisions"
)

const help = `Find mistakes in decisions files before Terraform reads them, each file
independently. The command prints one line for each finding: the position, the problem, and the fix.
It needs no network and no credentials. The file - is standard input.

The command finds entries that Terraform would silently drop or change (duplicate keys, two entries
about one event, unquoted numbers, dates, and words such as no), and entries that the plan would
refuse. An entry with an empty reason is undecided: the command counts it, but it is not a finding.

Exit status: 0 if every file is valid; 1 if there are findings, and for every error, including an
invalid command line.`

const examples = `  partnercenter check decisions.yaml
  partnercenter check --require ticket --require decided_by tenants/*/decisions.yaml
  partnercenter events -o ledger | partnercenter check -
  partnercenter check --schema > decisions.schema.json`

type flags struct {
	rules  decisions.Rules
	files  []string
	schema bool
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:     "check [flags] FILE...",
		Short:   "Find mistakes in a decisions file, before Terraform reads it",
		Long:    help,
		Example: examples,
		Args: func(_ *cobra.Command, files []string) error {
			if in.schema && len(files) > 0 {
				return cli.WrongUsage("--schema conflicts with files.")
			}
			if len(files) == 0 && !in.schema {
				return cli.WrongUsage("name the files to check, or - for standard input.")
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
			return in.run(cmd.Context(), env)
		},
		ValidArgsFunction: cli.CompleteExtensions("yaml", "yml"),
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

// printSchema prints a schema with which editors can check a file while people type.
func (in flags) printSchema(env cli.Environment) error {
	schema, err := decisions.Schema(in.rules)
	if err != nil {
		return err
	}
	return env.Print("the schema", schema)
}

func addTo(keys *[]string) func(string) error {
	return func(key string) error {
		if strings.TrimSpace(key) == "" {
			return cli.Mistake(errors.New("must not be empty"))
		}
		if err := decisions.CheckEvidenceKey(key); err != nil {
			return cli.Mistake(err)
		}
		*keys = append(*keys, key)
		return nil
	}
}

func (in flags) run(ctx context.Context, env cli.Environment) error {
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
		return cli.ErrFailed
	}
	return nil
}

// checkFile prints the findings on standard output and the summary on standard error.
func (in flags) checkFile(name string, env cli.Environment) bool {
	shown := terminal.Visible(anatomy.Path(name))
	if name == cli.StandardInput {
		shown = "<stdin>"
	}
	file, err := env.ReadFile(name, decisions.MaxSize+1) // detects a larger file
	if err != nil {
		env.Say("%s: %s\n", shown, terminal.Visible(err.Error()))
		return false
	}
	report := decisions.Check(file, in.rules)
	for _, finding := range report.Findings {
		line := env.Message(fmt.Sprintf("%s:%s", shown, finding))
		if _, err := fmt.Fprintln(env.Stdout, line); err != nil {
			env.Say("The findings could not be written in full: %v\n", err)
			return false
		}
	}
	env.Say("%s: %s\n", shown, report.Summary())
	return len(report.Findings) == 0
}
