// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// For every mover, moment and holder of the decision, the table gives the result, or says why the
// case is impossible.
func TestScenarios_NoneIsMissing(t *testing.T) {
	t.Parallel()
	for _, who := range movers() {
		for _, m := range momentsOf(who) {
			for _, h := range holders() {
				if !slices.ContainsFunc(scenarios(), func(r scenario) bool {
					return r.who == who && slices.Contains(r.when, m) && slices.Contains(r.forms, h)
				}) {
					t.Errorf("no row for: %s, %s, %s", who, m, h)
				}
			}
		}
	}
	for _, r := range scenarios() {
		if r.Apply == cannotBe && r.why == "" {
			t.Errorf("it is not said why this cannot be: %+v", r)
		}
	}
}

func momentsOf(who mover) []moment {
	if who == nobody {
		return []moment{never}
	}
	return moments()
}

// The place of the tables in the guide.
const (
	tablesBegin = "<!-- scenarios -->\n"
	tablesEnd   = "<!-- end of scenarios -->\n"
)

// The guide shows the table that the tests carry out. -update writes it.
func TestScenarios_TheGuideShowsTheTable(t *testing.T) {
	t.Parallel()
	page := filepath.Join("..", "..", "templates", "guides", "moved-events.md.tmpl")
	content := string(must(os.ReadFile(page))(t))
	before, rest, begins := strings.Cut(content, tablesBegin)
	shown, after, ends := strings.Cut(rest, tablesEnd)
	if !begins || !ends {
		t.Fatalf("%s does not mark where the tables stand", page)
	}
	want := tables()
	if *update {
		shown = want
		whole := before + tablesBegin + want + tablesEnd + after
		expect.NoError(t, os.WriteFile(page, []byte(whole), 0o600))
	}
	if diff := gocmp.Diff(strings.Split(want, "\n"), strings.Split(shown, "\n")); diff != "" {
		t.Errorf("the guide (-table +guide); run with -update, then make generate:\n%s", diff)
	}
}

const tableHead = "| decision | moves | plan | apply | then the event is |\n|---|---|---|---|---|\n"

// tables returns one table for each mover.
func tables() string {
	var page strings.Builder
	for _, who := range movers() {
		fmt.Fprintf(&page, "\n### %s\n\n%s", who, tableHead)
		for _, r := range rowsOf(who) {
			page.WriteString(r.line())
		}
	}
	page.WriteString("\n")
	return page.String()
}

// rowsOf returns the rows of a mover, first those of each decision, then the action's.
func rowsOf(who mover) []scenario {
	rows := slices.DeleteFunc(scenarios(), func(r scenario) bool { return r.who != who })
	first := func(r scenario) int {
		if r.decision == isNone {
			return len(rows)
		}
		return slices.IndexFunc(rows, func(o scenario) bool { return o.decision == r.decision })
	}
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b scenario) int {
		return cmp.Compare(first(a), first(b))
	})
	return sorted
}

func (r scenario) line() string {
	decision := string(r.decision)
	switch {
	case slices.Contains(r.forms, anAction):
		decision = "**action**"
	case len(r.forms) == 1:
		decision = fmt.Sprintf("%s (%s resource)", decision, r.forms[0])
	}
	var when []string
	for _, m := range r.when {
		when = append(when, string(m))
	}
	apply := r.applyText()
	if r.why != "" {
		apply = strings.TrimPrefix(apply+". "+r.why, ". ")
	}
	return "| " + strings.Join([]string{
		decision, strings.Join(when, ", "), r.planText(), apply, r.thenText(),
	}, " | ") + " |\n"
}

func (r scenario) planText() string {
	switch {
	case r.Apply == cannotBe:
		return "–"
	case r.Apply == neverComes:
		return "fails: " + quoted(r.Plan)
	case len(r.Plan) == 0 && r.Apply == noChanges:
		return "no changes"
	case len(r.Plan) == 0:
		return "only the change"
	default:
		return quoted(r.Plan)
	}
}

func (r scenario) applyText() string {
	switch r.Apply {
	case cannotBe:
		return ""
	case neverComes, noChanges:
		return "–"
	case stops:
		if r.cli {
			return "Terraform stops: " + quoted(r.Says)
		}
		return "Terraform stops: " + quoted([]string{inconsistent}) + ", with " + quoted(r.Says)
	case refusesIt, skipsIt:
		return string(r.Apply) + ": " + quoted(r.Says)
	default:
		if len(r.Says) > 0 {
			return string(r.Apply) + "; says " + quoted(r.Says)
		}
		return string(r.Apply)
	}
}

func (r scenario) thenText() string {
	if r.Apply == cannotBe {
		return "–"
	}
	if len(r.Next) > 0 {
		return r.Stands + "; the next plan says " + quoted(r.Next)
	}
	return r.Stands
}

func quoted(summaries []string) string { return "*" + strings.Join(summaries, "*, *") + "*" }
