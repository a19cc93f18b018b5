// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/review"
)

// A guard that a plan switches off is marked, whatever else the plan does. A guard that was off
// before is not, and neither is one whose consequence has its own mark.
func TestGuards_OfDecisions(t *testing.T) {
	t.Parallel()
	held := func(name string, v any) string { return values(t, map[string]any{name: v}) }
	off := func(name string) string { return "[unguarded] [" + name + " = true]" }
	plain, noted := values(t, nil), values(t, map[string]any{"annotations": map[string]any{"a": "b"}})
	for name, c := range map[string]struct{ change, want string }{
		"created with consent": {singular(`["create"]`, "null", held("allow_overwrite", true), ""),
			off("allow_overwrite")},
		"created, may be unlisted": {singular(`["create"]`, "null", held("allow_unlisted", true), ""),
			off("allow_unlisted")},
		"created, reopened on destroy": {singular(`["create"]`, "null",
			held("reactivate_on_destroy", true), ""), off("reactivate_on_destroy")},
		"created with every guard": {singular(`["create"]`, "null", held("allow_overwrite", false), ""),
			"[] []"},
		"only the option changes": {singular(`["update"]`, plain, held("allow_overwrite", true), ""),
			off("allow_overwrite")},
		"back on": {singular(`["update"]`, held("allow_overwrite", true), plain, ""), "[] []"},
		"off before": {singular(`["update"]`, held("allow_overwrite", true),
			strings.Replace(noted, "{", `{"allow_overwrite": true, `, 1), ""), "[] []"},
		"off before, at another address": {singular(`["create"]`, "null",
			held("reactivate_on_destroy", true), "") + "," +
			singular(`["forget"]`, held("reactivate_on_destroy", true), "null", ""), "[] []"},
		"the consequence is marked": {singular(`["create"]`, "null", values(t, map[string]any{
			"previous_status": "Resolved (Ignore)", "allow_overwrite": true}), ""), "[overwrites] []"},
		"recorded": {singular(`["create"]`, "null", values(t, map[string]any{"listed": false,
			"previous_status": nil, "allow_unlisted": true}), ""), "[unlisted] []"},
		"unknown": {singular(`["create"]`, "null", plain,
			`, "after_unknown": {"allow_overwrite": true}`),
			"[unguarded] [allow_overwrite (known after apply)]"},
		"of any form": {singular(`["update"]`, held("allow_overwrite", map[string]any{}),
			held("allow_overwrite", map[string]any{}), ""), "[] []"},
	} {
		r := read(t, plan(c.change))
		expect.Equal(t, name, c.want, fmt.Sprint(r.Items[0].Marks, r.Items[0].Guards))
		expect.Equal(t, name+": attention", !strings.HasPrefix(c.want, "[] "), r.NeedsAttention())
	}
}

// An entry's own option switches only its own guard off, and the object's that of all others.
func TestGuards_OfEntries(t *testing.T) {
	t.Parallel()
	object := func(options string, entries ...string) string {
		return `{"subscription_id": "s", "resolutions": {` + strings.Join(entries, ",") + "}" + options +
			"}"
	}
	entry := func(id, options string) string {
		return fmt.Sprintf(`%q: {"status": "Active", "previous_status": "Active"%s}`, id, options)
	}
	update := func(before, after string) string {
		return strings.Replace(singular(`["update"]`, before, after, ""), "resolution\"", "resolutions\"",
			1)
	}
	a, b := entry("a", ""), entry("b", "")
	for name, c := range map[string]struct{ change, want string }{
		"one": {update(object("", a, b), object("", a, entry("b", `, "allow_overwrite": true`))),
			"b [allow_overwrite = true]"},
		"all": {update(object("", a, b), object(`, "reactivate_on_destroy": true`, a, b)),
			"a [reactivate_on_destroy = true] b [reactivate_on_destroy = true]"},
		"all but one": {update(object("", a, entry("b", `, "allow_unlisted": false`)),
			object(`, "allow_unlisted": true`, a, entry("b", `, "allow_unlisted": false`))),
			"a [allow_unlisted = true]"},
	} {
		var got []string
		for _, i := range read(t, plan(c.change)).Items {
			got = append(got, fmt.Sprint(i.EventID, " ", i.Guards))
		}
		expect.Equal(t, name, c.want, strings.Join(got, " "))
	}
}

// A guard of another resource that the plan switches off is marked and counted.
func TestGuards_OfOtherResources(t *testing.T) {
	t.Parallel()
	const registration, budget = "webhook_registration", "customer_usage_budget"
	for name, c := range map[string]struct{ resource, before, after, want string }{
		"registration": {registration, "null", `{"on_destroy": "keep"}`, "[]"},
		"taken over":   {registration, "null", `{"allow_overwrite": true}`, "[allow_overwrite = true]"},
		"put back": {registration, `{"on_destroy": null}`, `{"on_destroy": "restore"}`,
			"[on_destroy = restore]"},
		"budget":      {budget, "null", `{"keep_on_destroy": null}`, "[]"},
		"overwritten": {budget, "null", `{"allow_overwrite": true}`, "[allow_overwrite = true]"},
		"no longer kept": {budget, `{"keep_on_destroy": true}`, `{"keep_on_destroy": null}`,
			"[keep_on_destroy = false]"},
		"kept": {budget, `{"keep_on_destroy": null}`, `{"keep_on_destroy": true}`, "[]"},
	} {
		change := strings.Replace(singular(`["update"]`, c.before, c.after, ""), "fraud_event_resolution",
			c.resource, 1)
		r := read(t, plan(change))
		got := []string{}
		for _, o := range r.Objects {
			got = append(got, o.Guards...)
		}
		expect.Equal(t, name, c.want, fmt.Sprint(got))
		expect.Equal(t, name+": marks", len(got), r.Sum.Marks[review.Unguarded])
		expect.Equal(t, name+": others", 1, r.Sum.Other["partnercenter_"+c.resource])
		for _, page := range []string{r.Markdown(0), r.Text()} {
			if strings.Contains(page, "Switches a guard off") != (len(got) > 0) {
				t.Errorf("%s: %s", name, page)
			}
		}
	}
}
