// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package probe

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
)

const eventsPath = "/v1/fraudEvents"

// largePage is more than a service probably allows, and what an account rarely has.
const largePage = 1000

// subject is an event, for calls about its customer.
type subject struct {
	customer, subscription string
}

// listEvents lists events in the new model, or in the classic one.
func (p *probe) listEvents(ctx context.Context, name string, newModel bool, query ...string) list {
	r := request{name: name, path: eventsPath, query: url.Values{}}
	for i := 0; i+1 < len(query); i += 2 {
		r.query.Set(query[i], query[i+1])
	}
	if newModel {
		r.header = map[string]string{"X-NewEventsModel": "true"}
	}
	return listOf(p.get(ctx, r))
}

// events observes the lists of fraud events.
func (p *probe) events(ctx context.Context) subject {
	all := p.listEvents(ctx, fidelity.CallEvents, true)
	p.See("events.answer", answerKind(all.answer))
	if all.isList() {
		p.See("events.form", all.form)
		p.See("events.bom", yes(all.bom))
		p.See("events.gzip", yes(all.gzip))
		p.See("events.next", all.next())
		p.eventFields(all.items)
		p.eventOrder(all.items)
	}
	p.pages(ctx, all)
	p.filters(ctx, all)
	p.classic(ctx, all)
	return pick(all.items)
}

func answerKind(a answer) string {
	switch {
	case a.status == 0:
		return "failed"
	case a.ok():
		return "ok"
	case a.status == http.StatusNoContent:
		return "no_content"
	case a.status == http.StatusNotFound:
		return "not_found"
	case a.status == http.StatusTooManyRequests:
		return "throttled"
	case a.status >= http.StatusInternalServerError:
		return "failed"
	case a.status >= http.StatusBadRequest:
		return "refused"
	}
	return "not_json"
}

// pages observes paging. all is the list without pages.
func (p *probe) pages(ctx context.Context, all list) {
	total := len(all.items)
	if total >= 2 {
		first := p.listEvents(ctx, fidelity.CallPageOne, true, "PageSize", "1", "PageNumber", "1")
		second := p.listEvents(ctx, fidelity.CallPageTwo, true, "PageSize", "1", "PageNumber", "2")
		switch {
		case first.status == http.StatusBadRequest:
			p.See("events.paging", "refused")
		case len(first.items) == 1 && len(second.items) == 1 && eventKey(first.items[0]) !=
			eventKey(second.items[0]):
			p.See("events.paging", "honoured")
		case len(first.items) > 1:
			p.See("events.paging", "ignored")
		}
		half := p.listEvents(ctx, fidelity.CallHalfPage, true, "PageSize", "1")
		p.sizeEffect("events.half_paging", half, total)
	}
	p.largePages(ctx, total)
}

// sizeEffect observes the effect of asking for one event when there are more.
func (p *probe) sizeEffect(key string, got list, total int) {
	switch {
	case got.status == http.StatusBadRequest:
		p.See(key, "refused")
	case got.isList() && len(got.items) == 1 && total > 1:
		p.See(key, "honoured")
	case got.isList() && len(got.items) > 1:
		p.See(key, "ignored")
	}
}

// largePages observes the limit of a page, and of a list without pages.
func (p *probe) largePages(ctx context.Context, unpaged int) {
	size := largePage
	page := p.listEvents(ctx, fidelity.CallLargePage, true, "PageSize", strconv.Itoa(size),
		"PageNumber", "1")
	for _, smaller := range []int{500, 200, 100, 50} {
		if page.status != http.StatusBadRequest {
			break
		}
		size = smaller
		page = p.listEvents(ctx, fidelity.CallLargePage, true, "PageSize", strconv.Itoa(size),
			"PageNumber", "1")
	}
	if !page.isList() || p.ignoresPages() {
		return
	}
	got := len(page.items)
	if size < largePage {
		p.See("events.large_page", "refused")
		p.SeeNumber("events.page_limit", size)
		return
	}
	after := p.listEvents(ctx, fidelity.CallAfterLarge, true, "PageSize", strconv.Itoa(size),
		"PageNumber", "2")
	switch {
	case got > 0 && got < size && !hasAll(page.items, after.items):
		p.See("events.large_page", "reduced")
		p.SeeNumber("events.page_limit", got)
	case got == size:
		p.See("events.large_page", "accepted")
		p.See("events.page_limit", "none")
	}
	p.unpaged(ctx, unpaged, slices.Concat(page.items, after.items), len(after.items) < got)
}

