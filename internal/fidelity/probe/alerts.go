// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

const alertsPath = "/beta/security/partner/securityAlerts"

// alerts observes the security alerts of Graph, if the app may read them: one page, and one that is
// filtered.
func (p *probe) alerts(ctx context.Context) {
	if p.Graph == nil {
		return
	}
	all := listOf(p.get(ctx, request{name: fidelity.CallAlerts, path: alertsPath, of: p.Graph}))
	switch {
	case all.status == http.StatusUnauthorized, all.status == http.StatusForbidden:
		p.See("alerts.permission", "refused")
		return
	case !all.isList():
		return
	}
	p.See("alerts.permission", "granted")
	if all.next() == "absent" {
		p.See("alerts.page_size", "none")
	} else {
		p.SeeNumber("alerts.page_size", len(all.items))
	}
	if len(all.items) > 0 {
		p.alertForms(all.items)
		p.alertFilter(ctx, text(all.items[0], "subscriptionId"))
	}
}

func (p *probe) alertForms(items []any) {
	ids, types, tests := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, item := range items {
		ids[alertID(text(item, "id"), text(item, "subscriptionId"))] = true
		if kind := typeSpelling(text(item, "alertType")); kind != "" {
			types[kind] = true
		}
		switch flag, _ := member(item, "isTest"); flag.(type) {
		case bool:
			tests["boolean"] = true
		case string:
			tests["text"] = true
		}
	}
	p.See("alerts.ids", one(ids, "both", formOther))
	p.See("alerts.types", one(types, formOther, formOther))
	p.See("alerts.is_test", one(tests, formOther, "absent"))
}

// alertID is the form of an id, without its value.
func alertID(id, subscription string) string {
	rest, prefixed := strings.CutPrefix(strings.ToLower(id), strings.ToLower(subscription)+"-")
	switch {
	case prefixed && subscription != "" && uuid.Validate(rest) == nil:
		return "with_subscription"
	case uuid.Validate(id) == nil:
		return "guid"
	}
	return formOther
}

// typeSpelling says how a type that is one word begins. Types with an acronym begin with capitals
// in any case.
func typeSpelling(kind string) string {
	switch {
	case kind == "", strings.Contains(kind, "_"):
		return ""
	case strings.ToLower(kind[:1]) == kind[:1]:
		return "small"
	}
	return "as_is"
}

// alertFilter observes what becomes of a filter for one subscription.
func (p *probe) alertFilter(ctx context.Context, subscription string) {
	if uuid.Validate(subscription) != nil {
		return
	}
	some := listOf(p.get(ctx, request{name: fidelity.CallAlertsFilter, path: alertsPath, of: p.Graph,
		query: url.Values{"$filter": {"subscriptionId eq '" + strings.ToLower(subscription) + "'"}}}))
	switch {
	case some.status == http.StatusBadRequest:
		p.See("alerts.filter", "refused")
		return
	case !some.isList():
		return
	}
	for _, item := range some.items {
		if !strings.EqualFold(text(item, "subscriptionId"), subscription) {
			p.See("alerts.filter", "ignored")
			return
		}
	}
	p.See("alerts.filter", "taken")
}
