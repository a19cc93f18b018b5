// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

const reviewHelp = `Say what a plan decides, for a pull request. Reads the output of
"terraform show -json PLAN" or "tofu show -json PLAN"; the file - is standard input, and the
default. Needs no network and no credentials.

The first line is the sum. What needs attention comes next: alerts that are overwritten, reopened,
recorded without a call, or let go, and actions. The other decisions follow by customer. Text from
Partner Center and from annotations stays text: it cannot become a link, a mention, or Markdown.

Exit status: 0 if the review is written; with --exit-code, 2 if something needs attention; 1 if the
plan cannot be read or the command line is invalid.`

const reviewExamples = `  terraform show -json tfplan | partnercenter review
  partnercenter review plan.json -o markdown > review.md
  partnercenter review plan.json --no-names --exit-code`

const (
	outputAuto = "auto"

	// leastBytes leaves room for the sum and for the line that counts what does not fit.
	leastBytes = 2_000
)

// reviewFlags are the flags of "partnercenter review".
type reviewFlags struct {
	output   string
	maxBytes int
	noNames  bool
	exitCode bool
}

func newReviewCommand(env environment) *cobra.Command {
	var in reviewFlags
	cmd := &cobra.Command{
		Use:     "review [flags] [FILE]",
		Short:   "Say what a plan decides, for a pull request",
		Long:    reviewHelp,
		Example: reviewExamples,
		Args: func(_ *cobra.Command, files []string) error {
			switch {
			case len(files) > 1:
				return wrongUsage("name one plan, or - for standard input.")
			case in.maxBytes != 0 && in.maxBytes < leastBytes:
				return wrongUsage("--max-bytes must be 0 or at least %d, got %d.", leastBytes, in.maxBytes)
			default:
				return nil
			}
		},
		RunE: func(_ *cobra.Command, files []string) error {
			name := standardInput
			if len(files) == 1 {
				name = files[0]
			}
			return runReview(in, name, env)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"json"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	outputVar(cmd, &in.output, "`form` of the output: auto (text on a terminal, otherwise markdown), "+
		"markdown, text or json", outputAuto, outputMarkdown, outputText, outputJSON)
	cmd.Flags().IntVar(&in.maxBytes, "max-bytes", review.CommentLimit,
		"the largest `size` of the Markdown; 0 is no limit. What does not fit is counted")
	cmd.Flags().BoolVar(&in.noNames, "no-names", false,
		"leave out the names of customers. What authors write in annotations stays")
	cmd.Flags().BoolVar(&in.exitCode, flagExitCode, false,
		"exit with status 2 if something needs attention")
	return cmd
}

func runReview(in reviewFlags, name string, env environment) error {
	r, err := readReview(name, review.Options{WithoutNames: in.noNames}, env)
	if err != nil {
		return err
	}
	content, err := in.render(r, env.stdout)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(env.stdout, content); err != nil {
		return fmt.Errorf("the review could not be written in full: %w", err)
	}
	if in.exitCode && r.NeedsAttention() {
		return errListed
	}
	return nil
}

func readReview(name string, o review.Options, env environment) (*review.Review, error) {
	if name == standardInput {
		return review.Read(env.input(), o)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, withoutName(err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, errors.New("the plan must be a file, got a directory")
	}
	return review.Read(file, o)
}

func (in reviewFlags) render(r *review.Review, stdout io.Writer) (string, error) {
	switch {
	case in.output == outputJSON:
		content, err := json.MarshalIndent(r, "", "  ")
		return string(content) + "\n", err
	case in.output == outputText, in.output == outputAuto && isTerminal(stdout):
		return r.Text(), nil
	default:
		return r.Markdown(in.maxBytes), nil
	}
}

// isTerminal tells whether a person reads the output at once.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
