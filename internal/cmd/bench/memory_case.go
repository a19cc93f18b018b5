// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
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
func memory(ctx context.Context, b *bench) error {
	const kept = 10
	begin := setup{ours: listingConfiguration, floor: emptyConfiguration, n: 100_000 / b.shrink,
		subscriptions: 500}
	return b.measure(ctx, begin, func(s *session) error {
		idle, err := s.idle(ctx)
		if err != nil {
			return err
		}
		events := openEvents(s.n, s.subscriptions)
		for i, event := range events {
			event["severity"] = "Low"
			if i%(s.n/kept) == 0 {
				event["severity"] = "High"
			}
		}
		if err := s.inject(ctx, events); err != nil {
			return err
		}
		floor, err := s.run(ctx, "floor", "plan")
		if err != nil {
			return err
		}
		b.add(row{Case: "memory: idle provider"}, idle, floor)
		err = s.step(ctx, "memory: filter keeps 10", 1, "plan", says("count = "+strconv.Itoa(kept)),
			peakAbove(idle, 100))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.dir, "ours", "main.tf"), []byte(summaryConfiguration),
			0o600); err != nil {
			return err
		}
		return s.step(ctx, "memory: summary", 1, "plan", says("count = "+strconv.Itoa(s.n)),
			peakAbove(idle, 100))
	})
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
