// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

const summaryDecisions = "Decisions about fraud events cannot be carried out"

// failure is why the decision about one event cannot be carried out.
type failure struct {
	id  string
	err error
}

// failures make one error, however many they are.
type failures []failure

func (f *failures) add(id string, err error) { *f = append(*f, failure{id, err}) }

// report makes the error of a resource's apply or plan.
func (f failures) report(c *connection, diags *diag.Diagnostics, intro string) {
	if len(f) > 0 {
		summary, detail := f.explain(intro, c.once())
		diags.AddAttributeError(path.Root("resolutions"), summary, detail)
	}
}

// explain lists every event with its reason, and then each way out once. explainOne puts one error into words.
func (f failures) explain(intro string, explainOne func(error) explanation) (summary, detail string) {
	slices.SortFunc(f, func(a, b failure) int { return cmp.Compare(a.id, b.id) })
	var (
		summaries, reasons, rest []string
		ids                      = map[string][]string{} // by a reason that does not name them: a call fails for all its events
	)
	once := func(list *[]string, s string) {
		if s != "" && !slices.Contains(*list, s) {
			*list = append(*list, s)
		}
	}
	for _, one := range f {
		x := explainOne(one.err)
		once(&summaries, x.summary)
		once(&reasons, x.reason)
		once(&rest, x.wayOut)
		once(&rest, x.support)
		if !x.named {
			ids[x.reason] = append(ids[x.reason], one.id)
		}
	}
	lines := make([]string, len(reasons))
	for i, reason := range reasons {
		lines[i] = "- " + reason
		if len(ids[reason]) > 0 {
			lines[i] = fmt.Sprintf("- %s: %s", strings.Join(ids[reason], ", "), reason)
		}
	}
	summary = summaryDecisions
	if len(summaries) == 1 {
		summary = summaries[0]
	}
	return summary, paragraphs(append([]string{intro, strings.Join(lines, "\n")}, rest...)...)
}
