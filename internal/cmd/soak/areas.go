// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Resources of other areas. A subject is the customer of a budget, or the webhook. Its value is the
// amount, or the URL and the names of the events; empty: there is none.
const (
	budgetType  = "partnercenter_customer_usage_budget"
	webhookType = "partnercenter_webhook_registration"

	webhook = "webhook"
)

// wanted is what the configuration declares about a subject.
type wanted struct {
	value     string
	overwrite bool
	keep      bool // after a destroy; otherwise, a budget is removed and a registration restored
}

// areas is the configuration of the other areas, with its own folder and state.
type areas struct {
	dir       string
	customers []string
	declared  map[string]*wanted
	receiver  *receiver
	tested    bool // a webhook test was sent: the service allows two a minute
}

// values are what a subject can have.
func (a *areas) values(subject string) []string {
	if subject != webhook {
		return []string{"100", "250.5", "7000"}
	}
	all := []string{"azure-fraud-event-detected,test-created", "test-created", "invoice-ready"}
	var values []string
	for _, url := range []string{a.receiver.url, "https://hooks.example.com/alerts"} {
		for _, events := range all {
			values = append(values, url+" "+events)
		}
	}
	return values
}

func (a *areas) subjects() []string { return append([]string{webhook}, a.customers...) }

// openAreas puts customers into the world.
func (g *game) openAreas(r *rand.Rand) error {
	a := &areas{dir: filepath.Join(g.dir, "areas"), declared: map[string]*wanted{}}
	a.receiver = startReceiver()
	for range 3 {
		id := guid(r)
		a.customers = append(a.customers, id)
		g.service.SetUsage(emulator.CustomerUsage{CustomerTenantID: id, Name: "Fabrikam",
			TotalCost: "10", USDTotalCost: "10", CurrencyCode: "USD"})
	}
	g.service.SetBehaviour(func(b *emulator.Behaviour) {
		b.EntitlementSeconds = 1
		b.WebhookPrintsAll, b.BudgetNull = r.IntN(2) == 0, r.IntN(2) == 0
		if r.IntN(3) == 0 { // a bare list has no link to a next page
			b.UsageRecordsBare, b.AuditBare, b.EntitlementsBare = true, true, true
		} else {
			b.UsageRecordsPageSize, b.AuditPageSize = pick(r, 0, 2), pick(r, 0, 7)
			b.EntitlementPageSize = pick(r, 0, 1)
		}
	})
	g.areas = a
	g.watcher.areas = newAreaHistory(g.areaValues)
	return os.MkdirAll(a.dir, 0o700)
}

// areaValues is what the service has about each subject.
func (g *game) areaValues() map[string]string {
	all := map[string]string{webhook: ""}
	if found, _ := g.service.Webhook(); found != nil {
		all[webhook] = registration(found.URL, found.Events)
	}
	for _, one := range g.service.Usage() {
		all[strings.ToLower(one.CustomerTenantID)] = one.Budget
	}
	return all
}

func registration(url string, events []string) string {
	var names []string
	for _, name := range events {
		names = append(names, strings.ToLower(name))
	}
	slices.Sort(names)
	return url + " " + strings.Join(names, ",")
}

// moveArea is what a colleague does to a subject, which is mostly declared.
func (g *game) moveArea(r *rand.Rand) func() {
	subject := pick(r, g.areas.subjects()...)
	if declared := slices.Sorted(maps.Keys(g.areas.declared)); len(declared) > 0 && r.IntN(3) > 0 {
		subject = pick(r, declared...)
	}
	value := pick(r, g.areas.values(subject)...)
	if subject != webhook && r.IntN(4) == 0 {
		value = ""
	}
	return func() {
		if url, events, found := strings.Cut(value, " "); found {
			g.service.RegisterWebhook(url, strings.Split(events, ",")...)
		} else {
			g.service.SetBudget(subject, value)
		}
		g.say("a colleague sets %s to %q", subject, value)
		g.moved()
		g.watcher.areas.look(time.Now(), false)
	}
}

func (g *game) editAreas(r *rand.Rand) {
	for range 1 + r.IntN(3) {
		subject := pick(r, g.areas.subjects()...)
		d := g.areas.declared[subject]
		switch {
		case d == nil:
			d = &wanted{keep: r.IntN(2) == 0}
			g.areas.declared[subject] = d
		case r.IntN(4) == 0:
			delete(g.areas.declared, subject)
			g.say("remove %s", subject)
			continue
		}
		d.value, d.overwrite = pick(r, g.areas.values(subject)...), r.IntN(2) == 0
		g.say("declare %s as %q, allow_overwrite: %t", subject, d.value, d.overwrite)
	}
}

