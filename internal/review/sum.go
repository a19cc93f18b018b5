// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

func (p *plan) notes() []string {
	said := []string{}
	if p.Errored {
		said = append(said, "The plan failed, so this review is incomplete. "+
			"Read the plan's errors first.")
	}
	partly := p.Complete != nil && !*p.Complete
	if partly && !p.Errored && len(p.Deferred)+len(p.DeferredActions) == 0 {
		said = append(said, "The plan is only about a part of the configuration, as with -target. "+
			"A later plan shows the rest.")
	}
	if n := len(p.DeferredActions); n > 0 {
		said = append(said, counted(n, "action")+" deferred to a later plan.")
	}
	for _, c := range p.Checks {
		if c.Status == "fail" || c.Status == "error" {
			said = append(said, "A check fails: "+clean(c.Address.Display, cellLimit))
		}
	}
	return said
}

// finish counts, and puts the items in their order.
func (r *Review) finish() {
	s := &r.Sum
	s.Decisions, s.Marks, s.Kinds = map[string]int{}, map[Mark]int{}, map[Kind]int{}
	for _, i := range r.Items {
		s.Kinds[i.Kind]++
		if i.isDecision() {
			s.Decisions[decisionName(i.To)]++
		}
		s.count(i.Marks)
	}
	for _, a := range r.Actions {
		s.count(a.Marks)
	}
	for _, o := range r.Objects {
		s.count(o.Marks)
	}
	s.Customers = customers(r.Items)
	if r.withoutNames {
		for i := range r.Items {
			r.Items[i].Customer = ""
		}
	}
	s.Attention += len(r.Notes)
	slices.SortStableFunc(r.Objects, func(a, b Object) int {
		return cmp.Compare(seriousness(a.Marks), seriousness(b.Marks))
	})
	slices.SortStableFunc(r.Actions, func(a, b Action) int {
		return cmp.Compare(seriousness(a.Marks), seriousness(b.Marks))
	})
	slices.SortStableFunc(r.Items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(seriousness(a.Marks), seriousness(b.Marks)),
			cmp.Compare(strings.ToLower(a.Customer), strings.ToLower(b.Customer)),
			cmp.Compare(a.CustomerTenantID, b.CustomerTenantID),
			cmp.Compare(severity(b.Severity), severity(a.Severity)),
			cmp.Compare(a.EventType, b.EventType), a.Detected.Compare(b.Detected),
			cmp.Compare(a.SubscriptionID, b.SubscriptionID),
			cmp.Compare(a.EventID, b.EventID))
	})
}

// customers counts the customers. An element of the plural resource has only the customer's name,
// and other items tell whose name it is.
func customers(items []Item) int {
	tenants := map[string]string{}
	for _, i := range items {
		if i.CustomerTenantID != "" && i.Customer != "" {
			tenants[i.Customer] = i.CustomerTenantID
		}
	}
	found := map[string]bool{}
	for _, i := range items {
		found[cmp.Or(i.CustomerTenantID, tenants[i.Customer], i.Customer, i.SubscriptionID)] = true
	}
	return len(found)
}

func (s *Sum) count(marked []Mark) {
	for _, m := range marked {
		s.Marks[m]++
	}
	if len(marked) > 0 {
		s.Attention++
	}
}

func (i Item) isDecision() bool { return i.Kind == Decide || i.Kind == Adopt || i.Kind == Record }

// decisionName returns a decision in one word. A plan may contain any text.
func decisionName(s fraud.Standing) string {
	name := cmp.Or(string(s.Reason), string(s.Status))
	if slices.Contains(decisionNames(), name) {
		return name
	}
	return "not known yet"
}

func decisionNames() []string {
	return []string{"Fraud", "Ignore", "Legitimate", "Investigating", "Active", "not known yet"}
}

// seriousness orders items by their most serious mark.
func seriousness(marked []Mark) int {
	for i, m := range marks() {
		if slices.Contains(marked, m) {
			return i
		}
	}
	return len(marks())
}

// severity is negative for an undocumented value, which comes last.
func severity(s string) int { return slices.Index(fraud.Severities(), s) }

// sentence returns the first line: the total.
func (s Sum) sentence() string {
	what, customers, link := "No decisions", ", ", ": "
	if total := total(s.Decisions); total > 0 {
		var by []string
		for _, name := range decisionNames() {
			if n := s.Decisions[name]; n > 0 {
				by = append(by, grouped(n)+" "+name)
			}
		}
		what = counted(total, "decision") + " (" + strings.Join(by, ", ") + ")"
		customers = " for "
	}
	if s.Customers > 0 {
		what += customers + counted(s.Customers, "customer")
	} else if total(s.Decisions) == 0 {
		link = ", but "
	}
	if parts := s.parts(); len(parts) > 0 {
		what += link + strings.Join(parts, ", ")
	}
	return what + ". " + s.others()
}

func (s Sum) parts() []string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{
		{s.Marks[Cancels], nounOf(s.Marks[Cancels], "subscription") + " canceled"},
		{s.Marks[Revives], nounOf(s.Marks[Revives], "subscription") + " reactivated"},
		{s.Marks[Bulk], nounOf(s.Marks[Bulk], "bulk update")},
		{s.Marks[Removes], nounOf(s.Marks[Removes], "budget") + " removed"},
		{s.Marks[Unsubscribes], nounOf(s.Marks[Unsubscribes], "webhook receiver") + " with fewer events"},
		{s.Marks[Overwrites], "overwritten"},
		{s.Marks[Unfamiliar], "not known to this version of partnercenter"},
		{s.Marks[Reopens], "reopened"},
		{s.Marks[Reopened], "reopened by others"},
		{s.Marks[Unguarded], "with a guard switched off"}, {s.Kinds[Record], "recorded"},
		{s.Marks[LetsGo], "forgotten"}, {s.Marks[Unknown], "not known until apply"},
		{s.Marks[Deferred], "deferred"}, {s.Kinds[Adopt], "already in place"},
		{s.Kinds[Import], "imported"}, {s.Kinds[Evidence], "with new evidence or options"},
		{s.Kinds[Drift], "changed by others and left alone"}, {s.Moved, "moved in the configuration"},
	} {
		if p.n > 0 {
			parts = append(parts, grouped(p.n)+" "+p.what)
		}
	}
	return parts
}

func (s Sum) others() string {
	other := "No other changes in Partner Center"
	if s.sent > 0 {
		other = counted(s.sent, "other change") + " in Partner Center"
	}
	if s.OtherProviders > 0 {
		other += ", and " + counted(s.OtherProviders, "change") +
			" by other providers, not shown here"
	}
	return other + "."
}
