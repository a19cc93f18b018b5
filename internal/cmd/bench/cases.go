// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// latency is the duration of a call in the cases that measure waiting.
const latency = 50 * time.Millisecond

type benchCase struct {
	name string
	run  func(context.Context, *bench) error
}

func cases() []benchCase {
	return []benchCase{
		{"singular", singular},
		{"reasons", reasons},
		{"tenant", tenant},
		{"ledger", ledger},
		{"instance", instance},
		{"memory", memory},
		{"throttled", throttled},
	}
}

// singular plans and applies 200 resources of the kind that holds one decision, in four
// subscriptions.
func singular(ctx context.Context, b *bench) error {
	return b.singularWith(ctx, 1, 24, 8)
}

// reasons is the same with three reasons. Only changes with the same subscription, status, and
// reason share a call, so each of the four groups of 50 concurrent writes takes twelve calls.
func reasons(ctx context.Context, b *bench) error {
	return b.singularWith(ctx, 3, 0, 8)
}

// singularWith measures with a number of reasons. If posts is 0, there is no limit of POSTs.
func (b *bench) singularWith(ctx context.Context, reasons, posts, listings int) (err error) {
	n, subscriptions := 200/b.shrink, 4
	label := "singular"
	if reasons > 1 {
		label = "reasons"
	}
	s, err := b.open(ctx, latency, singularConfiguration, floorConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()
	if err := s.prepare(ctx, openEvents(n, subscriptions),
		singularDecisions(n, subscriptions, reasons)); err != nil {
		return err
	}

	ours, floor, err := s.beside(ctx, 1, "plan")
	if err != nil {
		return err
	}
	b.add(row{Case: label + ": plan, 50 ms", N: n, Subscriptions: subscriptions}, ours, floor,
		atMost("listings", ours.calls["list"], 4))

	ours, floor, err = s.beside(ctx, 1, "apply", "-auto-approve", "-parallelism=50")
	if err != nil {
		return err
	}
	targets := []target{atMost("listings", ours.calls["list"], listings)}
	if posts > 0 {
		targets = append(targets, atMost("POSTs", ours.calls["update"], posts))
	}
	b.add(row{Case: label + ": apply, 50 ms", N: n, Subscriptions: subscriptions}, ours, floor,
		targets...)
	return s.wantResolved(ctx, n)
}

// tenant plans enough subscriptions to make a listing of the whole tenant cheaper.
func tenant(ctx context.Context, b *bench) (err error) {
	n, subscriptions := 1000/b.shrink, 500/b.shrink
	s, err := b.open(ctx, latency, singularConfiguration, floorConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()
	if err := s.prepare(ctx, openEvents(n, subscriptions),
		singularDecisions(n, subscriptions, 1)); err != nil {
		return err
	}
	ours, floor, err := s.beside(ctx, 1, "plan")
	if err != nil {
		return err
	}
	b.add(row{Case: "tenant: plan, 50 ms", N: n, Subscriptions: subscriptions}, ours, floor,
		atMost("listings", ours.calls["list"], 20))
	return nil
}

// ledger holds 10,000 decisions in one instance for each of 100 subscriptions.
func ledger(ctx context.Context, b *bench) (err error) {
	n, subscriptions := 10_000/b.shrink, 100/b.shrink
	at := func(step string) row {
		return row{Case: "ledger: " + step, N: n, Subscriptions: subscriptions}
	}
	s, err := b.open(ctx, 0, pluralConfiguration, floorConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()
	decisions := pluralDecisions(n, subscriptions)
	if err := s.prepare(ctx, openEvents(n, subscriptions), decisions); err != nil {
		return err
	}

	ours, floor, err := s.beside(ctx, 1, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	b.add(at("create"), ours, floor, atMost("POSTs", ours.calls["update"], 300),
		atMost("listings", ours.calls["list"], 200))
	if err := s.wantResolved(ctx, n); err != nil {
		return err
	}

	ours, floor, err = s.beside(ctx, 2, "plan")
	if err != nil {
		return err
	}
	b.add(at("plan, no changes"), ours, floor, says(ours, "No changes."), withinRatio(ours, floor, 2))

	changeOne(decisions, subscriptions)
	if err := s.declare(decisions); err != nil {
		return err
	}
	ours, floor, err = s.beside(ctx, 1, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	b.add(at("one change"), ours, floor, exactly("POSTs", ours.calls["update"], 1))
	return nil
}

// instance holds 1,000 decisions in one instance.
func instance(ctx context.Context, b *bench) (err error) {
	n := 1000 / b.shrink
	at := func(step string) row { return row{Case: "instance: " + step, N: n, Subscriptions: 1} }
	s, err := b.open(ctx, 0, pluralConfiguration, floorConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()
	decisions := pluralDecisions(n, 1)
	if err := s.prepare(ctx, openEvents(n, 1), decisions); err != nil {
		return err
	}

	ours, floor, err := s.beside(ctx, 1, "apply", "-auto-approve")
	if err != nil {
		return err
	}
	b.add(at("create"), ours, floor)
	ours, floor, err = s.beside(ctx, 3, "plan")
	if err != nil {
		return err
	}
	b.add(at("plan, no changes"), ours, floor, says(ours, "No changes."), withinRatio(ours, floor, 3))

	changeOne(decisions, 1)
	if err := s.declare(decisions); err != nil {
		return err
	}
	ours, floor, err = s.beside(ctx, 3, "plan")
	if err != nil {
		return err
	}
	changed := strings.Count(ours.output, `-> "Ignore"`)
	b.add(at("plan, one change"), ours, floor, exactly("changes shown", changed, 1),
		withinRatio(ours, floor, 3))
	return nil
}

// throttled applies 200 decisions while Partner Center throttles. A call before the requested time
// is a violation, which run reports as an error.
func throttled(ctx context.Context, b *bench) (err error) {
	n, subscriptions := 200/b.shrink, 4
	s, err := b.open(ctx, latency, singularConfiguration, floorConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()
	if err := s.prepare(ctx, openEvents(n, subscriptions),
		singularDecisions(n, subscriptions, 1)); err != nil {
		return err
	}
	fault := map[string]any{"kind": "update", "skip": 3, "status": http.StatusTooManyRequests,
		"retryAfter": "2"}
	if err := s.service.Call(ctx, http.MethodPost, "/faults", fault, nil); err != nil {
		return err
	}
	ours, floor, err := s.beside(ctx, 1, "apply", "-auto-approve", "-parallelism=50")
	if err != nil {
		return err
	}
	resolved, err := s.resolved(ctx)
	if err != nil {
		return err
	}
	b.add(row{Case: "throttled: apply, 429 with 2 s", N: n, Subscriptions: subscriptions}, ours, floor,
		exactly("resolved", resolved, n),
		target{Text: "no call before its time", Met: true}) // run has failed otherwise.
	return nil
}

// prepare creates events and decisions. terraform_data needs init; the provider under test does
// not.
func (s *session) prepare(ctx context.Context, events []map[string]any, decisions any) error {
	if err := s.inject(ctx, events); err != nil {
		return err
	}
	if err := s.declare(decisions); err != nil {
		return err
	}
	_, err := s.run(ctx, "floor", "init")
	return err
}

// resolved counts the events that are resolved in Partner Center.
func (s *session) resolved(ctx context.Context) (int, error) {
	events, err := s.service.Events(ctx)
	n := 0
	for _, event := range events {
		if event.Status == "Resolved" {
			n++
		}
	}
	return n, err
}

// wantResolved checks that the measured run did all the work.
func (s *session) wantResolved(ctx context.Context, want int) error {
	got, err := s.resolved(ctx)
	if err == nil && got != want {
		err = fmt.Errorf("%d of %d events are resolved in Partner Center", got, want)
	}
	return err
}
