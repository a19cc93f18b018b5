// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// section is a heading with a table, or with items that need none.
type section struct {
	title string // escaped
	items []Item
	mixed bool // of several customers
}

// sections returns the items that need attention, and then the rest by customer.
func (r *Review) sections(escape func(string, int) string) []section {
	var all []section
	for _, i := range r.Items {
		urgent := len(i.Marks) > 0
		title := "Look at these first"
		if !urgent {
			title = customerTitle(i, escape)
		}
		// A customer can have any name, even this title.
		if n := len(all); n == 0 || all[n-1].title != title || all[n-1].mixed != urgent {
			all = append(all, section{title: title, mixed: urgent})
		}
		all[len(all)-1].items = append(all[len(all)-1].items, i)
	}
	return all
}

// splitActions returns the actions that need attention, the most serious first, and the others.
func (r *Review) splitActions() (urgent, harmless []Action) {
	n := slices.IndexFunc(r.Actions, func(a Action) bool { return len(a.Marks) == 0 })
	if n < 0 {
		return r.Actions, nil
	}
	return r.Actions[:n], r.Actions[n:]
}

func customerTitle(i Item, escape func(string, int) string) string {
	return cmp.Or(withDetail(escape(i.Customer, titleLimit), escape(i.CustomerTenantID, titleLimit)),
		"Subscription "+escape(i.SubscriptionID, titleLimit))
}

// withDetail returns "name (detail)", or the one that is not empty.
func withDetail(name, detail string) string {
	if name != "" && detail != "" {
		return name + " (" + detail + ")"
	}
	return name + detail
}

// column is a column of a table. A shared one moves above the table if all its cells are equal.
type column struct {
	title  string
	shared bool
	cell   func(Item) string
}

func (r *Review) columns(mixed bool, limit int, escape func(string, int) string) []column {
	evidence := func(name string) func(Item) string {
		return func(i Item) string { return escape(i.Evidence[name], limit) }
	}
	all := []column{
		{"Why", true, reasons(escape)},
		{"Customer", true, func(i Item) string {
			return escape(cmp.Or(i.Customer, i.CustomerTenantID, i.SubscriptionID), titleLimit)
		}},
		{"Severity", false, func(i Item) string { return escape(i.Severity, titleLimit) }},
		{"Alert", false, func(i Item) string { return alertCell(i, limit, escape) }},
		{"Detected (UTC)", false, func(i Item) string { return r.detected(i.Detected) }},
		{"Decision", false, func(i Item) string { return decisionCell(i, escape) }},
		{"Decided by", true, evidence("decided_by")},
		{"Ticket", true, evidence("ticket")},
		{"Rationale", true, evidence("rationale")},
		{"More evidence", true, func(i Item) string { return moreEvidence(i, limit, escape) }},
	}
	if !mixed {
		return all[2:]
	}
	return all
}

func reasons(escape func(string, int) string) func(Item) string {
	return func(i Item) string {
		var all []string
		for _, m := range i.Marks {
			text := markText(m)
			if m == Overwrites && i.ResolvedBy != "" {
				text += " by " + escape(i.ResolvedBy, titleLimit)
			}
			if m == Unguarded {
				text += ": " + escape(strings.Join(i.Guards, ", "), cellLimit)
			}
			all = append(all, text)
		}
		return strings.Join(all, "; ")
	}
}

func markText(m Mark) string {
	return map[Mark]string{
		Cancels:      "Cancels a subscription",
		Revives:      "Reactivates a subscription",
		Bulk:         "Updates alerts in bulk",
		Removes:      "Removes a budget",
		Unsubscribes: "Takes webhook events from a receiver",
		Unfamiliar:   "Not known to this version of partnercenter",
		Overwrites:   "Overwrites a resolution",
		Reopens:      "Reopens the alert",
		Reopened:     "Reopened by others since the decision",
		Unguarded:    "Switches a guard off",
		Unlisted:     "Recorded only: the alert is not listed",
		LetsGo:       "Lets go: the alert keeps the decision",
		Unknown:      "Not known until apply",
		Deferred:     "Deferred to a later plan",
	}[m]
}

// alertCell returns title and type, or the id if the plan says no more.
func alertCell(i Item, limit int, escape func(string, int) string) string {
	return cmp.Or(withDetail(escape(i.Title, limit), escape(i.EventType, limit)),
		escape(i.EventID, titleLimit))
}

