// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The service has no filter for severities, so the provider itself must drop the other events.
const listingConfiguration = requirement + `
data "partnercenter_fraud_events" "some" {
  severities = ["High"]
}
output "count" { value = length(data.partnercenter_fraud_events.some.events) }
`

const summaryConfiguration = requirement + `
data "partnercenter_fraud_event_summary" "all" {}
output "count" { value = data.partnercenter_fraud_event_summary.all.total }
`

const emptyConfiguration = `
output "count" { value = 0 }
`

// memory lists 100,000 events and keeps ten. It compares the peak with an idle provider, which has
// the same configuration and an empty Partner Center.
func memory(ctx context.Context, b *bench) (err error) {
	n, subscriptions, kept := 100_000/b.shrink, 500, 10
	s, err := b.open(ctx, 0, listingConfiguration, emptyConfiguration)
	if err != nil {
		return err
	}
	defer func() { err = s.close(err) }()

	idle, err := s.idle(ctx)
	if err != nil {
		return err
	}
	events := openEvents(n, subscriptions)
	for i, event := range events {
		event["severity"] = "Low"
		if i%(n/kept) == 0 {
			event["severity"] = "High"
		}
	}
	if err := s.inject(ctx, events); err != nil {
		return err
	}
	ours, floor, err := s.beside(ctx, 1, "plan")
	if err != nil {
		return err
	}
	b.add(row{Case: "memory: idle provider"}, idle, floor)
	b.add(row{Case: "memory: filter keeps 10", N: n, Subscriptions: subscriptions}, ours, floor,
		says(ours, "count = "+strconv.Itoa(kept)), peakAbove(ours, idle, 100))

	if known, err := s.hasSummary(ctx); err != nil || !known {
		return err
	}
	if err := os.WriteFile(filepath.Join(s.dir, "ours", "main.tf"), []byte(summaryConfiguration),
		0o600); err != nil {
		return err
	}
	ours, floor, err = s.beside(ctx, 1, "plan")
	if err != nil {
		return err
	}
	b.add(row{Case: "memory: summary", N: n, Subscriptions: subscriptions}, ours, floor,
		says(ours, "count = "+strconv.Itoa(n)), peakAbove(ours, idle, 100))
	return nil
}

// idle plans three times and returns the run with the lowest peak. On a busy machine, garbage
// accumulates, and a high peak here would make the compared run look small.
func (s *session) idle(ctx context.Context) (lowest measurement, err error) {
	for i := range 3 {
		m, err := s.run(ctx, "ours", "plan")
		if err != nil {
			return m, err
		}
		if i == 0 || m.peak < lowest.peak {
			lowest = m
		}
	}
	return lowest, nil
}

// hasSummary asks the provider whether it has the summary data source.
func (s *session) hasSummary(ctx context.Context) (bool, error) {
	m, err := s.run(ctx, "ours", "providers", "schema", "-json")
	return strings.Contains(m.output, `"partnercenter_fraud_event_summary"`), err
}
