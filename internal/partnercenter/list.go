// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// Names of the query parameters: docs-dev/api.md, Read (parity: list-one-operation, list-answers).
const (
	paramSubscriptionID = "SubscriptionId"
	paramEventStatus    = "EventStatus"
	paramEventType      = "EventType"
	paramPageSize       = "PageSize"
	paramPageNumber     = "PageNumber"
)

// List implements [fraud.Events]: GET /v1/fraudEvents. It passes the events that q selects to the
// visitor while the reply is still arriving, each once, in the order of the service. It passes an
// event again if it reappears with another standing, because the list has changed while it was
// read. In the new events model, it reads page by page (docs-dev/api.md, Paging; parity:
// list-no-next).
//
// An error of the visitor ends the listing and is returned unchanged. Every other error is a
// *Error, and the events received until then are not the whole list.
func (f FraudEvents) List(ctx context.Context, q fraud.Query, to fraud.Visitor) error {
	c := f.client
	l := &listing{client: c, query: q, to: to, rows: fraud.NewRows()}
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
		c.pages.larger(got.Events - 1)
		if number == 1 && c.pages.mayBe(got.Events, size, q.Thorough) {
			if q.AllowCut {
				return fraud.ErrMayBeCut
			}
			size = got.Events
		}
		if number == 2 && got.Fresh > 0 && size < c.cfg.PageSize {
			c.pages.known.Store(int64(size))
		}
		// A shorter page is the last one; a longer one means that the service does not page.
		if got.Events != size || l.repeats && got.Fresh == 0 {
			return l.end(got, size)
		}
		l.turn(got)
		if number == q.MaxPages {
			return fraud.ErrMorePages
		}
	}
}

type listing struct {
	client *Client
	query  fraud.Query
	to     fraud.Visitor
	rows   *fraud.Rows
	moved  bool // a page repeated rows of an earlier one

	// repeats means that the last page had no new rows. Two such pages in a row mean that the service
	// does not page. One may be the previous page, shifted by as many new events as it holds: then the
	// rest follows.
	repeats bool
}

// turn records a page that another one follows.
func (l *listing) turn(got *fraud.PageRows) {
	l.moved = l.moved || l.repeats || got.Again > 0 && got.Fresh > 0
	l.repeats = got.Fresh == 0
}

// end returns the result of a listing after its last page. Rows that also came on an earlier page
// mean that the pages have shifted, unless the same page is repeated.
func (l *listing) end(last *fraud.PageRows, size int) error {
	unpaged := l.repeats && last.Fresh == 0 && last.Events == size
	if unpaged {
		l.client.pages.unpaged.Store(true)
	}
	if l.query.TellMoved && (l.moved || !unpaged && (l.repeats || last.Again > 0)) {
		return fraud.ErrMoved
	}
	return nil
}

// page reads one page, or everything if number is 0.
func (l *listing) page(ctx context.Context, number int) (*fraud.PageRows, error) {
	asked, values := l.ask(number)
	what := Error{
		Area: fraudEvents(), SubscriptionID: l.query.SubscriptionID, LaterPage: number > 1,
	}
	var rows *fraud.PageRows
	_, err := l.client.do(ctx, what, rest.Request{
		Purpose: rest.Purpose{Operation: "list fraud events", Asked: asked},
		Method:  http.MethodGet, Path: pathEvents(), Query: values,
		Header: l.client.FraudEvents().header(),
		Handle: func(resp *http.Response, sent time.Time) error {
			if err := rest.CheckComplete(resp); err != nil {
				return err
			}
			rows = l.rows.Page(sent)
			l.to.Begin()
			return decodeEvents(l.client.open(resp), func(e fraud.Event) error {
				if !rows.Next(&e) {
					return nil
				}
				if err := l.to.Event(e); err != nil {
					return rest.Callers(err)
				}
				return nil
			})
		},
	})
	if err != nil {
		return nil, err
	}
	rows.Keep()
	return rows, l.to.End()
}

// ask returns the parameters of a page, and the page in words. The classic events model has neither
// pages nor a filter by type.
func (l *listing) ask(page int) (asked string, values url.Values) {
	q := l.query
	values = url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	if page == 0 {
		q.EventType = ""
	} else {
		set(paramPageSize, strconv.Itoa(l.client.cfg.PageSize))
		set(paramPageNumber, strconv.Itoa(page))
	}
	set(paramSubscriptionID, q.SubscriptionID)
	set(paramEventStatus, q.Status)
	set(paramEventType, q.EventType)
	return q.Page(page), values
}

// AskMFA reports whether Partner Center has seen MFA for this sign-in (docs-dev/api.md, MFA;
// parity: access-mfa); nil if it does not say. It makes a small listing, unless an earlier call has
// the answer. It ignores errors of the listing, because calls that need events report them.
func (c *Client) AskMFA(ctx context.Context) *bool {
	if c.mfa.verdict.Load() == nil {
		_ = c.FraudEvents().List(ctx, fraud.Query{Status: string(fraud.Active)}, firstEvent{})
	}
	return c.mfa.verdict.Load()
}

// firstEvent is a [fraud.Visitor] that ends a listing at its first event.
type firstEvent struct{}

func (firstEvent) Begin()                  {}
func (firstEvent) Event(fraud.Event) error { return errors.New("one event is enough") }
func (firstEvent) End() error              { return nil }
