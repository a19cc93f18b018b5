// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package securityscore

import (
	"math/big"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/graph"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/provider/attribute"
)

// member is one computed attribute: its schema, and its value in a T.
type member[T any] struct {
	schema schema.Attribute
	value  func(T) attr.Value
}

// members are the attributes of a T by name. Schema, types, and values come from this one list.
type members[T any] map[string]member[T]

func (m members[T]) schemas() map[string]schema.Attribute {
	schemas := map[string]schema.Attribute{}
	for name, one := range m {
		schemas[name] = one.schema
	}
	return schemas
}

func (m members[T]) object() types.ObjectType {
	attributes := map[string]attr.Type{}
	for name, one := range m {
		attributes[name] = one.schema.GetType()
	}
	return types.ObjectType{AttrTypes: attributes}
}

func (m members[T]) table(of map[string]T) types.Map {
	object, elements := m.object(), map[string]attr.Value{}
	for key, element := range of {
		values := map[string]attr.Value{}
		for name, one := range m {
			values[name] = one.value(element)
		}
		elements[attribute.OneLine(key)] = types.ObjectValueMust(object.AttrTypes, values)
	}
	return types.MapValueMust(object, elements)
}

func textOf[T any](description string, of func(T) string) member[T] {
	return member[T]{attribute.ComputedText(description),
		func(t T) attr.Value { return attribute.Text(of(t)) }}
}

func numberOf[T any](description string, of func(T) *big.Float) member[T] {
	return member[T]{attribute.ComputedNumber(description),
		func(t T) attr.Value { return types.NumberValue(of(t)) }}
}

// requirements are the attributes of a requirement. Those of other types are null.
func requirements() members[graph.Requirement] {
	type of = graph.Requirement
	all := members[of]{
		"compliance_status": textOf("`compliant` or `noncompliant` (which Graph spells "+
			"`noncomplaint`), or a status that Microsoft adds.",
			func(r of) string { return r.ComplianceStatus }),
		"state": textOf("`active`, or `preview` for a requirement that does not count yet.",
			func(r of) string { return r.State }),
		"score": numberOf("The number of points for this requirement.",
			func(r of) *big.Float { return r.Score }),
		"max_score": numberOf("The highest possible number of points for this requirement.",
			func(r of) *big.Float { return r.Max }),
		"updated_date_time": {attribute.ComputedTime("The time of the last update (RFC 3339)."),
			func(r of) attr.Value { return attribute.Timestamp(r.UpdatedOn) }},
		"action_url": textOf("The page on which to meet the requirement.",
			func(r of) string { return r.ActionURL }),
		"help_url": textOf("The page that documents the requirement.",
			func(r of) string { return r.HelpURL }),
		"average_response_hours": numberOf("The average number of hours between an alert and its "+
			"resolution, over the last 30 days. Only in `securityAlertsPromptlyResolved`.",
			func(r of) *big.Float { return r.AverageResponseHours }),
	}
	const (
		admins    = " Only in `mfaEnforcedForAdmins`."
		customers = " Only in `mfaEnforcedForAdminsOfCustomers`."
		budgets   = " Only in `spendingBudgetSetForCustomerAzureSubscriptions`."
	)
	for property, description := range map[string]string{
		"adminsRequiredNotUsingMfaCount": "The number of admins who must use MFA and do not." + admins,
		"usersRequiredNotUsingMfaCount":  "The number of users who must use MFA and do not." + admins,
		"mfaEnabledAdminsCount":          "The number of admins who use MFA." + admins,
		"mfaEnabledUsersCount":           "The number of users who use MFA." + admins,
		"totalAdminsCount":               "The number of admins in the partner's tenant." + admins,
		"totalUsersCount":                "The number of users in the partner's tenant." + admins,
		"compliantTenantsCount":          "The number of compliant customers." + customers,
		"totalTenantsCount":              "The number of customers." + customers,
		"customersWithSpendBudgetCount":  "The number of customers with a spending budget." + budgets,
		"totalCustomersCount":            "The number of customers with Azure subscriptions." + budgets,
	} {
		all[snake(property)] = numberOf(description,
			func(r of) *big.Float { return r.Counts[property] })
	}
	for property, description := range policies() {
		all[snake(property)] = textOf(description+admins,
			func(r of) string { return r.Policies[property] })
	}
	return all
}

// policies describes Entra ID's policies for MFA, by Graph's names.
func policies() map[string]string {
	return map[string]string{
		"securityDefaultsStatus": "Whether security defaults are `enabled` or `disabled`.",
		"mfaConditionalAccessPolicyStatus": "Whether a Conditional Access policy that requires MFA is " +
			"`enabled` or `disabled`.",
		"legacyPerUserMfaStatus": "Whether per-user MFA is `enabled` or `disabled`.",
	}
}

// insights are the attributes of a customer.
func insights() members[graph.CustomerInsight] {
	type of = graph.CustomerInsight
	says := policies()
	return members[of]{
		"compliant_admins_count": numberOf("The number of admins who use MFA.",
			func(c of) *big.Float { return c.CompliantAdminsCount }),
		"compliant_non_admins_count": numberOf("The number of other users who use MFA.",
			func(c of) *big.Float { return c.CompliantNonAdminsCount }),
		"total_users_count": numberOf("The number of users.",
			func(c of) *big.Float { return c.TotalUsersCount }),
		"security_defaults_status": textOf(says["securityDefaultsStatus"],
			func(c of) string { return c.SecurityDefaultsStatus }),
		"mfa_conditional_access_policy_status": textOf(says["mfaConditionalAccessPolicyStatus"],
			func(c of) string { return c.MFAConditionalAccessPolicyStatus }),
		"legacy_per_user_mfa_status": textOf(says["legacyPerUserMfaStatus"],
			func(c of) string { return c.LegacyPerUserMFAStatus }),
	}
}

// snake converts the name of a property of Graph to that of an attribute.
func snake(property string) string {
	var name strings.Builder
	for _, r := range property {
		if r >= 'A' && r <= 'Z' {
			name.WriteByte('_')
		}
		name.WriteString(strings.ToLower(string(r)))
	}
	return name.String()
}
