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
	if hook := a.onPage.Load(); hook != nil && *hook != nil {
		(*hook)(q.SubscriptionID, q.number)
	}
	form := newEventForm(b, !c.NewModel, false)
	writeEvents(c.Writer, c.Request, form, events, total)
	return nil
}

// OnPage calls f for each page of a listing, after its content is fixed and before the reply.
// Changes by f appear on the next page, as if the world changes while a client reads. The page is 0
// without paging. Nil removes f.
func (a *API) OnPage(f func(subscriptionID string, page int)) { a.onPage.Store(&f) }
