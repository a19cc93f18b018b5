// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite the golden files")

// messageCase is one mistake or failure.
type messageCase struct {
	name string

	// The configuration. One of data, resource, many, action and importID selects Terraform's request.
	environment map[string]string // overrides the settings for the emulator
	provider    object
	data        object
	resource    object
	many        decisions
	action      object
	importID    string

	events []emulator.Event
	// runs before Terraform; returns further environment variables
	arrange func(s *emulator.Server) map[string]string
	between func(s *emulator.Server) // between plan and apply
}

// TestMessages_Golden shows every message for bad input, bad credentials and a bad service, as a
// user gets it, at the earliest possible moment. After a change, read testdata/messages.golden like
// somebody who was just woken by it: what happened, what was the request, what to do next.
func TestMessages_Golden(t *testing.T) {
	t.Parallel()
	var cases []goldenCase
	for _, group := range messageGroups() {
		title := fmt.Sprintf("# %s\n\n", group.title)
		for _, m := range group.cases {
			cases = append(cases, goldenCase{title, m.name, m.run})
			title = ""
		}
	}
	compareCases(t, "messages.golden", cases)
}

// goldenCase is a part of a golden file: the messages of a case, below a title if it has one.
type goldenCase struct {
	title, name string
	run         func(*testing.T) string
}

// compareCases runs the cases concurrently, and compares their messages with a golden file.
func compareCases(t *testing.T, file string, cases []goldenCase) {
	t.Helper()
	said := make([]string, len(cases))
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			said[i] = fmt.Sprintf("%s## %s\n%s\n", c.title, c.name, normalise(c.run(t)))
		})
	}
	t.Cleanup(func() { // when all of them have ended
		if !slices.Contains(said, "") { // -run may select some
			compareGolden(t, file, strings.Join(said, ""))
		}
	})
}

// compareGolden compares a text with a golden file, which -update rewrites.
func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		expect.NoError(t, os.WriteFile(path, []byte(got), 0o600))
	}
	want := must(os.ReadFile(path))(t)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-want +got); run with -update after reading the new one:\n%s", file, diff)
	}
}

// run goes through validate, plan and apply until one of them fails, and returns its output.
func (m messageCase) run(t *testing.T) string {
	t.Helper()
	s := startEmulator(t, m.events...)
	environment := map[string]string{}
	if m.arrange != nil {
		environment = m.arrange(s)
	}
	providers := providersFor(s, m.environment, environment)
	c := newProtocolClient(t, providers)
	var said strings.Builder
	say := func(phase string, ds diagnostics) bool {
		said.WriteString(ds.text(phase))
		return hasError(ds)
	}
	if say("validate", append(c.validateProvider(m.provider), m.validate(c)...)) {
		return said.String()
	}
	ds, apply := m.plan(c)
	if failed := say("plan", ds); !failed && apply != nil {
		if m.between != nil {
			m.between(s)
		}
		say("apply", apply(newProtocolClient(t, providers)))
	}
	if said.Len() == 0 {
		t.Errorf("%s: nothing was said", m.name)
	}
	return said.String()
}

func (m messageCase) validate(c *protocolClient) diagnostics {
	switch {
	case m.resource != nil:
		return c.validateResource(resolutionTypeName, m.resource)
	case m.many != nil:
		return c.validateResource(resolutionsTypeName, decideAll(m.many))
	case m.action != nil:
		return c.validateAction(m.action)
	case m.data != nil:
		return c.validateData(fraudEventsType, m.data)
	}
	return nil
}

// plan returns the plan's output and a function that applies it in another provider process, as
// Terraform does.
func (m messageCase) plan(c *protocolClient) (ds diagnostics,
	apply func(*protocolClient) diagnostics) {
	if ds = c.configure(m.provider); hasError(ds) {
		return ds, nil
	}
	switch {
	case m.importID != "":
		return append(ds, c.importState(resolutionTypeName, m.importID)...), nil
	case m.action != nil:
		return append(ds, c.planAction(m.action)...), func(c *protocolClient) diagnostics {
			return append(c.configure(m.provider), c.invokeAction(m.action).diagnostics...)
		}
	case m.resource == nil:
		_, _, read := c.readData(fraudEventsType, m.data, false)
		return append(ds, read...), nil
	}
	p, more := c.planCreate(resolutionTypeName, m.resource)
	return append(ds, more...), func(c *protocolClient) diagnostics {
		ds := c.configure(m.provider)
		_, more := c.applyCreate(resolutionTypeName, p)
		return append(ds, more...)
	}
}

// text returns the diagnostics one by one. The framework validates attributes in random order.
func (ds diagnostics) text(phase string) string {
	var b strings.Builder
	slices.SortStableFunc(ds, func(a, b diagnostic) int { return strings.Compare(a.Path, b.Path) })
	for _, d := range ds {
		fmt.Fprintf(&b, "%s, %s", phase, strings.ToLower(d.Severity))
		if d.Path != "" {
			fmt.Fprintf(&b, " at %s", d.Path)
		}
		fmt.Fprintf(&b, ": %s\n%s\n", d.Summary, d.Detail)
	}
	return b.String()
}

// normalise replaces everything that differs from run to run.
func normalise(text string) string {
	for _, r := range []struct{ pattern, by string }{
		{`(?i)((request|correlation|trace)[ -]?id) [0-9a-f-]{36}`, "$1 <guid>"},
		{`(127\.0\.0\.1|\[::1\]):\d+`, "127.0.0.1:<port>"},
		{`(attempts? in) [0-9.]+m?s`, "$1 <duration>"},
		{`(, \d+ events): [^)]+\)`, "$1: <ids>)"}, // in no order
		{`(on|now) 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`, "$1 <time>"},
	} {
		text = regexp.MustCompile(r.pattern).ReplaceAllString(text, r.by)
	}
	return text
}
