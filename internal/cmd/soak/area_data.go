// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// shownData is what the data sources show, and what the world had before.
type shownData struct {
	Events []struct {
		ID string `json:"id"`
		element
	} `json:"events"`
	Total        int                     `json:"total"`
	Webhook      *string                 `json:"webhook"`
	Names        int                     `json:"names"`
	Budgets      map[string]*json.Number `json:"budgets"`
	Entitlements map[string]string       `json:"entitlements"`
	Records      int                     `json:"records"`
	WithoutMFA   int                     `json:"without_mfa"`
	Requirements int                     `json:"requirements"`
	User         string                  `json:"user"`

	read          bool // the command succeeded
	events        int
	recordsBefore int
}

// dataConfig has each data source, and outputs of what is checked.
func dataConfig(provider object) object {
	customer := emulator.NewEvent("", "").CustomerTenantID
	source := func(name string, settings object) object {
		return object{"partnercenter_" + name: object{"all": settings}}
	}
	var data []object
	for name, settings := range map[string]object{
		"fraud_events": {}, "fraud_event_summary": {}, "webhook_registration": {},
		"webhook_event_names": {}, "customer_usage_records": {}, "usage_summary": {},
		"azure_entitlements": {"customer_tenant_id": customer}, "audit_records": {"last_days": 90},
		"mfa_status": {}, "security_score": {}, "client_config": {},
	} {
		data = append(data, source(name, settings))
	}
	outputs := object{}
	for name, text := range map[string]string{
		"events": "[for e in data.partnercenter_fraud_events.all.events : " +
			"{id=e.event_id,status=e.status,reason=e.reason}]",
		"total":   "data.partnercenter_fraud_event_summary.all.total",
		"webhook": "data.partnercenter_webhook_registration.all.webhook_url",
		"names":   "length(data.partnercenter_webhook_event_names.all.event_names)",
		"budgets": "{for c in data.partnercenter_customer_usage_records.all.customers : " +
			"c.customer_tenant_id => c.budget_amount}",
		"entitlements": "{for e in data.partnercenter_azure_entitlements.all.entitlements : " +
			"e.entitlement_id => e.status}",
		"records":      "length(data.partnercenter_audit_records.all.records)",
		"without_mfa":  "length(data.partnercenter_mfa_status.all.principals_without_mfa)",
		"requirements": "length(data.partnercenter_security_score.all.requirements)",
		"user":         "data.partnercenter_client_config.all.user_principal_name",
		"usage":        "data.partnercenter_usage_summary.all.total_cost",
	} {
		outputs[name] = object{"value": "${" + text + "}"}
	}
	return object{"terraform": requiredProviders(), "provider": provider, "data": data,
		"output": outputs}
}

// readData reads all data sources, under faults, moves, and signals.
func (g *game) readData(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.config.readOnly, g.config.maxRetries, g.config.timeout = false, manyRetries, g.patience()
	o, err := g.beginAreas(dataConfig(g.config.provider(g.areaAudit())))
	if err != nil {
		return nil, err
	}
	shown := &shownData{events: len(g.service.Events()), recordsBefore: g.documentedRecords()}
	o.areas.shown, o.areas.statuses = shown, g.statuses()
	if r.IntN(2) == 0 {
		o.faults = g.addFaults(r)
	} else {
		o.faults = g.addAreaFaults(r)
	}
	o.plan.misled, o.plan.unsettled = slices.Contains(o.faults, unknownSubscription), g.unsettled
	file := filepath.Join(g.areas.dir, "data-plan")
	args := []string{"plan", "-input=false", "-out=" + file}
	if g.throttles || slices.ContainsFunc(o.faults,
		func(name string) bool { return strings.Contains(name, "429") }) {
		// Two data sources make equal calls. The emulator cannot tell one that was already on its way
		// from a repetition that does not wait.
		args = append(args, "-parallelism=1")
	}
	o.planning, err = g.commandIn(ctx, g.areas.dir, g.duringAreas(r), args...)
	g.service.ClearFaults()
	if err == nil && o.planning.ok() {
		var text []byte
		if text, err = g.showIn(ctx, g.areas.dir, file); err == nil {
			err = shown.parse(text)
		}
	}
	if err != nil {
		return nil, err
	}
	return o, g.finishAreas(ctx, o)
}

