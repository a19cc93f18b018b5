// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

// webhooks observes the registration.
func (p *probe) webhooks(ctx context.Context) {
	found := p.get(ctx, request{name: fidelity.CallWebhook, path: "/webhooks/v1/registration"})
	members, isObject := found.body.(map[string]any)
	_, hasURL := member(found.body, "webhookUrl")
	switch {
	case found.status == 0, found.status == http.StatusUnauthorized,
		found.status == http.StatusForbidden, found.status == http.StatusTooManyRequests:
	case found.status == http.StatusNotFound:
		p.See("webhook.none", "not_found")
	case !found.ok():
		p.See("webhook.none", formOther)
	case found.body == nil:
		p.See("webhook.none", "null")
	case isObject && len(members) == 0:
		p.See("webhook.none", "empty")
	case hasURL:
		p.See("webhook.none", "registered")
		p.See("webhook.printed", printed(found.body))
	default:
		p.See("webhook.none", formOther)
	}
	p.webhookNames(ctx)
}

// printed tells the keys of the sample from those of the reference.
func printed(registration any) string {
	members, _ := registration.(map[string]any)
	_, sample := members["WebhookUrl"]
	_, reference := members["lastModifiedTimestamp"]
	switch {
	case sample && !reference:
		return "sample"
	case reference && !sample:
		return "reference"
	}
	return formOther
}

func (p *probe) webhookNames(ctx context.Context) {
	names := listOf(p.get(ctx, request{name: fidelity.CallWebhookNames,
		path: "/webhooks/v1/registration/events"}))
	switch {
	case names.status >= http.StatusBadRequest:
		p.See("webhook.event_names", "refused")
	case names.isList():
		p.See("webhook.event_names", names.form)
		alert := false
		for _, name := range names.items {
			alert = alert || strings.EqualFold(textOf(name), "azure-fraud-event-detected")
		}
		p.See("webhook.alert_name", yes(alert))
	case names.ok():
		p.See("webhook.event_names", formOther)
	}
}