// unpaged observes the limit of a list without pages, of which n events are known. paged are those
// of two pages, which are all if complete is true. Without a limit, an event that was raised after
// the first list is in a second one.
func (p *probe) unpaged(ctx context.Context, n int, paged []any, complete bool) {
	if n > 0 && n < len(paged) {
		again := p.listEvents(ctx, fidelity.CallEventsAgain, true)
		if !again.isList() {
			return
		}
		if len(again.items) == n && !hasAll(again.items, paged) {
			p.SeeNumber("events.unpaged_limit", n)
			return
		}
		n = len(again.items)
	}
	if n > len(paged) || n > 0 && n == len(paged) && complete {
		p.See("events.unpaged_limit", "none")
	}
}

// hasAll reports whether a list has all events of another one.
func hasAll(events, others []any) bool {
	known := map[string]bool{}
	for _, event := range events {
		known[eventKey(event)] = true
	}
	return !slices.ContainsFunc(others, func(other any) bool { return !known[eventKey(other)] })
}

func (p *probe) ignoresPages() bool { return p.Seen("events.paging") == "ignored" }

// filters observes values and names of filters.
func (p *probe) filters(ctx context.Context, all list) {
	unknown := p.listEvents(ctx, fidelity.CallUnknownValue, true, "EventStatus", "NoSuchStatus")
	switch {
	case unknown.status == http.StatusBadRequest:
		p.See("events.unknown_value", "refused")
	case unknown.status == http.StatusNoContent, unknown.isList() && len(unknown.items) == 0:
		p.See("events.unknown_value", "empty")
	case unknown.isList():
		p.See("events.unknown_value", "ignored")
	}
	none := p.listEvents(ctx, fidelity.CallNoEvents, true, "SubscriptionId", uuid.NewString())
	p.See("events.empty", emptyForm(none))
	switch {
	case none.status == http.StatusNotFound:
		p.See("events.unknown_subscription", "not_found")
	case none.status >= http.StatusBadRequest:
		p.See("events.unknown_subscription", "refused")
	case none.status != 0 && len(none.items) == 0:
		p.See("events.unknown_subscription", "empty")
	}
	p.filterCase(ctx, all)
}

func emptyForm(none list) string {
	switch {
	case none.status == http.StatusNoContent:
		return "no_content"
	case none.status == http.StatusNotFound:
		return "not_found"
	case none.status >= http.StatusBadRequest:
		return "refused"
	case none.ok() && none.body == nil:
		return "null"
	case none.isList() && none.form == formWrapped:
		return "wrapped"
	case none.isList():
		return "array"
	}
	return formOther
}

// filterCase compares a filter with the same filter in small letters.
func (p *probe) filterCase(ctx context.Context, all list) {
	counts := map[string]int{}
	for _, event := range all.items {
		counts[text(event, "eventStatus")]++
	}
	for _, status := range []string{"Resolved", "Active", "Investigating"} {
		n := counts[status] + counts[strings.ToLower(status)]
		if n == 0 || n == len(all.items) {
			continue
		}
		exact := p.listEvents(ctx, fidelity.CallFilter, true, "EventStatus", status)
		other := p.listEvents(ctx, fidelity.CallFilterCase, true, "eventstatus",
			strings.ToLower(status))
		switch {
		case !exact.isList() || len(exact.items) == len(all.items):
		case other.isList() && len(other.items) == len(exact.items):
			p.See("events.parameter_case", "ignored")
		case other.isList(), other.status == http.StatusBadRequest,
			other.status == http.StatusNoContent:
			p.See("events.parameter_case", "significant")
		}
		return
	}
}

// classic observes the classic model.
func (p *probe) classic(ctx context.Context, all list) {
	classic := p.listEvents(ctx, fidelity.CallClassic, false)
	if len(classic.items) > 0 && len(all.items) > 0 {
		more := "same_keys"
		if keyCount(all.items[0]) > keyCount(classic.items[0]) {
			more = "more_keys"
		}
		p.See("events.models", more)
	}
	if len(classic.items) >= 2 {
		page := p.listEvents(ctx, fidelity.CallClassicPage, false, "PageSize", "1", "PageNumber", "1")
		p.sizeEffect("events.classic_parameters", page, len(classic.items))
	}
}

func keyCount(event any) int {
	members, _ := event.(map[string]any)
	return len(members)
}

// eventKey identifies an event.
func eventKey(event any) string {
	return text(event, "subscriptionId") + " " + text(event, "eventId")
}

// pick returns an event of an Azure plan, or the first one.
func pick(events []any) subject {
	var first subject
	for _, event := range events {
		s := subject{customer: text(event, "customerTenantId"),
			subscription: text(event, "subscriptionId")}
		if uuid.Validate(s.customer) != nil || uuid.Validate(s.subscription) != nil {
			continue // goes into a path
		}
		if first == (subject{}) {
			first = s
		}
		if strings.EqualFold(text(event, "subscriptionType"), "modern") {
			return s
		}
	}
	return first
}
