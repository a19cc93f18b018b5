// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"

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
	return fraud.Limits{EventsPerUpdate: mostPerUpdate, AllFields: !f.client.cfg.ClassicEvents}
}

// Rows is a [fraud.Visitor] that receives single events and ignores pages. It also receives the
// events of a reply that breaks off later.
type Rows func(fraud.Event) error

// Begin does nothing.
func (Rows) Begin() {}

// Event hands the event on.
func (r Rows) Event(e fraud.Event) error { return r(e) }

// End does nothing.
func (Rows) End() error { return nil }
