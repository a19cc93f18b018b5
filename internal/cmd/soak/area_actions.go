// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// Actions of other areas.
const (
	cancelType     = "partnercenter_cancel_azure_entitlement"
	reactivateType = "partnercenter_reactivate_azure_entitlement"
	testType       = "partnercenter_send_webhook_test"
)

// receiver is a webhook that accepts everything, and counts tests.
type receiver struct {
	url    string
	tests  atomic.Int64
	server *httptest.Server
}

func startReceiver() *receiver {
	r := &receiver{}
	r.server = httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		if body, _ := io.ReadAll(q.Body); bytes.Contains(body, []byte("test-created")) {
			r.tests.Add(1)
		}
	}))
	r.url = r.server.URL + "/"
	return r
}

// invokeArea invokes an action of another area, under faults and signals.
func (g *game) invokeArea(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.config.readOnly = r.IntN(8) == 0
	g.config.maxRetries, g.config.timeout = manyRetries, g.patience()
	action, target := pick(r, cancelType, cancelType, reactivateType), g.events[r.IntN(len(g.events))]
	settings := object{"customer_tenant_id": emulator.NewEvent("", "").CustomerTenantID,
		"subscription_id": target.subscription, "confirm_subscription_id": target.subscription,
		"dry_run": r.IntN(4) == 0}
	if !g.areas.tested && r.IntN(3) == 0 {
		action, settings, g.areas.tested = testType, object{}, true
		if r.IntN(3) > 0 {
			g.service.RegisterWebhook(g.areas.receiver.url, "test-created")
			g.watcher.areas.look(time.Now(), false)
		}
	}
	settings["timeouts"] = object{"invoke": g.config.timeout}
	o, err := g.beginAreas(object{"terraform": requiredProviders(),
		"provider": g.config.provider(g.areaAudit()),
		"action":   object{action: object{"some": object{"config": settings}}}})
	if err != nil {
		return nil, err
	}
	a := o.areas
	a.action, a.target, a.statuses = action, target.subscription, g.statuses()
	a.dryRun, _ = settings["dry_run"].(bool)
	subscription, _ := g.service.AzureSubscription(target.subscription)
	a.pending = subscription.Next != ""
	g.say("invoke %s for %s, dry_run: %t", action, target.subscription, a.dryRun)
	o.faults = g.addActionFaults(r)
	d, received := g.duringAreas(r), g.areas.receiver.tests.Load()
	d.moves = nil
	o.applying, err = g.commandIn(ctx, g.areas.dir, d, "apply", "-input=false", "-auto-approve",
		"-invoke=action."+action+".some")
	g.service.ClearFaults()
	if err != nil {
		return nil, err
	}
	a.deliveries = g.areas.receiver.tests.Load() - received
	return o, g.finishAreas(ctx, o)
}

func (g *game) addActionFaults(r *rand.Rand) []string {
	if r.IntN(2) == 0 {
		return nil
	}
	send := pick(r, emulator.KindCancel, emulator.KindReactivate, emulator.KindWebhookTest)
	all := faults(pick(r, emulator.KindGetAzure, emulator.KindPlans, emulator.KindRegistration), send,
		partnerCenterCodes())
	f := all[r.IntN(len(all))]
	g.service.AddFault(f.fault)
	g.say("fault: %s (%s)", f.name, send)
	return []string{f.name}
}

// requests are the calls of the action that may have taken effect.
func (o *observation) requests() []areaCall {
	return slices.DeleteFunc(areaWrites(o.applying), func(c areaCall) bool {
		return c.status == http.StatusTooManyRequests || c.status == http.StatusUnauthorized ||
			c.status == http.StatusServiceUnavailable
	})
}

// badActions finds actions that did more than they may, or less than they say.
func badActions(o *observation) []string {
	if o.areas == nil || o.areas.action == "" {
		return nil
	}
	a, sent := o.areas, o.requests()
	var all []string
	if len(sent) > 1 {
		all = append(all, fmt.Sprintf("%d requests", len(sent)))
	}
	if len(sent) > 0 && (a.dryRun || o.plan.readOnly) {
		all = append(all, "a request in spite of dry_run or read_only")
	}
	if a.action == testType {
		if o.applying.ok() && a.deliveries == 0 {
			all = append(all, "it succeeded without a test")
		}
		return all
	}
	return append(all, o.badRequests(sent)...)
}

// badRequests checks a cancellation or a reactivation.
func (o *observation) badRequests(sent []areaCall) []string {
	a := o.areas
	var all []string
	for _, c := range sent {
		if !strings.Contains(c.path, strings.ToLower(a.target)) {
			all = append(all, "a request about another subscription: "+c.path)
		}
		if o.qualifies() == never {
			all = append(all, "a request without a fraud event")
		}
	}
	now := o.game.statuses()
	for id, before := range a.statuses {
		if status, known := now[id]; known && status != before && id != a.target {
			all = append(all, fmt.Sprintf("subscription %s became %s", id, status))
		}
	}
	want := map[string]string{cancelType: "inactive", reactivateType: "active"}[a.action]
	if status, known := now[a.target]; known && o.applying.ok() && !a.dryRun && !a.pending &&
		status != want {
		all = append(all, fmt.Sprintf("it succeeded, but the subscription is %s", status))
	}
	return all
}

// frequency is how often something was the case.
type frequency int

const (
	never frequency = iota
	sometimes
	always
)

// qualifies says whether the subscription has a fraud event that is open or resolved as Fraud.
func (o *observation) qualifies() frequency {
	most := never
	for _, e := range o.game.events {
		if e.subscription != o.areas.target {
			continue
		}
		moments := o.game.history.since(e.id, o.plan.began, o.game.lag)
		good := 0
		for _, m := range moments {
			if m.listed && (m.standing.open() || m.standing.Reason == "Fraud") {
				good++
			}
		}
		switch {
		case good == 0:
		case good == len(moments):
			return always
		default:
			most = sometimes
		}
	}
	if o.game.fillers > 0 && o.areas.target == o.game.events[0].subscription {
		return sometimes // fillers are open, too
	}
	return most
}

// mayFail reports whether the rules may refuse the action.
func (o *observation) mayFail() bool {
	a := o.areas
	if o.plan.readOnly {
		return true
	}
	if a.action == testType {
		return !slices.ContainsFunc(o.history().since(webhook, o.plan.began), func(m areaMoment) bool {
			return urlOf(m.value) == o.game.areas.receiver.url && strings.Contains(m.value, "test-created")
		})
	}
	_, known := a.statuses[a.target]
	return !known || a.pending || o.qualifies() != always
}