func (s *shownData) parse(text []byte) error {
	var content struct {
		Planned struct {
			Outputs map[string]struct {
				Value json.RawMessage `json:"value"`
			} `json:"outputs"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(text, &content); err != nil {
		return err
	}
	values := map[string]json.RawMessage{}
	for name, output := range content.Planned.Outputs {
		values[name] = output.Value
	}
	joined, err := json.Marshal(values)
	if err == nil {
		err = json.Unmarshal(joined, s)
	}
	s.read = err == nil
	return err
}

func (g *game) documentedRecords() int {
	n := 0
	for _, r := range g.service.Activity() {
		if !r.Undocumented {
			n++
		}
	}
	return n
}

// statuses are those of the known subscriptions.
func (g *game) statuses() map[string]string {
	all := map[string]string{}
	for _, e := range g.events {
		if s, found := g.service.AzureSubscription(e.subscription); found {
			all[e.subscription] = s.Status
		}
	}
	return all
}

// untrueData finds what data sources show although the world has not been so since the plan began.
func untrueData(o *observation) []string {
	if o.areas == nil || o.areas.shown == nil || !o.areas.shown.read {
		return nil
	}
	shown, g := o.areas.shown, o.game
	all := append(o.untrueEvents(), o.untrueSubjects()...)
	expect := func(name string, got, low, high int) {
		if got < low || got > high {
			all = append(all, fmt.Sprintf("%s: %d, want %d to %d", name, got, low, high))
		}
	}
	if !o.moved() && !o.misled() && !o.killed() {
		expect("events", shown.Total, shown.events, shown.events)
	}
	expect("audit records", shown.Records, shown.recordsBefore, g.documentedRecords())
	expect("names of webhook events", shown.Names, 1, 1000)
	expect("users without MFA", shown.WithoutMFA, 0, 0)
	expect("requirements of the score", shown.Requirements, 5, 5)
	if shown.User != g.service.UserPrincipalName() {
		all = append(all, "the user is "+shown.User)
	}
	return all
}

// untrueEvents compares the events with what a query without filters may find.
func (o *observation) untrueEvents() []string {
	q := &queried{limit: len(o.areas.shown.Events) + 1, size: len(o.areas.shown.Events),
		found: map[string][]string{}}
	for _, e := range o.areas.shown.Events {
		id := o.game.config.event(e.ID)
		q.found[id] = append(q.found[id], e.standing().String())
	}
	seen := *o
	seen.queried = q
	return untrueQueries(&seen)
}

// untrueSubjects compares the registration, the budgets, and the subscriptions.
func (o *observation) untrueSubjects() []string {
	shown, history := o.areas.shown, o.history()
	var all []string
	expect := func(subject, got string, same func(string) bool) {
		moments := history.since(subject, o.plan.began)
		if !slices.ContainsFunc(moments, func(m areaMoment) bool { return same(m.value) }) {
			all = append(all, fmt.Sprintf("%s is shown as %q, but it was %v", subject, got, moments))
		}
	}
	url := ""
	if shown.Webhook != nil {
		url = *shown.Webhook
	}
	expect(webhook, url, func(value string) bool { return urlOf(value) == url })
	for _, id := range o.game.areas.customers {
		amount := ""
		if got := shown.Budgets[id]; got != nil {
			amount = got.String()
		}
		expect(id, amount, func(value string) bool { return value == amount })
	}
	now := o.game.statuses()
	for _, id := range slices.Sorted(maps.Keys(now)) {
		got := shown.Entitlements[strings.ToLower(id)]
		if before, known := o.areas.statuses[id]; known && got != before && got != now[id] {
			all = append(all, fmt.Sprintf("subscription %s is shown as %q, but it is %s", id, got, now[id]))
		}
	}
	return all
}
