// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/leaks"
)

// Exit statuses of "plan -detailed-exitcode".
const (
	noChanges  = 0
	hasChanges = 2
)

const decisionsFile = "decisions.yaml"

// scenario has one method for each step of the demo.
type scenario struct {
	out       *screen
	terraform *terraform
	emulator  *emulator.Emulator

	pictures string // the folder for pictures, or empty for none

	before    map[string]emulator.Event // Partner Center before any decision
	undecided []openEvent               // newest first
	decisions []decision
}

func (s *scenario) run(ctx context.Context) error {
	steps := []struct {
		title string
		play  func(context.Context) error
	}{
		{"Which fraud events are open?", s.list},
		{"Decide about three of them, in a file that a pull request would change", s.decide},
		{"The plan is the review", s.plan},
		{"Apply what was reviewed", s.apply},
		{"Does Partner Center agree?", s.compare},
		{"Plan again: nothing is left to do", s.planAgain},
		{"A colleague decides in the portal, and the next plan shows it", s.drift},
		{"What it cost", s.count},
		{"Is a secret in any log, in the state or in a saved plan?", s.leaks},
		{"What the next pull request's comment says, for people who do not read plans", s.review},
		{"Are alerts answered within 24 hours? The report for whoever is accountable", s.report},
	}
	for _, step := range steps {
		s.out.step(step.title)
		if err := step.play(ctx); err != nil {
			return err
		}
	}
	return nil
}

// list shows the open events before the first decision.
func (s *scenario) list(ctx context.Context) error {
	if err := s.write("{}\n"); err != nil {
		return err
	}
	var err error
	if s.before, err = s.emulator.Events(ctx); err != nil {
		return err
	}
	if _, err := s.show(ctx, 0, "init"); err != nil {
		return err
	}
	if _, err := s.show(ctx, 0, "plan", "-out=tfplan"); err != nil {
		return err
	}
	events, err := s.terraform.undecided(ctx, "tfplan")
	if err != nil {
		return err
	}

	const shown = 6
	for _, event := range events[:min(shown, len(events))] {
		days := time.Since(event.Detected).Hours() / 24
		s.out.lines(fmt.Sprintf("%2.0f days  %-8s %-20.20s %s", days, event.Severity, event.Customer,
			event.Type))
	}
	if more := len(events) - shown; more > 0 {
		s.out.lines(fmt.Sprintf("... and %d more", more))
	}
	s.undecided = events
	s.decisions, err = decideAbout(events)
	return err
}

func (s *scenario) decide(context.Context) error {
	s.out.command("$EDITOR " + decisionsFile)
	for _, d := range s.decisions {
		s.out.lines(fmt.Sprintf("%-24s %-14s %-8s %s: %s", d.Key, d.Status, d.Reason, d.Ticket,
			d.Rationale))
	}
	return s.write(decisionsYAML(s.decisions))
}

func (s *scenario) plan(ctx context.Context) error {
	text, err := s.show(ctx, hasChanges, "plan", "-detailed-exitcode", "-out=tfplan")
	if err != nil {
		return err
	}
	blocks := changes(text)
	if len(blocks) != len(s.decisions) {
		return fmt.Errorf("the plan changes %d resources instead of %d", len(blocks), len(s.decisions))
	}
	s.out.lines(blocks[0]...)
	for _, block := range blocks[1:] {
		s.out.lines(block[0])
	}
	if s.pictures != "" {
		if err := s.drawPlan(ctx); err != nil {
			return err
		}
	}
	return s.expect(text, fmt.Sprintf("Plan: %d to add, 0 to change, 0 to destroy.", len(s.decisions)))
}

func (s *scenario) apply(ctx context.Context) error {
	text, err := s.show(ctx, 0, "apply", "tfplan")
	if err != nil {
		return err
	}
	return s.expect(text, fmt.Sprintf("Apply complete! Resources: %d added, 0 changed, 0 destroyed.",
		len(s.decisions)))
}

