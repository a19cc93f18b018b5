// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator/world"
)

// Webhook returns the tenant's webhook registration, or nil, and the deliveries, the oldest first.
func (s *Server) Webhook() (*Webhook, []Delivery) { return s.world.Webhooks().Get() }

// RegisterWebhook replaces the registration, like another application of the tenant.
func (s *Server) RegisterWebhook(url string, events ...string) {
	_, _ = s.world.Webhooks().Register(Webhook{URL: url, Events: events},
		world.Colleague("colleague@"+world.TenantDomain))
}

// SignWebhook returns the headers of a delivery with that body: in Authorization or, with msHeader,
// in x-ms-signature.
func (s *Server) SignWebhook(body []byte, msHeader bool) (http.Header, error) {
	return s.webhooks.Sign(body, msHeader)
}
