// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/picture"
)

const secondPlan = "pull-request.tfplan"

// review shows the pull request comment about the colleague's decision and two new ones.
func (s *scenario) review(ctx context.Context) error {
	more, err := decideMore(s.undecided[len(s.decisions):])
	if err != nil {
		return err
	}
	if err := s.write(decisionsYAML(append(s.decisions, more...))); err != nil {
		return err
	}
	if _, err := s.show(ctx, 0, "plan", "-out="+secondPlan); err != nil {
		return err
	}
	plan, err := s.terraform.run(ctx, 0, "show", "-json", secondPlan)
	if err != nil {
		return err
	}
	s.out.command(s.terraform.line("show", "-json", secondPlan) + " | partnercenter review")
	text, err := s.terraform.companion(ctx, plan, "review", "-o", "text")
	if err != nil {
		return err
	}
	s.out.lines(strings.Split(strings.TrimSpace(text), "\n")...)
	comment, err := s.terraform.companion(ctx, plan, "review", "-o", "markdown")
	if err != nil {
		return err
	}
	if s.pictures != "" {
		err = s.draw("review", func(theme picture.Theme) []byte {
			return picture.Comment(reviewTitle, "github-actions", comment, theme)
		})
	}
	return errors.Join(err, s.expect(text, fmt.Sprintf("%d decisions", 1+len(more))))
}

// report shows the answer of the report, and its figures by severity.
func (s *scenario) report(ctx context.Context) error {
	if _, err := s.reported(ctx, "--out", "report.html"); err != nil {
		return err
	}
	text, err := s.reported(ctx, "-o", "markdown")
	if err != nil {
		return err
	}
	verdict := firstLine(text, "Microsoft's 24 hours")
	if verdict == "" {
		return errors.New("the report does not say whether the 24 hours are kept")
	}
	s.out.lines(strings.ReplaceAll(verdict, "**", ""))

	figures, err := s.terraform.companion(ctx, "", "report", "--since", "90d", "-o", "json")
	if err != nil {
		return err
	}
	lines, err := bySeverity(figures)
	if err != nil {
		return err
	}
	s.out.lines(lines...)
	// Again, because the review and the report contain what these commands wrote.
	return s.leaks(ctx)
}

func (s *scenario) reported(ctx context.Context, args ...string) (string, error) {
	args = append([]string{"report", "--since", "90d"}, args...)
	s.out.command("partnercenter " + strings.Join(args, " "))
	return s.terraform.companion(ctx, "", args...)
}

// bySeverity reads a table from a report in JSON.
func bySeverity(report string) ([]string, error) {
	var content struct {
		BySeverity []struct {
			Name       string `json:"name"`
			Detected   int    `json:"detected"`
			Open       int    `json:"open"`
			Resolution struct {
				Number int     `json:"number"`
				Mean   float64 `json:"mean_hours"`
			} `json:"resolution"`
		} `json:"by_severity"`
	}
	if err := json.Unmarshal([]byte(report), &content); err != nil {
		return nil, err
	}
	if len(content.BySeverity) == 0 {
		return nil, errors.New("the report has no figures by severity")
	}
	lines := []string{"severity  detected  open  resolved  mean hours"}
	for _, group := range content.BySeverity {
		mean := "-"
		if group.Resolution.Number > 0 {
			mean = fmt.Sprintf("%.1f", group.Resolution.Mean)
		}
		lines = append(lines, fmt.Sprintf("%-8s  %8d  %4d  %8d  %10s", group.Name, group.Detected,
			group.Open, group.Resolution.Number, mean))
	}
	return lines, nil
}

func (s *scenario) goOn() {
	s.out.note("\nGo on:\n" +
		"   docs/guides/emulator.md           play with the same service: decide in its portal as a\n" +
		"                                     colleague, let calls fail, and plan again\n" +
		"   docs/guides/decisions-as-code.md  the files that this demo has used\n" +
		"   docs/index.md#guides              sign in to the real service, run a pipeline, prove it")
}
