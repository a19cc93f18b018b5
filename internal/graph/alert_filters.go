// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package graph

import (
	"context"
	"strings"
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// property is a set of properties to filter by.
type property uint8

const (
	bySubscription property = 1 << iota
	byStatus
	byType
)

// filters knows which filters the service takes. That is not documented, so the first listing with
// a filter finds out while others wait. A service that refuses a filter, or ignores one for the
// subscription, does not get it again. The caller always filters once more.
type filters struct {
	mu      sync.Mutex
	first   chan struct{} // closed when the first listing has its answer, whatever that is
	ignored bool
	refused map[property]bool

	proven    property
	otherCase property
	looked    bool
	looking   chan struct{} // holds one look at a time
}

func newFilters() *filters {
	return &filters{refused: map[property]bool{}, looking: make(chan struct{}, 1)}
}

// begin waits for the first listing with a filter, unless this one is the first. Always call end.
func (f *filters) begin(ctx context.Context, wanted property) (end func(), err error) {
	if wanted&bySubscription == 0 {
		return func() {}, nil
	}
	first, mine := f.join()
	if mine {
		return func() { close(first) }, nil
	}
	select {
	case <-first:
		return func() {}, nil
	case <-ctx.Done():
		return func() {}, ctx.Err()
	}
}

// join returns the channel of the first listing, and whether that is the caller's.
func (f *filters) join() (first chan struct{}, mine bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.first == nil {
		f.first, mine = make(chan struct{}), true
	}
	return f.first, mine
}

// usable returns the part of the wanted filter that the service takes.
func (f *filters) usable(wanted property) property {
	f.mu.Lock()
	defer f.mu.Unlock()
	wanted &^= f.otherCase
	for _, part := range []property{wanted, wanted & bySubscription} {
		if !f.ignored && !f.refused[part] {
			return part
		}
	}
	return 0
}

func (f *filters) refuse(part property) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refused[part] = true
}

// ignore records that the service ignores filters.
func (f *filters) ignore() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ignored = true
}

// tenantOnly reports whether the service lists only the whole tenant.
func (f *filters) tenantOnly() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ignored || f.refused[bySubscription] || f.otherCase&bySubscription != 0
}

// wantedBy returns the properties that the query filters by, and that the service may filter by.
func wantedBy(q fraud.Query) property {
	var wanted property
	if q.SubscriptionID != "" {
		wanted |= bySubscription
	}
	if q.Status != "" {
		wanted |= byStatus
	}
	if isSpelled(q.EventType) {
		wanted |= byType
	}
	return wanted
}

// expression writes the part of the query as an OData filter.
func expression(q fraud.Query, part property) string {
	var terms []string
	add := func(by property, name, value string) {
		if part&by != 0 {
			terms = append(terms, name+" eq '"+strings.ReplaceAll(value, "'", "''")+"'")
		}
	}
	add(bySubscription, "subscriptionId", q.SubscriptionID)
	add(byStatus, "status", inGraph(q.Status))
	add(byType, "alertType", inGraph(q.EventType))
	return strings.Join(terms, " and ")
}

// passes applies the query to an alert, whatever the service has filtered. An alert without a
// subscription belongs to none, also in a filtered listing: the service may ignore the filter.
func passes(q fraud.Query, e fraud.Event) bool {
	f := fraud.Filter{SubscriptionID: q.SubscriptionID}
	if q.Status != "" {
		f.Statuses = []string{q.Status}
	}
	if q.EventType != "" {
		f.EventTypes = []string{q.EventType}
	}
	return f.Matches(e)
}