func (r *Review) detected(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	s := at.UTC().Format("2006-01-02 15:04")
	if age := r.Planned.Sub(at); !r.Planned.IsZero() && age >= 0 {
		if age < 48*time.Hour {
			return fmt.Sprintf("%s (%d h ago)", s, int(age.Hours()))
		}
		return fmt.Sprintf("%s (%s d ago)", s, grouped(int(age.Hours()/24)))
	}
	return s
}

func decisionCell(i Item, escape func(string, int) string) string {
	show := func(s fraud.Standing) string {
		shown := escape(cmp.Or(string(s.Status), "without a status"), titleLimit)
		if s.Reason != "" {
			shown += ": " + escape(string(s.Reason), titleLimit)
		}
		return shown
	}
	from := "?"
	if i.From != nil {
		from = show(*i.From)
	}
	switch i.Kind {
	case Adopt:
		return "already " + show(i.To) + " (nothing is sent)"
	case Import:
		return "stays " + show(i.To) + " (imported)"
	case Evidence:
		return "stays " + show(i.To) + " (new evidence or options)"
	case Record:
		return show(i.To) + " (recorded)"
	case Drift:
		return from + " → " + show(i.To) + " (by others; left alone)"
	case Forget:
		if *i.From == i.To {
			return "stays " + show(i.To) + " (forgotten)"
		}
	case Decide:
	}
	return from + " → " + show(i.To)
}

func moreEvidence(i Item, limit int, escape func(string, int) string) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(i.Evidence)) {
		if !slices.Contains([]string{"decided_by", "ticket", "rationale"}, name) {
			all = append(all, clean(name, titleLimit)+" = "+i.Evidence[name])
		}
	}
	return escape(strings.Join(all, "; "), limit)
}

// table returns the content of a section: the columns that are not empty, and the values that all
// rows share.
type table struct {
	shared []string
	titles []string
	rows   [][]string
}

func (r *Review) table(s section, limit int, escape func(string, int) string) table {
	var t table
	t.rows = make([][]string, len(s.items))
	for _, c := range r.columns(s.mixed, limit, escape) {
		cells := make([]string, len(s.items))
		for i, item := range s.items {
			cells[i] = c.cell(item)
		}
		distinct := slices.Compact(slices.Sorted(slices.Values(cells)))
		switch {
		case len(distinct) == 1 && distinct[0] == "":
		case len(distinct) == 1 && c.shared && len(cells) > 1:
			t.shared = append(t.shared, c.title+": "+cells[0])
		default:
			t.titles = append(t.titles, c.title)
			for i := range cells {
				t.rows[i] = append(t.rows[i], cells[i])
			}
		}
	}
	return t
}

// actionLines returns the settings of an action with their names.
func actionLines(a Action, limit int, escape func(string, int) string) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(a.Config)) {
		all = append(all, escape(name, titleLimit)+" = "+escape(settingText(a.Config[name]), limit))
	}
	return all
}

// settingText is the JSON of a setting, but an id without its quotes, so that it can be copied.
func settingText(encoded string) string {
	var text string
	if json.Unmarshal([]byte(encoded), &text) == nil && uuid.Validate(text) == nil {
		return text
	}
	return encoded
}

// splitObjects returns the objects that need attention, the most serious first, and the others.
func (r *Review) splitObjects() (urgent, harmless []Object) {
	n := slices.IndexFunc(r.Objects, func(o Object) bool { return len(o.Marks) == 0 })
	if n < 0 {
		return r.Objects, nil
	}
	return r.Objects[:n], r.Objects[n:]
}

func objectTitle(objects []Object) string {
	title := "Other changes"
	if len(objects[0].Marks) > 0 {
		title += " to look at first"
	}
	return fmt.Sprintf("%s (%s)", title, grouped(len(objects)))
}

func actionTitle(a Action, escape func(string, int) string) string {
	var all []string
	for _, m := range a.Marks {
		text := markText(m)
		if m == Unguarded {
			text += ": " + escape(strings.Join(a.Guards, ", "), cellLimit)
		}
		all = append(all, text)
	}
	if len(all) == 0 && a.Config["dry_run"] == "true" {
		all = []string{"Dry run: nothing is sent"}
	}
	if len(all) == 0 {
		all = []string{"Changes no alert and no subscription"}
	}
	return strings.Join(all, "; ") + ", action " + escape(strings.TrimPrefix(a.Type, prefix),
		titleLimit)
}
