// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package review summarizes the decisions of a plan.
package review

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

const help = `Summarize the decisions of a plan for a pull request. The command reads the
output of "terraform show -json PLAN" or "tofu show -json PLAN"; the file - is standard input, and
the default. It needs no network and no credentials.

The first line is the summary. Items that need attention come next: alerts that are overwritten,
reopened, recorded without a call, or let go, actions, budgets that are removed, receivers that get
fewer webhook events, and guards that the plan switches off, such as require_fraud_event. The other
decisions follow by customer, and then the other changes with what they do in Partner Center.
Text from Partner Center and from annotations stays text: it cannot become a link, a mention, or
Markdown.

Exit status: 0, or with --exit-code 2 if something needs attention; 1 for every error, including an
invalid command line.`

const examples = `  terraform show -json tfplan | partnercenter review
  partnercenter review plan.json -o markdown > review.md
  partnercenter review plan.json --no-names --exit-code`

const (
	outputAuto = "auto"

	// leastBytes leaves room for the summary and for the line that counts the omitted rows.
	leastBytes = 2_000
)

type flags struct {
	output   string
	maxBytes int
	noNames  bool
	exitCode bool
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:     "review [flags] [FILE]",
		Short:   "Summarize the decisions of a plan for a pull request",
		Long:    help,
		Example: examples,
		Args: func(_ *cobra.Command, files []string) error {
			switch {
			case len(files) > 1:
				return cli.WrongUsage("name one plan, or - for standard input.")
			case in.maxBytes != 0 && in.maxBytes < leastBytes:
				return cli.WrongUsage("--max-bytes must be 0 or at least %d, got %d.", leastBytes, in.maxBytes)
			default:
				return nil
			}
		},
		RunE: func(_ *cobra.Command, files []string) error {
			name := cli.StandardInput
			if len(files) == 1 {
				name = files[0]
			}
			return in.run(name, env)
		},
		ValidArgsFunction: cli.CompleteExtensions("json"),
	}
	cli.OutputVar(cmd, &in.output,
		"`format` of the output: auto (text on a terminal, otherwise markdown), "+
			"markdown, text, or json", outputAuto, cli.Markdown, cli.Text, cli.JSON)
	cmd.Flags().IntVar(&in.maxBytes, "max-bytes", review.CommentLimit,
		"maximum `size` of the Markdown; 0 means no limit. Rows that do not fit are counted")
	cmd.Flags().BoolVar(&in.noNames, "no-names", false,
		"omit the names of customers. Text in annotations stays")
	cli.ExitCodeVar(cmd, &in.exitCode, "exit with status 2 if something needs attention")
	return cmd
}

func (in flags) run(name string, env cli.Environment) error {
	plan, err := env.Open(name, errors.New("the plan must be a file, got a directory"))
	if err != nil {
		return err
	}
	defer plan.Close() //nolint:errcheck // nothing was written
	r, err := review.Read(plan, review.Options{WithoutNames: in.noNames})
	if err != nil {
		return err
	}
	content, err := in.render(r, env)
	if err != nil {
		return err
	}
	if err := env.Print("the review", []byte(content)); err != nil {
		return err
	}
	if in.exitCode && r.NeedsAttention() {
		return cli.ErrFound
	}
	return nil
}

func (in flags) render(r *review.Review, env cli.Environment) (string, error) {
	switch {
	case in.output == cli.JSON:
		content, err := terminal.JSON(r)
		return string(content), err
	case in.output == cli.Text, in.output == outputAuto && env.Columns > 0:
		return r.Text(), nil
	default:
		return r.Markdown(in.maxBytes), nil
	}
}
