// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package portal

import (
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// shownItems is how many items of a list a page shows.
const shownItems = 200

// found is what a page shows of a list: the first items that contain a text.
type found[T any] struct {
	Text  string
	Items []T
	Total int // of the matching items
}

// find searches a list for the text of the request's filter.
func find[T any](r *http.Request, all []T, fields func(T) []string) found[T] {
	f := found[T]{Text: strings.TrimSpace(r.URL.Query().Get("text"))}
	text := strings.ToLower(f.Text)
	for _, item := range all {
		if !slices.ContainsFunc(fields(item), func(field string) bool {
			return strings.Contains(strings.ToLower(field), text)
		}) {
			continue
		}
		if f.Total++; f.Total <= shownItems {
			f.Items = append(f.Items, item)
		}
	}
	return f
}

func (p *Portal) activity(w http.ResponseWriter, r *http.Request) {
	p.render(w, http.StatusOK, "activity", page{Title: "Activity log",
		Content: find(r, p.World.Activity(), func(a *world.AuditRecord) []string {
			return []string{a.OperationType, a.OperationStatus, a.CustomerName, a.CustomerID,
				a.UserPrincipalName, a.ResourceType, a.ID}
		})})
}

// azure shows the subscriptions that the service still knows, with their present status.
func (p *Portal) azure(w http.ResponseWriter, r *http.Request) {
	var known []world.AzureSubscription
	for _, s := range p.World.Azure().All() {
		if s, ok := p.World.Azure().Get(s.ID); ok {
			known = append(known, s)
		}
	}
	p.render(w, http.StatusOK, "azure", page{Title: "Azure subscriptions",
		Content: find(r, known, func(s world.AzureSubscription) []string {
			return []string{s.ID, s.Name, s.Status, s.CustomerTenantID, s.PlanID, s.Offer}
		})})
}

func (p *Portal) budgets(w http.ResponseWriter, r *http.Request) {
	p.render(w, http.StatusOK, "budgets", page{Title: "Budgets",
		Notice: notice(r.URL.Query().Get("done")),
		Content: find(r, p.World.Budgets().All(), func(c world.CustomerUsage) []string {
			return []string{c.CustomerTenantID, c.Name}
		})})
}

// webhook shows the registration and its deliveries, the newest first.
func (p *Portal) webhook(w http.ResponseWriter, r *http.Request) {
	registration, deliveries := p.World.Webhooks().Get()
	slices.Reverse(deliveries)
	p.render(w, http.StatusOK, "webhook", page{Title: "Webhook", Content: struct {
		Registration *world.Webhook
		Deliveries   found[world.Delivery]
	}{registration, find(r, deliveries, func(d world.Delivery) []string {
		return []string{d.EventName, string(d.State), d.ID}
	})}})
}

func (p *Portal) score(w http.ResponseWriter, _ *http.Request) {
	score, requirements := p.Score()
	p.render(w, http.StatusOK, "score", page{Title: "Security score and MFA", Content: struct {
		Score        string
		Requirements []Requirement
		Users        []world.PrincipalWithoutMFA
		Apps         []world.AppUse
	}{score, requirements, p.World.MFA().PrincipalsWithoutMFA(), p.World.MFA().AppUses()}})
}

// withoutQuery hides the query of a receiver's address, which may be its key.
func withoutQuery(address string) string {
	before, _, has := strings.Cut(address, "?")
	if has {
		return before + "?…"
	}
	return before
}

// used returns the part of a customer's budget that is used.
func used(c world.CustomerUsage) string {
	percent := c.Used()
	if percent == nil {
		return ""
	}
	return percent.FloatString(1) + " %"
}