// render returns the configuration.
func (a *areas) render(provider object, timeout string) ([]byte, error) {
	resources := object{}
	budgets := object{}
	limits := object{"create": timeout, "read": timeout, "update": timeout, "delete": timeout}
	for n, id := range a.customers {
		if d := a.declared[id]; d != nil {
			budgets[fmt.Sprintf("c%d", n)] = object{"customer_tenant_id": id,
				"amount": json.Number(d.value), "allow_overwrite": d.overwrite, "keep_on_destroy": d.keep,
				"timeouts": limits}
		}
	}
	if len(budgets) > 0 {
		resources[budgetType] = budgets
	}
	if d := a.declared[webhook]; d != nil {
		url, events, _ := strings.Cut(d.value, " ")
		onDestroy := "restore"
		if d.keep {
			onDestroy = "keep"
		}
		resources[webhookType] = object{"all": object{"webhook_url": url,
			"webhook_events": strings.Split(events, ","), "allow_overwrite": d.overwrite,
			"on_destroy": onDestroy, "timeouts": limits}}
	}
	root := object{"terraform": requiredProviders(), "provider": provider}
	if len(resources) > 0 {
		root["resource"] = resources
	}
	return json.MarshalIndent(root, "", "  ")
}

func (g *game) areaAudit() string { return filepath.Join(g.areas.dir, "audit.jsonl") }

// beginAreas writes the configuration, and observes what is there before the step.
func (g *game) beginAreas(more object) (*observation, error) {
	content, err := g.areas.render(g.config.provider(g.areaAudit()), g.config.timeout)
	if err == nil && more != nil {
		content, err = json.Marshal(more)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(g.areas.dir, "main.tf.json"), content, 0o600)
	}
	if err != nil {
		return nil, err
	}
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.areas = &areaStep{audited: len(g.areaLines())}
	o.areas.before, err = g.areaState()
	o.plan = &savedPlan{began: time.Now(), refreshed: true, readOnly: g.config.readOnly}
	return o, err
}

// changeAreas is a round about the resources of other areas: edit, move, plan, move, apply.
func (g *game) changeAreas(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.config.readOnly = r.IntN(12) == 0
	g.config.maxRetries, g.config.timeout = manyRetries, g.patience()
	g.editAreas(r)
	if r.IntN(2) == 0 {
		g.moveArea(r)()
	}
	o, err := g.beginAreas(nil)
	if err != nil {
		return nil, err
	}
	o.faults = g.addAreaFaults(r)
	file := filepath.Join(g.areas.dir, "plan")
	args := []string{"plan", "-input=false", "-out=" + file}
	if r.IntN(8) == 0 {
		args, o.areas.destroys = append(args, "-destroy"), true
	}
	o.planning, err = g.commandIn(ctx, g.areas.dir, g.duringAreas(r), args...)
	if err == nil && o.planning.ok() {
		err = g.applyAreas(ctx, r, o, file)
	}
	if err != nil {
		return nil, err
	}
	g.service.ClearFaults()
	return o, g.finishAreas(ctx, o)
}

func (g *game) applyAreas(ctx context.Context, r *rand.Rand, o *observation, file string) error {
	text, err := g.showIn(ctx, g.areas.dir, file)
	if err != nil {
		return err
	}
	if o.areas.intents, err = readAreaIntents(text); err != nil {
		return err
	}
	if r.IntN(3) == 0 {
		g.moveArea(r)()
	}
	o.applying, err = g.commandIn(ctx, g.areas.dir, g.duringAreas(r), "apply", "-input=false", file)
	return err
}

func (g *game) duringAreas(r *rand.Rand) during {
	d := g.pickDuring(r)
	d.onPage = nil
	for after := range d.moves {
		d.moves[after] = g.moveArea(r)
	}
	return d
}

// addAreaFaults does what addFaults does, for the calls of the other areas. Without the fault that
// tells a lie: to these areas, it says that there is no registration.
func (g *game) addAreaFaults(r *rand.Rand) (names []string) {
	if r.IntN(2) == 0 {
		return nil
	}
	read := pick(r, emulator.KindRegistration, emulator.KindBudget, emulator.KindUsageRecords)
	send := pick(r, emulator.KindRegister, emulator.KindSetBudget)
	all := slices.DeleteFunc(faults(read, send, partnerCenterCodes()),
		func(f namedFault) bool { return f.name == unknownSubscription })
	f := all[r.IntN(len(all))]
	g.service.AddFault(f.fault)
	g.say("fault: %s (%s, %s)", f.name, read, send)
	return []string{f.name}
}

// finishAreas observes what the commands have left.
func (g *game) finishAreas(ctx context.Context, o *observation) (err error) {
	g.watcher.areas.look(time.Now(), false)
	if o.areas.after, err = g.areaState(); err != nil {
		return err
	}
	o.areas.lines = g.areaLines()[o.areas.audited:]
	if err := g.finish(ctx, o); err != nil {
		return err
	}
	if o.applying.ok() && o.calm() && !o.areas.destroys && o.areas.action == "" {
		o.again, err = g.commandIn(ctx, g.areas.dir, during{}, "plan", "-input=false",
			"-detailed-exitcode")
	}
	return err
}
