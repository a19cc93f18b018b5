// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

const (
	maxPoints  = 20
	admins     = 10
	users      = 20
	promptly   = 24 // hours
	windowDays = 30
)

// Requirement is a part of the score.
type Requirement struct {
	Type     string
	Points   int            // at most maxPoints
	Measures map[string]any // what the derived type adds

	derived string // the derived type, or the general one
}

// Met reports whether the requirement has all its points.
func (r Requirement) Met() bool { return r.Points == maxPoints }

// compliance returns the same in Graph's own spelling.
func (r Requirement) compliance() string {
	if r.Met() {
		return "compliant"
	}
	return "noncomplaint"
}

func (r Requirement) printed(now time.Time) map[string]any {
	printed := map[string]any{
		"@odata.type":      namespace + r.derived,
		"id":               uuid.NewSHA1(uuid.NameSpaceURL, []byte("requirement "+r.Type)).String(),
		"requirementType":  r.Type,
		"complianceStatus": r.compliance(),
		"actionUrl":        "https://aka.ms/partner-center-security-" + r.Type,
		"helpUrl":          "https://aka.ms/partner-center-security-dashboard-" + r.Type,
		"score":            r.Points,
		"maxScore":         maxPoints,
		"state":            "active",
		"updatedDateTime":  now.UTC().Format("2006-01-02T15:04:05.0000000Z"),
	}
	maps.Copy(printed, r.Measures)
	return printed
}

// Measure computes all requirements from the world.
func (w *Window) Measure() []Requirement {
	return []Requirement{w.adminsMFA(), w.customersMFA(), w.responses(), w.contact(), w.budgets()}
}

func (w *Window) adminsMFA() Requirement {
	without := w.Behaviour().GraphAdminsWithoutMFA + len(w.World.MFA().PrincipalsWithoutMFA())
	without = min(max(without, 0), admins)
	return Requirement{Type: "mfaEnforcedForAdmins", derived: "adminsMfaEnforcedSecurityRequirement",
		Points: allOrNone(without == 0), Measures: map[string]any{
			"adminsRequiredNotUsingMfaCount":   without,
			"legacyPerUserMfaStatus":           "disabled",
			"mfaConditionalAccessPolicyStatus": "enabled",
			"mfaEnabledAdminsCount":            admins - without,
			"mfaEnabledUsersCount":             users - without,
			"securityDefaultsStatus":           "disabled",
			"totalAdminsCount":                 admins,
			"totalUsersCount":                  users,
			"usersRequiredNotUsingMfaCount":    without,
		}}
}

func (w *Window) customersMFA() Requirement {
	total := len(w.customers())
	compliant := total - min(max(w.Behaviour().GraphCustomersWithoutMFA, 0), total)
	return Requirement{Type: "mfaEnforcedForAdminsOfCustomers",
		derived: "customersMfaSecurityRequirement", Points: share(compliant, total),
		Measures: map[string]any{"compliantTenantsCount": compliant, "totalTenantsCount": total}}
}

func (w *Window) contact() Requirement {
	return Requirement{Type: "securityContactProvided", derived: "securityRequirement",
		Points: allOrNone(!w.Behaviour().GraphNoSecurityContact)}
}

func (w *Window) budgets() Requirement {
	customers, set := w.customers(), 0
	for _, id := range customers {
		if usage, ok := w.World.Budgets().Get(id); ok && usage.Budget != "" {
			set++
		}
	}
	return Requirement{Type: "spendingBudgetSetForCustomerAzureSubscriptions",
		derived: "customersSpendingBudgetSecurityRequirement", Points: share(set, len(customers)),
		Measures: map[string]any{"customersWithSpendBudgetCount": set,
			"totalCustomersCount": len(customers)}}
}

func (w *Window) responses() Requirement {
	var total time.Duration
	count := 0
	oldest := w.World.Now().AddDate(0, 0, -windowDays)
	for _, e := range w.World.Events() {
		raised, resolved := world.ParseTime(e.EventTime), world.ParseTime(e.ResolvedOn)
		if e.EventStatus != world.StatusResolved || resolved.Before(oldest) || raised.IsZero() {
			continue
		}
		total += max(resolved.Sub(raised), 0)
		count++
	}
	hours := 0.0
	if count > 0 {
		hours = math.Round(100*total.Hours()/float64(count)) / 100
	}
	return Requirement{Type: "securityAlertsPromptlyResolved",
		derived: "responseTimeSecurityRequirement", Points: allOrNone(hours <= promptly),
		Measures: map[string]any{"averageResponseTimeInHours": hours}}
}

// customers returns the tenant ids of the customers with alerts, in order.
func (w *Window) customers() []string {
	found := map[string]bool{}
	for _, e := range w.World.Events() {
		found[e.CustomerTenantID] = true
	}
	return slices.Sorted(maps.Keys(found))
}

func allOrNone(compliant bool) int {
	if compliant {
		return maxPoints
	}
	return 0
}

func share(part, whole int) int {
	if whole == 0 {
		return maxPoints
	}
	return maxPoints * part / whole
}
