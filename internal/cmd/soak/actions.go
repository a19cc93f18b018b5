// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/hashicorp/go-version"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
)

const actionType = "partnercenter_update_fraud_events"

// hasActions reports whether the CLI has actions: OpenTofu has none.
func hasActions(found cli.CLI) bool {
	first := version.Must(version.NewVersion("1.14.0"))
	v, err := version.NewVersion(found.Version)
	return err == nil && found.Name() == "terraform" && v.Core().GreaterThanOrEqual(first)
}

// cleanUp is the action's configuration.
type cleanUp struct {
	events    []event
	decision  standing
	overwrite bool
}

func (c *cleanUp) block(in *config) object {
	ids, subscriptions := []string{}, []string{}
	for _, e := range c.events {
		ids = append(ids, in.id(e.id))
		if !slices.Contains(subscriptions, e.subscription) {
			subscriptions = append(subscriptions, e.subscription)
		}
	}
	settings := object{"subscription_ids": subscriptions, "event_ids": ids,
		"status": c.decision.Status, "allow_overwrite": c.overwrite,
		"timeouts": object{"invoke": in.timeout}}
	if c.decision.Reason != "" {
		settings["reason"] = c.decision.Reason
	}
	return object{actionType: object{"some": object{"config": settings}}}
}

// intents are what the invocation may do.
func (c *cleanUp) intents() []intent {
	var all []intent
	for _, e := range c.events {
		all = append(all, intent{event: e.id, subscription: e.subscription, action: "invoke",
			target: c.decision, consent: c.overwrite})
	}
	return all
}

// invoke invokes the action for some events, under faults, moves, and signals. State does not
// matter to it.
func (g *game) invoke(ctx context.Context, r *rand.Rand) (*observation, error) {
	g.config.moved, g.config.imports, g.config.readOnly = nil, nil, r.IntN(12) == 0
	g.config.timeout = g.patience()
	g.config.cleanUp = &cleanUp{decision: pickDecision(r), overwrite: r.IntN(3) == 0}
	defer g.dropAction()
	for _, n := range r.Perm(len(g.events))[:1+r.IntN(5)] {
		g.config.cleanUp.events = append(g.config.cleanUp.events, g.events[n])
		g.say("clean up %s: %s", g.events[n].name, g.config.cleanUp.decision)
	}
	o, err := g.begin()
	if err != nil {
		return nil, err
	}
	o.plan = &savedPlan{began: time.Now(), refreshed: true, readOnly: g.config.readOnly,
		intents: g.config.cleanUp.intents()}
	o.faults = g.addFaults(r)
	o.applying, err = g.command(ctx, g.pickDuring(r), "apply", "-input=false", "-auto-approve",
		"-invoke=action."+actionType+".some")
	if err != nil {
		return nil, err
	}
	g.service.ClearFaults()
	return o, g.finish(ctx, o)
}

// invoked reports whether the step has only invoked the action.
func (o *observation) invoked() bool { return o.cleanUp != nil && o.plan.file == "" }
