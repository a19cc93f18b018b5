// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// The service has no filter for operations, so the provider itself must drop the other records.
const auditConfiguration = requirement + `
data "partnercenter_audit_records" "some" {
  last_days       = 90
  operation_types = ["update_customer_spending_budget"]
}
output "count" { value = length(data.partnercenter_audit_records.some.records) }
`

func auditPages(m measurement) (int, string) { return m.calls["audit-records"], "pages" }

// audit reads 100,000 audit records, those of the events, and keeps the ten of budgets.
func audit(ctx context.Context, b *bench) error {
	const kept, windows = 10, 3
	begin := setup{ours: auditConfiguration, floor: emptyConfiguration, n: 100_000 / b.shrink,
		subscriptions: 500}
	return b.measure(ctx, begin, func(s *session) error {
		idle, err := s.idle(ctx)
		if err != nil {
			return err
		}
		customer := map[string]string{"customerTenantId": customerID(0), "totalCost": "1"}
		err = s.service.Call(ctx, http.MethodPost, "/usage", []any{customer}, nil)
		if err != nil {
			return err
		}
		for i := range kept {
			if err := s.service.Call(ctx, http.MethodPost, "/budget", map[string]string{
				"customerTenantId": customerID(0), "amount": strconv.Itoa(i + 1)}, nil); err != nil {
				return err
			}
		}
		events := openEvents(s.n-kept, s.subscriptions)
		apart := 80 * 24 * time.Hour / time.Duration(len(events)) // the log keeps 90 days
		for i, event := range events {
			age := time.Duration(len(events)-i) * apart
			event["eventTime"] = time.Now().UTC().Add(-age).Format("2006-01-02T15:04:05.00")
		}
		if err := s.inject(ctx, events); err != nil {
			return err
		}
		floor, err := s.run(ctx, "floor", "plan")
		if err != nil {
			return err
		}
		b.add(row{Case: "audit: idle provider"}, idle, floor)
		return s.step(ctx, "audit: filter keeps 10", 1, "plan", says("count = "+strconv.Itoa(kept)),
			atMost(s.n/500+windows, auditPages), peakAbove(idle, 100))
	})
}
