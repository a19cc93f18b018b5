// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review_test

import (
	"strings"
	"testing"
)

// budgetOf returns a budget of customer A; changes replace attributes.
func budgetOf(t *testing.T, amount string, changes ...string) string {
	t.Helper()
	return object(t, append([]string{"amount", amount, "customer_tenant_id", quoted(customerA),
		"keep_on_destroy", "false"}, changes...)...)
}

func budgetCases(t *testing.T) map[string]objectCase {
	t.Helper()
	five, six := budgetOf(t, "500"), budgetOf(t, "600.10")
	kept := budgetOf(t, "500", "keep_on_destroy", "true")
	other := budgetOf(t, "500", "customer_tenant_id", quoted(customerB))
	do := func(actions, before, after, more string) string {
		return change("b", "customer_usage_budget", actions, before, after, more)
	}
	drift := func(actions, before, after string) string {
		return `],"resource_drift":[` + do(actions, before, after, "")
	}
	ofA, ofB := "customer "+customerA, "customer "+customerB
	return map[string]objectCase{
		"create": {do(`["create"]`, "null", five, ""),
			"create []: Sets the budget of " + ofA + " to 500."},
		"create, exact": {do(`["create"]`, "null", budgetOf(t, "120.5682999999995904716"), ""),
			"create []: Sets the budget of " + ofA + " to 120.5682999999995904716."},
		"create, unknown": {do(`["create"]`, "null", object(t, "customer_tenant_id",
			quoted(customerA)), `, "after_unknown": {"amount": true}`),
			"create [unknown]: Sets the budget of " + ofA + " to (known after apply)."},
		"create, sensitive": {do(`["create"]`, "null", five, `, "after_sensitive": {"amount": true}`),
			"create [unknown]: Sets the budget of " + ofA + " to (sensitive)."},
		"create with consent": {do(`["create"]`, "null", budgetOf(t, "500", "allow_overwrite", "true"),
			""), "create [unguarded]: Sets the budget of " + ofA + " to 500, " +
			"also over another budget. Switches a guard off: allow_overwrite = true."},
		"created again": {do(`["create"]`, "null", five, "") + drift(`["delete"]`, five, "null"),
			"create [overwrites]: Sets the budget of " + ofA + " to 500 again, which somebody else has " +
				"removed."},
		"update": {do(`["update"]`, five, six, ""),
			"update []: Changes the budget of " + ofA + " from 500 to 600.10."},
		"update of options": {do(`["update"]`, five, kept, ""),
			"update []: Leaves the budget of " + ofA + " at 500."},
		"no longer kept": {do(`["update"]`, kept, five, ""), "update [unguarded]: Leaves the budget of " +
			ofA + " at 500. Switches a guard off: keep_on_destroy = false."},
		"set back": {do(`["update"]`, six, five, "") + drift(`["update"]`, five, six),
			"update [overwrites]: Changes the budget of " + ofA + " from 600.10 to 500. Somebody else has " +
				"changed it from 500."},
		"replace": {do(`["delete", "create"]`, five, other, ""),
			"replace [removes]: Removes the budget " +
				"of " + ofA + ", which is 500. Sets the budget of " + ofB + " to 500."},
		"replace of a kept one": {do(`["delete", "create"]`, kept, other, ""), "replace [lets_go " +
			"unguarded]: Lets go of the budget of " + ofA + ": Partner Center keeps 500. Sets the budget " +
			"of " + ofB + " to 500. Switches a guard off: keep_on_destroy = false."},
		"replace by itself": {do(`["delete", "create"]`, five, five, ""),
			"replace [removes]: Leaves the " +
				"budget of " + ofA + " at 500. Meanwhile, the customer has no budget."},
		"replace by itself, created first": {do(`["create", "delete"]`, five, five, ""),
			"replace []: Leaves the budget of " + ofA + " at 500."},
		"destroy": {do(`["delete"]`, five, "null", ""),
			"destroy [removes]: Removes the budget of " + ofA + ", which is 500."},
		"destroy of a kept one": {do(`["delete"]`, kept, "null", ""),
			"destroy [lets_go]: Lets go of the budget of " + ofA + ": Partner Center keeps 500."},
		"destroy, option sensitive": {do(`["delete"]`, kept, "null",
			`, "before_sensitive": {"keep_on_destroy": true}`),
			"destroy [removes]: Removes the budget of " + ofA + ", which is 500."},
		"destroy of somebody's": {do(`["delete"]`, six, "null", "") + drift(`["update"]`, five, six),
			"destroy [removes overwrites]: Removes the budget of " + ofA + ", which is 600.10. Somebody " +
				"else has changed it from 500."},
		"forget": {do(`["forget"]`, five, "null", ""),
			"forget [lets_go]: Lets go of the budget of " + ofA + ": Partner Center keeps 500."},
		"import": {do(`["no-op"]`, five, five, `, "importing": {"id": "x"}`),
			"import []: Imports the budget of " + ofA + ", which is 500."},
		"import and change": {do(`["update"]`, six, five, `, "importing": {"id": "x"}`),
			"update [overwrites]: Changes the budget of " + ofA + " from 600.10 to 500. Terraform has not " +
				"managed it before."},
		"renamed": {do(`["create"]`, "null", six, "") + "," + change("old", "customer_usage_budget",
			`["delete"]`, five, "null", ""), "create []: Changes the budget of " + ofA +
			" from 500 to 600.10."},
		"deferred": {`],"deferred_changes":[{"reason": "x", "resource_change": ` +
			do(`["create"]`, "null", five, "") + `}`, "create [deferred]: Sets the budget of " + ofA +
			" to 500. Deferred to a later plan."},
		"drift": {do(`["no-op"]`, six, six, "") + drift(`["update"]`, five, six),
			"drift []: Somebody else has changed the budget of " + ofA + " from 500 to 600.10. The plan " +
				"leaves it so."},
		"drift only": {drift(`["delete"]`, five, "null"),
			"drift [removes]: Somebody else has removed the " +
				"budget of " + ofA + ", which was 500. The plan leaves it so."},
		"moved": {strings.Replace(do(`["no-op"]`, five, five, ""), `"mode"`,
			`"previous_address": "a", "mode"`, 1), ""},
		"nothing": {do(`["no-op"]`, five, five, ""), ""},
		"read":    {strings.Replace(do(`["read"]`, "null", five, ""), "managed", "data", 1), ""},
	}
}
