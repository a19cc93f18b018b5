// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity/shape"
)

const (
	azurePlanOffer = "DZH318Z0BPS6"
	maxPlans       = 3
)

// azure observes the plans of an event's customer, and their entitlements.
func (p *probe) azure(ctx context.Context, of subject) {
	if of.customer == "" {
		return
	}
	base := "/v1/customers/" + of.customer + "/subscriptions"
	records := listOf(p.get(ctx, request{name: fidelity.CallPlans, path: base + "/usagerecords"}))
	switch {
	case records.status >= http.StatusBadRequest:
		p.See("azure.plans", "refused")
		return
	case !records.isList():
		if records.status != 0 {
			p.See("azure.plans", formOther)
		}
		return
	}
	var plans []string
	for _, record := range records.items {
		id := text(record, "id")
		if strings.HasPrefix(strings.ToUpper(text(record, "offerId")), azurePlanOffer) &&
			uuid.Validate(id) == nil && len(plans) < maxPlans {
			plans = append(plans, id)
		}
	}
	if len(plans) == 0 {
		p.See("azure.plans", "none")
		return
	}
	p.See("azure.plans", "found")
	p.entitlements(ctx, base, plans, of.subscription)
}

func (p *probe) entitlements(ctx context.Context, base string, plans []string, wanted string) {
	statuses, found, complete, single := map[string]bool{}, "", true, false
	for _, plan := range plans {
		path := base + "/" + plan + "/azureEntitlements"
		page := listOf(p.get(ctx, request{name: fidelity.CallEntitlements, path: path}))
		if !page.isList() {
			complete = false
			continue
		}
		p.See("azure.form", page.form)
		if page.next() != "absent" {
			complete, single = false, true
			p.SeeNumber("azure.page_size", len(page.items))
		}
		for _, item := range page.items {
			known := slices.ContainsFunc(shape.Words()["status"], func(status string) bool {
				return strings.EqualFold(status, text(item, "status"))
			})
			statuses[map[bool]string{true: "documented", false: "unknown"}[known]] = true
			if strings.EqualFold(text(item, "id"), wanted) {
				found = path + "/" + text(item, "id")
			}
		}
	}
	if statuses["unknown"] {
		p.See("azure.status", "unknown")
	} else if len(statuses) > 0 {
		p.See("azure.status", "documented")
	}
	if !single && complete {
		p.See("azure.page_size", "none")
	}
	if found != "" {
		p.See("azure.event_found", "yes")
		p.get(ctx, request{name: fidelity.CallEntitlement, path: found})
	} else if complete {
		p.See("azure.event_found", "no")
	}
}