// compare checks the status of every event directly in the emulator.
func (s *scenario) compare(ctx context.Context) error {
	after, err := s.emulator.Events(ctx)
	if err != nil {
		return err
	}
	for _, d := range s.decisions {
		is := after[d.EventID]
		s.out.lines(fmt.Sprintf("%-24s %-14s %s", d.Key, is.Status, is.Reason))
		if is.Status != d.Status || (d.Reason != "" && is.Reason != d.Reason) {
			return fmt.Errorf("%s: Partner Center says %s %s instead of %s %s", d.Key, is.Status, is.Reason,
				d.Status, d.Reason)
		}
		after[d.EventID] = s.before[d.EventID]
	}
	for id, was := range s.before {
		if after[id] != was {
			return fmt.Errorf("the event %s has changed, and nobody decided about it", id)
		}
	}
	s.out.good("Partner Center agrees, and its other %d events are untouched",
		len(s.before)-len(s.decisions))
	return nil
}

func (s *scenario) planAgain(ctx context.Context) error {
	text, err := s.show(ctx, noChanges, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	return s.expect(text, "No changes.")
}

// drift lets a colleague resolve the event that is still under investigation.
func (s *scenario) drift(ctx context.Context) error {
	d := s.decisions[len(s.decisions)-1]
	const colleague = "d.castillo@contoso-partner.example"
	s.out.lines(fmt.Sprintf("%s resolves %s as Legitimate", colleague, d.Key))
	if err := s.emulator.Decide(ctx, d.EventID, "Resolved", "Legitimate", colleague); err != nil {
		return err
	}

	text, err := s.show(ctx, hasChanges, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	blocks := changes(text)
	if len(blocks) != 1 {
		return fmt.Errorf("the plan changes %d resources instead of 1", len(blocks))
	}
	s.out.lines(blocks[0]...)
	warned := warning(text, d.Key)
	if warned == nil {
		return errors.New("the plan does not warn that somebody else has decided")
	}
	s.out.lines(warned...)
	return s.expect(text, "Plan: 0 to add, 1 to change, 0 to destroy.")
}

// count shows the calls of all plans and applies, as counted by the emulator.
func (s *scenario) count(ctx context.Context) error {
	counts, err := s.emulator.Counts(ctx)
	if err != nil {
		return err
	}
	s.out.lines(fmt.Sprintf("%d listings, %d writes and %d sign-ins, for %d decisions, 4 plans "+
		"and 1 apply",
		counts["list"], counts["update"], counts["token"], len(s.decisions)))
	if err := s.emulator.CheckViolations(ctx); err != nil {
		return err
	}
	s.out.good("no request against the rules of the API")
	return nil
}

// leaks looks for every secret of the emulator in all written files. The CLI logs at level TRACE.
func (s *scenario) leaks(ctx context.Context) error {
	secrets, err := s.emulator.Secrets(ctx)
	if err != nil {
		return err
	}
	files, err := s.terraform.written()
	if err != nil {
		return err
	}
	search, err := leaks.For(secrets...)
	if err != nil {
		return err
	}
	size := 0
	var found []error
	for _, file := range files {
		n, err := search.InFile(file)
		size, found = size+n, append(found, err)
	}
	if err := errors.Join(found...); err != nil {
		return err
	}
	s.out.good("none of %d secrets in %.1f MB", len(secrets), float64(size)/1e6)
	return nil
}

func (s *scenario) show(ctx context.Context, want int, args ...string) (string, error) {
	s.out.command(s.terraform.line(args...))
	return s.terraform.run(ctx, want, args...)
}

// expect shows a line that the output must contain.
func (s *scenario) expect(text, part string) error {
	line := firstLine(text, part)
	if line == "" {
		return errors.New("the output does not say: " + part)
	}
	s.out.good("%s", line)
	return nil
}

func (s *scenario) write(decisions string) error {
	return os.WriteFile(filepath.Join(s.terraform.work, decisionsFile), []byte(decisions), 0o600)
}
