// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package usagebudget has the resource for customers' spending budgets, its list resource, and the
// data sources for usage.
package usagebudget

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/partnercenter/budgets"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/connection"
)

// client returns the client of budgets, or nil after an error.
func client(to *connection.Services, diags *diag.Diagnostics) *budgets.Client {
	if to == nil {
		return nil
	}
	if to.Environment == "china" {
		diags.AddError("Not available in this cloud", "Microsoft Azure operated by 21Vianet "+
			"(`environment = \"china\"`) has no spending budgets and no usage records. Remove this "+
			"from the configuration.")
		return nil
	}
	return to.Budgets
}

func sortByCustomer(records []budgets.Record) {
	slices.SortStableFunc(records, func(a, b budgets.Record) int {
		return cmp.Compare(a.Customer, b.Customer)
	})
}
