// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// latency is the duration of a call in the cases that measure waiting.
const latency = 50 * time.Millisecond

// singular plans and applies 200 resources of the kind that holds one decision, in four
// subscriptions.
func singular(ctx context.Context, b *bench) error {
	return b.singularWith(ctx, "singular", 1, atMost(24, posts))
}

// reasons is the same with three reasons. Only changes with the same subscription, status, and
// reason share a call, so each of the four groups of 50 concurrent writes takes twelve calls.
func reasons(ctx context.Context, b *bench) error { return b.singularWith(ctx, "reasons", 3) }

func (b *bench) singularWith(ctx context.Context, name string, reasons int,
	limits ...limit) error {
	return b.measure(ctx, b.singularSetup(200, 4, reasons), func(s *session) error {
		err := s.step(ctx, name+": plan, 50 ms", 1, "plan", atMost(4, listings))
		if err != nil {
			return err
		}
		return s.decide(ctx, name+": apply, 50 ms", "-parallelism=50",
			append([]limit{atMost(8, listings)}, limits...)...)
	})
}

// tenant plans enough subscriptions to make a listing of the whole tenant cheaper.
func tenant(ctx context.Context, b *bench) error {
	return b.measure(ctx, b.singularSetup(1000, 500/b.shrink, 1), func(s *session) error {
		return s.step(ctx, "tenant: plan, 50 ms", 1, "plan", atMost(20, listings))
	})
}

// ledger holds 10,000 decisions in one instance for each of 100 subscriptions.
func ledger(ctx context.Context, b *bench) error {
	return b.measure(ctx, b.pluralSetup(10_000, 100/b.shrink), func(s *session) error {
		err := s.decide(ctx, "ledger: create", "", atMost(300, posts), atMost(200, listings))
		if err != nil {
			return err
		}
		err = s.step(ctx, "ledger: plan, no changes", 2, "plan", says("No changes."), withinRatio(2))
		if err != nil {
			return err
		}
		if err := s.changeOne(); err != nil {
			return err
		}
		return s.decide(ctx, "ledger: one change", "", exactly(1, posts))
	})
}

// instance holds 1,000 decisions in one instance.
func instance(ctx context.Context, b *bench) error {
	return b.measure(ctx, b.pluralSetup(1000, 1), func(s *session) error {
		if err := s.decide(ctx, "instance: create", ""); err != nil {
			return err
		}
		err := s.step(ctx, "instance: plan, no changes", 3, "plan", says("No changes."), withinRatio(3))
		if err != nil {
			return err
		}
		if err := s.changeOne(); err != nil {
			return err
		}
		return s.step(ctx, "instance: plan, one change", 3, "plan", exactly(1, changes), withinRatio(3))
	})
}

// throttled applies 200 decisions while Partner Center throttles. A call before the requested time
// is a violation, which run reports as an error.
func throttled(ctx context.Context, b *bench) error {
	return b.measure(ctx, b.singularSetup(200, 4, 1), func(s *session) error {
		fault := map[string]any{"kind": "update", "skip": 3, "status": http.StatusTooManyRequests,
			"retryAfter": "2"}
		if err := s.service.Call(ctx, http.MethodPost, "/faults", fault, nil); err != nil {
			return err
		}
		return s.decide(ctx, "throttled: apply, 429 with 2 s", "-parallelism=50",
			always(fmt.Sprintf("%d of %d resolved", s.n, s.n)), always("no call before its time"))
	})
}

func (b *bench) singularSetup(n, subscriptions, reasons int) setup {
	n /= b.shrink
	return setup{latency: latency, ours: singularConfiguration, floor: floorConfiguration, n: n,
		subscriptions: subscriptions, decisions: singularDecisions(n, subscriptions, reasons)}
}

func (b *bench) pluralSetup(n, subscriptions int) setup {
	n /= b.shrink
	return setup{ours: pluralConfiguration, floor: floorConfiguration, n: n,
		subscriptions: subscriptions, decisions: pluralDecisions(n, subscriptions)}
}

// decide measures an apply, and checks that it did all the work.
func (s *session) decide(ctx context.Context, name, args string, limits ...limit) error {
	if err := s.step(ctx, name, 1, "apply -auto-approve "+args, limits...); err != nil {
		return err
	}
	events, err := s.service.Events(ctx)
	resolved := 0
	for _, event := range events {
		if event.Status == "Resolved" {
			resolved++
		}
	}
	if err == nil && resolved != s.n {
		err = fmt.Errorf("%d of %d events are resolved in Partner Center", resolved, s.n)
	}
	return err
}

// changeOne changes the decision about the first event.
func (s *session) changeOne() error {
	all, _ := s.decisions.(map[string]map[string]decision)
	id := eventID(0, s.subscriptions)
	changed := all[subscriptionID(0)][id]
	changed.Reason = "Ignore" // It was the first reason, Fraud.
	all[subscriptionID(0)][id] = changed
	return s.declare(all)
}
