// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// failure is the reason why one of several items failed.
type failure struct {
	id  string
	err error
}

// Failures combine into one error.
type Failures []failure

// Add adds a failure by the id of its item.
func (f *Failures) Add(id string, err error) { *f = append(*f, failure{id, err}) }

// Errors are the failures without their ids.
func (f Failures) Errors() []error {
	errs := make([]error, len(f))
	for i, one := range f {
		errs[i] = one.err
	}
	return errs
}

// Report adds the error of a resource's apply or plan, at the attribute that holds the items. mixed
// is the summary if failures are of several kinds.
func (f Failures) Report(attribute, mixed string, t *Told, diags *diag.Diagnostics, intro string) {
	if len(f) > 0 {
		summary, detail := f.Explain(mixed, intro, t.once())
		diags.AddAttributeError(path.Root(attribute), summary, detail)
	}
}

// Explain lists every failure with its reason, and then each advice once. explainOne explains one
// error.
func (f Failures) Explain(mixed, intro string, explainOne func(error) Explanation) (summary,
	detail string) {
	slices.SortFunc(f, func(a, b failure) int { return cmp.Compare(a.id, b.id) })
	var (
		summaries, reasons, rest []string
		// by a reason that does not name the events, because a call fails for all of them
		ids = map[string][]string{}
	)
	once := func(list *[]string, s string) {
		if s != "" && !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	for _, one := range f {
		x := explainOne(one.err)
		once(&summaries, x.Summary)
		once(&reasons, x.Reason)
		once(&rest, x.Advice)
		once(&rest, x.Support)
		if !x.Named {
			ids[x.Reason] = append(ids[x.Reason], one.id)
		}
	}
	lines := make([]string, len(reasons))
	for i, reason := range reasons {
		lines[i] = "- " + reason
		if len(ids[reason]) > 0 {
			lines[i] = fmt.Sprintf("- %s: %s", strings.Join(ids[reason], ", "), reason)
		}
	}
	summary = mixed
	if len(summaries) == 1 {
		summary = summaries[0]
	}
	return summary, Paragraphs(append([]string{intro, strings.Join(lines, "\n")}, rest...)...)
}
