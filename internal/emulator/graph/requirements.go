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

// requirement is a part of the score.
type requirement struct {
	kind    string
	derived string // the type, if it is not the general one
	points  int
	more    map[string]any // what the derived type adds
}

func (r requirement) printed(now time.Time) map[string]any {
	compliance := "compliant"
	if r.points < maxPoints {
		compliance = "noncomplaint" // Graph's own spelling
	}
	printed := map[string]any{
		"@odata.type":      namespace + r.derived,
		"id":               uuid.NewSHA1(uuid.NameSpaceURL, []byte("requirement "+r.kind)).String(),
		"requirementType":  r.kind,
		"complianceStatus": compliance,
		"actionUrl":        "https://aka.ms/partner-center-security-" + r.kind,
		"helpUrl":          "https://aka.ms/partner-center-security-dashboard-" + r.kind,
		"score":            r.points,
		"maxScore":         maxPoints,
		"state":            "active",
		"updatedDateTime":  now.UTC().Format("2006-01-02T15:04:05.0000000Z"),
	}
	maps.Copy(printed, r.more)
	return printed
}

// measure computes all requirements from the world.
func (w *Window) measure() []requirement {
	return []requirement{w.adminsMFA(), w.customersMFA(), w.responses(), w.contact(), w.budgets()}
}

func (w *Window) adminsMFA() requirement {
	without := min(max(w.Behaviour().GraphAdminsWithoutMFA, 0), admins)
	return requirement{kind: "mfaEnforcedForAdmins", derived: "adminsMfaEnforcedSecurityRequirement",
		points: allOrNone(without == 0), more: map[string]any{
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

func (w *Window) customersMFA() requirement {
	total := len(w.customers())
	compliant := total - min(max(w.Behaviour().GraphCustomersWithoutMFA, 0), total)
	return requirement{kind: "mfaEnforcedForAdminsOfCustomers",
		derived: "customersMfaSecurityRequirement", points: share(compliant, total),
		more: map[string]any{"compliantTenantsCount": compliant, "totalTenantsCount": total}}
}

func (w *Window) contact() requirement {
	return requirement{kind: "securityContactProvided", derived: "securityRequirement",
		points: allOrNone(!w.Behaviour().GraphNoSecurityContact)}
}

func (w *Window) budgets() requirement {
	customers, set := w.customers(), 0
	for _, id := range customers {
		if usage, ok := w.World.Budgets().Get(id); ok && usage.Budget != "" {
			set++
		}
	}
	return requirement{kind: "spendingBudgetSetForCustomerAzureSubscriptions",
		derived: "customersSpendingBudgetSecurityRequirement", points: share(set, len(customers)),
		more: map[string]any{"customersWithSpendBudgetCount": set,
			"totalCustomersCount": len(customers)}}
}

func (w *Window) responses() requirement {
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
	return requirement{kind: "securityAlertsPromptlyResolved",
		derived: "responseTimeSecurityRequirement", points: allOrNone(hours <= promptly),
		more: map[string]any{"averageResponseTimeInHours": hours}}
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
