// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"

// mostPerUpdate is how many events one call names. The service documents no limit; this stays
// modest.
const mostPerUpdate = 100

// FraudEvents is Partner Center as a [fraud.Events]: the door at which the wire's form becomes the
// domain's, and the other way round.
type FraudEvents struct{ client *Client }

var _ fraud.Events = FraudEvents{}

// FraudEvents returns the fraud events that the client reaches.
func (c *Client) FraudEvents() FraudEvents { return FraudEvents{c} }

// Limits implements [fraud.Events]. Only in the new events model events have all their fields, and
// listings come in pages.
func (f FraudEvents) Limits() fraud.Limits {
	return fraud.Limits{EventsPerUpdate: mostPerUpdate, AllFields: !f.client.cfg.ClassicEvents}
}

// Rows is a [fraud.Visitor] that takes single events and knows no pages. It also gets those of a
// reply that breaks off later.
type Rows func(fraud.Event) error

// Begin does nothing.
func (Rows) Begin() {}

// Event hands the event on.
func (r Rows) Event(e fraud.Event) error { return r(e) }

// End does nothing.
func (Rows) End() error { return nil }
