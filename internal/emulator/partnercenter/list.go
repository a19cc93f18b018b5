// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

// list answers GET /v1/fraudEvents.
func (a *API) list(c Call) *Refusal {
	b := a.behaviour()
	q, refusal := a.parseListQuery(c, b)
	if refusal != nil {
		return refusal
	}
	if c.NewModel {
		a.listedNew.Store(true)
	}
	events, total, err := a.world.List(q.Filter, q.page(b))
	if err != nil {
		return subscriptionNotFound(q.SubscriptionID)
	}
	a.onPage(q.SubscriptionID, q.number)
	form := newEventForm(b, !c.NewModel, false)
	writeEvents(c.Writer, c.Request, form, events, total)
	return nil
}
