// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"net/http"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// mostPerUpdate is the maximum number of events in one call. The service documents no limit, so
// this is modest.
const mostPerUpdate = 100

// FraudEvents implements [fraud.Events] for Partner Center: it converts between the wire's form and
// the domain's.
type FraudEvents struct{ client *Client }

var _ fraud.Events = FraudEvents{}

// FraudEvents returns the client's fraud events.
func (c *Client) FraudEvents() FraudEvents { return FraudEvents{c} }

// Limits implements [fraud.Events]. Only the new events model has all fields and pages.
func (f FraudEvents) Limits() fraud.Limits {
	return fraud.Limits{Service: Service(), EventsPerUpdate: mostPerUpdate,
		AllFields: !f.client.cfg.ClassicEvents, KnowsSubscriptions: true}
}

// Service is how messages name Partner Center.
func Service() fraud.Service {
	return fraud.Service{Name: "Partner Center", RequestID: transport.HeaderRequestID,
		CorrelationID: transport.HeaderCorrelationID}
}

// fraudEvents is the area of this package's own calls.
func fraudEvents() Area { return Area{Name: "fraud events", Advise: adviseOnEvents} }

// header selects the events model.
func (f FraudEvents) header() http.Header {
	h := http.Header{}
	if !f.client.cfg.ClassicEvents {
		h.Set(headerNewEvents, "true")
	}
	return h
}
