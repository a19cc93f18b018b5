// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package parity

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

//nolint:gochecknoglobals // flags are parsed before any test runs
var update = flag.Bool("update", false, "rewrite docs-dev/parity.md")

func TestFacts_AreComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	id := regexp.MustCompile(`^[a-z]+(-[a-z]+)+$`)
	key := regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)
	for _, f := range expect.Must(Facts())(t) {
		short, _ := f.Settle.means()
		switch {
		case !id.MatchString(f.ID), seen[f.ID]:
			t.Errorf("%s: the id is taken or has another form", f.ID)
		case f.Fact == "", f.Otherwise == "", f.Test == "":
			t.Errorf("%s is incomplete", f.ID)
		case !slices.Contains(Marks(), f.Mark):
			t.Errorf("%s has the mark %q", f.ID, f.Mark)
		case f.Source == "" && (f.Mark == Observed || f.Mark == Documented || f.Mark == ThirdParty):
			t.Errorf("%s is %s without a source", f.ID, f.Mark)
		case f.Report != "" && !key.MatchString(f.Report):
			t.Errorf("%s: a report has no key %q", f.ID, f.Report)
		case (f.Report == "") != (short != ""):
			t.Errorf("%s needs a key of a report or else a way to settle it", f.ID)
		case f.Report == "" && f.Imitate != nil, f.Imitate != nil && f.Switch == "",
			f.Number && f.Switch == "":
			t.Errorf("%s imitates what no report shows, or without a switch", f.ID)
		}
		seen[f.ID] = true
	}
}

// A value is a word of ours, because it goes into reports.
func TestKeys_HaveValues(t *testing.T) {
	t.Parallel()
	word := regexp.MustCompile(`^[A-Za-z0-9_]+$`)
	for name, key := range expect.Must(Keys())(t) {
		if len(key.Values) < 2 && !key.Number {
			t.Errorf("%s has the values %q", name, key.Values)
		}
		for _, value := range key.Values {
			if !word.MatchString(value) {
				t.Errorf("%s has the value %q", name, value)
			}
		}
	}
}

func TestPage_IsFresh(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs-dev", "parity.md")
	page := expect.Must(Page())(t)
	if *update {
		expect.NoError(t, os.WriteFile(path, []byte(page), 0o644)) //nolint:gosec // a document
	}
	expect.Equal(t, "docs-dev/parity.md (run make generate)", page,
		string(expect.Must(os.ReadFile(path))(t)))
}
