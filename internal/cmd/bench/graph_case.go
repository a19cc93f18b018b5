// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/http"
)

// throughGraph makes a case use Microsoft Graph.
func (s setup) throughGraph() setup {
	s.settings = []string{"PARTNERCENTER_API=graph"}
	return s
}

// graph decides about the alerts of many subscriptions, and about many alerts of one. Microsoft
// does not document whether Graph takes a filter by subscription, so the first part runs with and
// without it.
func graph(ctx context.Context, b *bench) error {
	for _, filter := range []struct {
		name, rule    string
		plan, decided limit
	}{
		{"taken", "", atMost(40, alertListings), atMost(340/b.shrink, alertListings)},
		{"refused", "refused", atMost(14, alertListings), atMost(60, alertListings)},
	} {
		name := "graph, filters " + filter.name
		begin := b.singularSetup(300, 300/b.shrink, 1).throughGraph()
		err := b.measure(ctx, begin, func(s *session) error {
			if err := s.service.Call(ctx, http.MethodPost, "/behaviour",
				map[string]string{"GraphFilter": filter.rule}, nil); err != nil {
				return err
			}
			if err := s.step(ctx, name+": plan, 50 ms", 1, "plan", filter.plan); err != nil {
				return err
			}
			err := s.decide(ctx, name+": apply, 50 ms", "", filter.decided, exactly(s.n, patches))
			if err != nil {
				return err
			}
			return s.step(ctx, name+": plan, no changes", 1, "plan", says("No changes."), filter.plan)
		})
		if err != nil {
			return err
		}
	}
	return graphInstance(ctx, b)
}

// graphInstance holds 1,000 decisions in one instance. A batch has up to 20 of them.
func graphInstance(ctx context.Context, b *bench) error {
	begin := b.pluralSetup(1000, 1).throughGraph()
	pages := (begin.n + 99) / 100
	return b.measure(ctx, begin, func(s *session) error {
		const reasons = 3
		err := s.decide(ctx, "graph, instance: create", "", atMost(s.n/20+reasons, batches))
		if err != nil {
			return err
		}
		return s.step(ctx, "graph, instance: plan, no changes", 3, "plan", says("No changes."),
			atMost(pages, alertListings), withinRatio(3))
	})
}
