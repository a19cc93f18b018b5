// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/picture"
)

const (
	planTitle   = "The plan: the alert's customer, type, severity, and time next to the decision"
	reviewTitle = "The comment in the pull request: what is decided, with what needs attention first"
)

// drawPlan draws the first decision of the saved plan and the plan's summary line, in the CLI's own
// colors.
func (s *scenario) drawPlan(ctx context.Context) error {
	colored := *s.terraform
	colored.env = append(append([]string{}, colored.env...), "TF_CLI_ARGS=")
	text, err := colored.run(ctx, 0, "show", "tfplan")
	s.terraform.runs = colored.runs
	if err != nil {
		return err
	}
	excerpt, err := firstChange(text)
	if err != nil {
		return err
	}
	return s.draw("plan", func(theme picture.Theme) []byte {
		return picture.Terminal(planTitle, excerpt, theme)
	})
}

// firstChange keeps the first block of a plan, and the line that counts the changes.
func firstChange(plan string) (string, error) {
	before, _, found := strings.Cut(plan, "\n    }\n")
	start := strings.Index(before, "partnercenter_fraud_event_resolution.")
	sum := strings.Index(plan, "Plan:")
	if !found || start < 0 || sum < 0 {
		return "", errors.New("the plan has no decision to draw")
	}
	start = strings.LastIndex(before[:start], "\n") + 1
	sum = strings.LastIndex(plan[:sum], "\n") + 1
	counted, _, _ := strings.Cut(plan[sum:], "\n")
	return before[start:] + "\n    }\n\n" + counted, nil
}

// draw writes the picture for light and for dark pages.
func (s *scenario) draw(name string, in func(picture.Theme) []byte) error {
	if err := os.MkdirAll(s.pictures, 0o755); err != nil { //nolint:gosec // G301: pictures are public.
		return err
	}
	for suffix, theme := range map[string]picture.Theme{"light": picture.Light(),
		"dark": picture.Dark()} {
		file := filepath.Join(s.pictures, name+"-"+suffix+".svg")
		//nolint:gosec // G306: pictures are public.
		if err := os.WriteFile(file, in(theme), 0o644); err != nil {
			return err
		}
		s.out.good("%s", file)
	}
	return nil
}
