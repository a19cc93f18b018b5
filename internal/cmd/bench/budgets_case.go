// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/go-version"
)

const budgetsConfiguration = requirement + decoded + `
resource "partnercenter_customer_usage_budget" "budgets" {
  for_each           = local.decisions
  customer_tenant_id = each.key
  amount             = each.value.amount
}
`

const queryConfiguration = `
provider "partnercenter" {}
list "partnercenter_customer_usage_budget" "all" {
  provider = partnercenter
  limit    = 1000000
}
`

func usageListings(m measurement) (int, string) {
	return m.calls["usage_records"], "listings of usage"
}

func budgetReads(m measurement) (int, string) { return m.calls["budget"], "reads of a budget" }

func budgetWrites(m measurement) (int, string) { return m.calls["set_budget"], "writes" }

func customerID(i int) string { return fmt.Sprintf("%08d-cccc-4ddd-8eee-352cb3f2c805", i) }

// budgets sets the budgets of 1,000 customers, finds two that changed in the portal, and takes all
// of them over by a query.
func budgets(ctx context.Context, b *bench) error {
	begin := setup{ours: budgetsConfiguration, floor: floorConfiguration, n: 1000 / b.shrink}
	return b.measure(ctx, begin, func(s *session) error {
		if err := s.addCustomers(ctx); err != nil {
			return err
		}
		for _, step := range []struct {
			name, args string
			changed    int // in the portal, before the step
			limits     []limit
		}{
			{"plan", "plan", 0, []limit{exactly(0, budgetReads)}},
			{"apply", "apply -auto-approve -parallelism=50", 0,
				[]limit{exactly(s.n, budgetWrites), atMost(2*s.n, budgetReads)}},
			{"plan, no changes", "plan", 0, []limit{says("No changes."), exactly(0, budgetReads)}},
			{"plan, two changed", "plan", 2, []limit{says("2 to change"), exactly(2, budgetReads)}},
		} {
			for i := range step.changed {
				if err := s.service.Call(ctx, http.MethodPost, "/budget", map[string]string{
					"customerTenantId": customerID(i), "amount": "7"}, nil); err != nil {
					return err
				}
			}
			err := s.step(ctx, "budgets: "+step.name, 1, step.args,
				append(step.limits, atMost(2, usageListings))...)
			if err != nil {
				return err
			}
		}
		return s.takeOver(ctx)
	})
}

// addCustomers puts customers without budgets into Partner Center, and declares a budget for each.
func (s *session) addCustomers(ctx context.Context) error {
	var customers []map[string]string
	declared := map[string]map[string]float64{}
	for i := range s.n {
		customers = append(customers, map[string]string{"customerTenantId": customerID(i),
			"totalCost": "1.5", "currencyCode": "EUR"})
		declared[customerID(i)] = map[string]float64{"amount": 10.25}
	}
	for some := range slices.Chunk(customers, 500) {
		if err := s.service.Call(ctx, http.MethodPost, "/usage", some, nil); err != nil {
			return err
		}
	}
	if err := s.declare(declared); err != nil {
		return err
	}
	_, err := s.run(ctx, "floor", "init")
	return err
}

// takeOver queries all budgets, and plans their imports by the generated configuration. Programs
// without queries omit it.
func (s *session) takeOver(ctx context.Context) error {
	known, err := version.NewVersion(s.bench.cli.Version)
	first := version.Must(version.NewVersion("1.14"))
	if err != nil || s.bench.cli.Product != "Terraform" || known.Core().LessThan(first) {
		return err
	}
	dir := filepath.Join(s.dir, "query")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for name, content := range map[string]string{"main.tf": requirement,
		"all.tfquery.hcl": queryConfiguration} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	clean := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", s.n)
	for _, step := range []struct {
		args   string
		limits []limit
	}{
		{"query -generate-config-out=generated.tf", nil},
		{"plan", []limit{says(clean)}},
	} {
		floor, err := s.run(ctx, "floor", "plan")
		if err != nil {
			return err
		}
		ours, err := s.run(ctx, "query", strings.Fields(step.args)...)
		if err != nil {
			return err
		}
		command, _, _ := strings.Cut(step.args, " ")
		s.bench.add(row{Case: "budgets: import, " + command, N: s.n}, ours, floor,
			append(step.limits, atMost(1, usageListings), exactly(0, budgetReads))...)
	}
	return nil
}
