// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/rest"
)

// mostPerBatch is Graph's documented limit of requests in a batch.
const mostPerBatch = 20

// SecurityAlerts implements [fraud.Events] for the security alerts of Microsoft Graph. An alert is
// Graph's form of a fraud event, with an id of its own (docs-dev/api.md, Graph; parity: graph-ids).
type SecurityAlerts struct{ client *Client }

var _ fraud.Events = SecurityAlerts{}

// SecurityAlerts returns the client's security alerts.
func (c *Client) SecurityAlerts() SecurityAlerts { return SecurityAlerts{c} }

// Limits implements [fraud.Events].
func (s SecurityAlerts) Limits() fraud.Limits {
	limits := fraud.Limits{Service: Service(), EventsPerUpdate: mostPerBatch, AllFields: true,
		TenantOnly: s.client.filters.tenantOnly()}
	if s.client.noBatch.Load() {
		limits.EventsPerUpdate = 1
	}
	return limits
}

// Service is how messages name Microsoft Graph.
func Service() fraud.Service {
	return fraud.Service{Name: serviceName, RequestID: headerRequestID}
}

func alertsPath(below ...string) []string {
	return append([]string{version, "security", "partner", "securityAlerts"}, below...)
}

// List implements [fraud.Events]: GET security/partner/securityAlerts, page by page along the links
// of the replies. A listing is complete, or it is an error: a link that leads elsewhere, or back to
// a page that was already read, ends it.
func (s SecurityAlerts) List(ctx context.Context, q fraud.Query, to fraud.Visitor) error {
	l := &alertListing{client: s.client, query: q, to: to, rows: fraud.NewRows(),
		links: s.client.newLinks()}
	if _, known := fraud.Canonical(q.Status, fraud.Statuses()); q.Status != "" && !known {
		return notMade(l.purpose(), errUnknownStatus)
	}
	got, err := l.first(ctx)
	for err == nil {
		if err = l.visit(got); err != nil || got.page.NextLink == "" {
			break
		}
		if l.pages == q.MaxPages {
			return fraud.ErrMorePages
		}
		got, err = l.follow(ctx, got)
	}
	if err == nil && q.TellMoved && l.moved {
		return fraud.ErrMoved
	}
	return err
}

const (
	operationList   = "list fraud events in " + serviceName
	operationUpdate = "update fraud events in " + serviceName
)

// alertListing is one listing.
type alertListing struct {
	client *Client
	query  fraud.Query
	to     fraud.Visitor
	rows   *fraud.Rows

	filter property // the part of the query that the service filters by
	links  links
	pages  int
	moved  bool // a page repeated rows of an earlier one
	stale  bool // the last page had only such rows
}

// alertPage is a page, as Graph sent it.
type alertPage struct {
	reply  reply
	page   page
	events []fraud.Event
}

// first reads the first page, with the filters that the service takes.
func (l *alertListing) first(ctx context.Context) (alertPage, error) {
	wanted, filters := wantedBy(l.query), l.client.filters
	end, err := filters.begin(ctx, wanted)
	defer end()
	if err != nil {
		return alertPage{}, notMade(l.purpose(), err)
	}
	for {
		l.filter = filters.usable(wanted)
		if l.query.TellUnfiltered && filters.tenantOnly() && l.query.SubscriptionID != "" {
			return alertPage{}, fraud.ErrUnfiltered
		}
		got, err := l.read(ctx, alertsPath(), l.parameters())
		var refused *Error
		if l.filter != 0 && errors.As(err, &refused) && refused.mayRefuseFilter() {
			filters.refuse(l.filter)
			continue
		}
		if err != nil {
			return got, err
		}
		if l.ignoresFilter(got) {
			if filters.ignore(); l.query.TellUnfiltered {
				return alertPage{}, fraud.ErrUnfiltered
			}
		}
		if len(got.events) == 0 && filters.doubtful(l.filter) {
			if err := l.look(ctx); err != nil {
				return alertPage{}, err
			}
			if filters.usable(wanted) != l.filter {
				continue
			}
		}
		return got, nil
	}
}

// ignoresFilter reports whether a page has alerts of other subscriptions than the one asked for.
func (l *alertListing) ignoresFilter(got alertPage) bool {
	if l.filter&bySubscription == 0 {
		return false
	}
	for _, e := range got.events {
		if e.SubscriptionID != "" && !strings.EqualFold(e.SubscriptionID, l.query.SubscriptionID) {
			return true
		}
	}
	return false
}

func (l *alertListing) parameters() url.Values {
	if l.filter == 0 {
		return nil
	}
	return url.Values{"$filter": {expression(l.query, l.filter)}}
}

// follow reads the next page.
func (l *alertListing) follow(ctx context.Context, last alertPage) (alertPage, error) {
	if l.stale {
		return alertPage{}, l.client.otherForm(last.reply, errEndless)
	}
	path, query, err := l.links.follow(last.page.NextLink)
	if err != nil {
		return alertPage{}, l.client.otherForm(last.reply, err)
	}
	return l.read(ctx, path, query)
}

// read reads one page.
func (l *alertListing) read(ctx context.Context, path []string, query url.Values) (alertPage,
	error) {
	got, err := l.client.get(ctx, request{Purpose: l.purpose(), path: path,
		query: query, advise: l.client.adviseOnAlerts})
	if err != nil {
		return alertPage{}, err
	}
	p := alertPage{reply: got}
	if p.page, err = got.page(); err != nil {
		return p, l.client.otherForm(got, err)
	}
	alerts := newAlertReader()
	for _, element := range p.page.Value {
		e, err := alerts.read(element)
		if err != nil {
			return p, l.client.otherForm(got, err)
		}
		p.events = append(p.events, e)
	}
	return p, nil
}

// visit passes a complete page to the visitor.
func (l *alertListing) visit(got alertPage) error {
	rows, found := l.rows.Page(got.reply.sent), false
	l.to.Begin()
	for _, e := range got.events {
		if news := rows.Next(&e); !news || !passes(l.query, e) {
			continue
		}
		found = true
		if err := l.to.Event(e); err != nil {
			return err
		}
	}
	if found {
		l.client.filters.prove(l.filter)
	}
	rows.Keep()
	l.pages++
	l.stale = l.moved && rows.Events > 0 && rows.Fresh == 0
	l.moved = l.moved || rows.Again > 0
	return l.to.End()
}

// purpose describes the next page.
func (l *alertListing) purpose() rest.Purpose {
	return rest.Purpose{Operation: operationList, Asked: l.query.Page(l.pages + 1)}
}
