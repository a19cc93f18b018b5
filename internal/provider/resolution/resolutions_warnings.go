// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package resolution

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/explain"
)

// warnDestroy is about a whole instance, whose plan shows its decisions anyway.
func (m resolutionsModel) warnDestroy(diags *diag.Diagnostics) {
	events := "the one event"
	if n := len(m.Resolutions.Elements()); n != 1 {
		events = "all " + explain.CountEvents(n)
	}
	warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), events+" of subscription "+m.SubscriptionID.ValueString())
}

// warnRemovedEntries is about entries that are taken out of an instance that stays.
func (m resolutionsModel) warnRemovedEntries(removed entries, diags *diag.Diagnostics) {
	if len(removed) > 0 {
		warnDestroyOf(diags, m.ReactivateOnDestroy.ValueBool(), fmt.Sprintf(
			"these events of subscription %s: %s", m.SubscriptionID.ValueString(), strings.Join(removed.ids(), ", ")))
	}
}

// warnLetGoAll says of each event why it was not reopened.
func warnLetGoAll(diags *diag.Diagnostics, lines []string) {
	if len(lines) > 0 {
		diags.AddWarning(summaryLetGo, explain.Paragraphs("These events were not set back to Active. Terraform forgets the decisions about them.", explain.Bullets(lines)))
	}
}

// concerns collects what a reviewer should look at, by what it is and what apply will do about it.
type concerns map[concern][]string

func (all concerns) add(c concern) {
	if c.summary != "" {
		kind := concern{summary: c.summary, verdict: c.verdict}
		all[kind] = append(all[kind], c.line)
	}
}

// warn gives one warning for each kind and verdict, in the order of their words.
func (all concerns) warn(diags *diag.Diagnostics) {
	kinds := slices.SortedFunc(maps.Keys(all), func(a, b concern) int {
		return cmp.Or(cmp.Compare(a.summary, b.summary), cmp.Compare(a.verdict, b.verdict))
	})
	for _, kind := range kinds {
		diags.AddAttributeWarning(path.Root("resolutions"), kind.summary, explain.Paragraphs(explain.Bullets(all[kind]), kind.verdict))
	}
}

// ids are the events' ids in order, as the user spells them.
func (all entries) ids() []string {
	var ids []string
	for _, e := range all {
		ids = append(ids, e.id)
	}
	slices.Sort(ids)
	return ids
}
