// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Names of the query parameters: docs-dev/api.md, Read.
const (
	paramSubscriptionID = "SubscriptionId"
	paramEventStatus    = "EventStatus"
	paramEventType      = "EventType"
	paramPageSize       = "PageSize"
	paramPageNumber     = "PageNumber"
)

// ListFraudEvents reads the events that q selects, GET /v1/fraudEvents, and hands each to visit once, in the order of
// the service, while the reply is still coming in. An error of visit ends the listing and is returned as it is; every
// other error is a *Error, and what was visited until then is not the whole list. In the new events model it reads
// page by page (docs-dev/api.md, Paging).
func (c *Client) ListFraudEvents(ctx context.Context, q ListQuery, visit func(FraudEvent) error) error {
	l := &listing{client: c, query: q, visit: visit, seen: map[eventKey]struct{}{}}
	if c.cfg.ClassicEvents {
		_, err := l.page(ctx, 0)
		return err
	}
	size := c.cfg.PageSize
	for number := 1; ; number++ {
		got, err := l.page(ctx, number)
		if err != nil {
			return err
		}
		c.pages.larger(got.events - 1)
		if number == 1 && c.pages.mayBe(got.events, size) {
			if q.AllowCut {
				return ErrMayBeCut
			}
			size = got.events
		}
		// A shorter page is the last one; a longer one means that the service does not page; one without news means
		// that it repeats itself.
		if got.events != size || got.fresh == 0 {
			return nil
		}
		if number == q.MaxPages {
			return ErrMorePages
		}
	}
}

type listing struct {
	client *Client
	query  ListQuery
	visit  func(FraudEvent) error

	// seen grows with the listing: it takes 19 MB for 100,000 events with ids of the usual length, where all that a
	// caller keeps of them takes many times as much. Less would not do. The order of the events is not documented, so one
	// that comes again may do so on any later page, and a service that goes through its pages once more is
	// noticed by nothing else.
	seen map[eventKey]struct{}
}

type eventKey struct{ subscriptionID, eventID string }

// pageCount is what a page held.
type pageCount struct {
	events int
	fresh  int // not seen before
}

// page reads one page, or everything if number is 0.
func (l *listing) page(ctx context.Context, number int) (pageCount, error) {
	var got pageCount
	asked, values := l.ask(number)
	what := Error{Operation: "list fraud events", Asked: asked}
	if number <= 1 {
		// A 404 for a later page says nothing about the subscription, whose first page was there.
		what.SubscriptionID = l.query.SubscriptionID
	}
	c := &call{
		client: l.client, method: http.MethodGet, url: l.client.endpoint(values), what: what,
		handle: func(resp *http.Response) error {
			got.events = 0 // an earlier attempt may have broken off
			return decodeEvents(l.client.open(resp), func(e FraudEvent) error {
				got.events++
				key := eventKey{e.SubscriptionID, e.EventID}
				if _, ok := l.seen[key]; ok {
					return nil
				}
				l.seen[key] = struct{}{}
				got.fresh++
				if err := l.visit(e); err != nil {
					return &visitError{err}
				}
				return nil
			})
		},
	}
	return got, c.do(ctx)
}

// ask says what is asked for, in words and as query parameters.
func (l *listing) ask(page int) (string, url.Values) {
	var words []string
	values := url.Values{}
	add := func(word, name, value string) {
		if value != "" {
			words = append(words, word+" "+value)
			values.Set(name, value)
		}
	}
	add("subscription", paramSubscriptionID, l.query.SubscriptionID)
	add("status", paramEventStatus, l.query.EventStatus)
	if page > 0 {
		add("type", paramEventType, l.query.EventType)
		values.Set(paramPageSize, strconv.Itoa(l.client.cfg.PageSize))
		values.Set(paramPageNumber, strconv.Itoa(page))
	}
	if l.query.SubscriptionID == "" {
		words = append([]string{"all subscriptions"}, words...)
	}
	if page > 1 {
		words = append(words, fmt.Sprintf("page %d", page))
	}
	return strings.Join(words, ", "), values
}

// endpoint returns the address of the fraud events, or of what lies below them by the given path segments.
func (c *Client) endpoint(query url.Values, below ...string) *url.URL {
	u := *c.base
	path, raw := strings.TrimRight(u.Path, "/"), strings.TrimRight(u.EscapedPath(), "/")
	for _, segment := range append([]string{"v1", "fraudEvents"}, below...) {
		path += "/" + segment
		raw += "/" + url.PathEscape(segment)
	}
	u.Path, u.RawPath, u.RawQuery = path, raw, query.Encode()
	return &u
}
