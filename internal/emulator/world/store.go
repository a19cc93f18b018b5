// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// Order is the order of a listing.
type Order string

// The orders of a listing.
const (
	OrderNewestFirst Order = ""
	OrderOldestFirst Order = "oldest"
	OrderShuffled    Order = "shuffled" // no visible order, the same in each call
)

// store holds the events. Its methods are called under World.mu. Stored events never change in
// place, so the results of methods can be read without the lock.
type store struct {
	byID          map[string]*record
	byAlertID     map[string]*record
	subscriptions map[string]*subscription // by lower-case id
	customers     map[string]bool          // lower-case ids of customer tenants ever seen
	all           []*record                // in order, unless unsorted
	unsorted      bool
	order         Order
	lagging       map[*record]bool
	found         map[Filter][]*record // results of filters since the last change
	happened      []Change             // that subscribers do not know yet
}

type subscription struct {
	id      string
	records []*record // in order, unless the store is unsorted
	removed bool      // the service no longer knows it
}

// record is the position of one event in the lists, which does not change with its status.
type record struct {
	event   *Event
	before  *Event // the version that listings still show
	lag     int    // number of further listings that show it
	shuffle uint64
}

func (r *record) shown() *Event {
	if r.lag > 0 {
		return r.before
	}
	return r.event
}

func newStore() *store {
	return &store{
		byID:          map[string]*record{},
		byAlertID:     map[string]*record{},
		subscriptions: map[string]*subscription{},
		customers:     map[string]bool{},
		lagging:       map[*record]bool{},
		found:         map[Filter][]*record{},
	}
}

// put adds events or replaces those with the same id.
func (st *store) put(events ...Event) {
	for _, e := range events {
		e = e.clone()
		st.note(st.byID[e.EventID], &e, Actor{})
		st.drop(e.EventID)
		h := fnv.New64a()
		_, _ = h.Write([]byte(e.EventID))
		r := &record{event: &e, shuffle: h.Sum64()}
		sub := st.know(e.SubscriptionID)
		sub.removed = false
		sub.records = append(sub.records, r)
		st.customers[strings.ToLower(e.CustomerTenantID)] = true
		st.byID[e.EventID], st.byAlertID[e.AlertID()] = r, r
		st.all = append(st.all, r)
	}
	st.unsorted = true
	clear(st.found)
}

// note records a change for the subscribers. before is nil for a new event.
func (st *store) note(before *record, after *Event, by Actor) {
	change := Change{Event: *after, By: by}
	if before != nil {
		change.Before = before.event
	}
	st.happened = append(st.happened, change)
}

// know returns the subscription with that id, and adds it if it is unknown.
func (st *store) know(id string) *subscription {
	key := strings.ToLower(id)
	if st.subscriptions[key] == nil {
		st.subscriptions[key] = &subscription{id: id}
	}
	return st.subscriptions[key]
}

// drop removes an event, if it exists. Its subscription stays known.
func (st *store) drop(eventID string) bool {
	r, ok := st.byID[eventID]
	if !ok {
		return false
	}
	is := func(other *record) bool { return other == r }
	sub := st.know(r.event.SubscriptionID)
	sub.records = slices.DeleteFunc(sub.records, is)
	st.all = slices.DeleteFunc(st.all, is)
	delete(st.byID, eventID)
	delete(st.byAlertID, r.event.AlertID())
	delete(st.lagging, r)
	clear(st.found)
	return true
}

// removeSubscription makes the service forget a subscription and its events.
func (st *store) removeSubscription(id string) {
	sub := st.know(id)
	for _, r := range slices.Clone(sub.records) {
		st.drop(r.event.EventID)
	}
	sub.removed = true
}

// setStatus decides about an event. Repeating a decision changes nothing.
func (st *store) setStatus(r *record, decision Decision) {
	next, changed := r.event.decided(decision)
	if !changed {
		return
	}
	if decision.Lag > 0 {
		r.before, r.lag = r.shown(), decision.Lag
		st.lagging[r] = true
	}
	st.note(r, &next, decision.By)
	r.event = &next
	clear(st.found)
}

// listed counts one listing for writes that listings do not show yet.
func (st *store) listed() {
	for r := range st.lagging {
		if r.lag--; r.lag <= 0 {
			r.before, r.lag = nil, 0
			delete(st.lagging, r)
			clear(st.found)
		}
	}
}

// find returns the matching records in order. The result must not be changed, and is valid until
// the next change. It is cached, so reading a long list page by page filters only once.
func (st *store) find(f Filter) []*record {
	st.sort()
	records := st.all
	if f.SubscriptionID != "" {
		sub := st.subscriptions[strings.ToLower(f.SubscriptionID)]
		if sub == nil || f.ExactCase && sub.id != f.SubscriptionID {
			return nil
		}
		records = sub.records
	}
	if f.matchesAll() {
		return records
	}
	if found, ok := st.found[f]; ok {
		return found
	}
	var found []*record
	for _, r := range records {
		if f.matches(r.shown()) {
			found = append(found, r)
		}
	}
	st.found[f] = found
	return found
}

func (st *store) setOrder(order Order) {
	if st.order != order {
		st.order, st.unsorted = order, true
		clear(st.found)
	}
}

func (st *store) sort() {
	if !st.unsorted {
		return
	}
	st.unsorted = false
	slices.SortFunc(st.all, st.compare)
	for _, sub := range st.subscriptions {
		slices.SortFunc(sub.records, st.compare)
	}
}

func (st *store) compare(a, b *record) int {
	byTime := cmp.Compare(a.event.EventTime, b.event.EventTime) // without a zone, times sort as texts
	byID := cmp.Compare(a.event.EventID, b.event.EventID)
	switch st.order {
	case OrderOldestFirst:
		return cmp.Or(byTime, byID)
	case OrderShuffled:
		return cmp.Or(cmp.Compare(a.shuffle, b.shuffle), byID)
	default:
		return cmp.Or(-byTime, byID)
	}
}

// events returns all events, newest first unless another order is set.
func (st *store) events() []*Event {
	st.sort()
	events := make([]*Event, len(st.all))
	for i, r := range st.all {
		events[i] = r.event
	}
	return events
}

type savedEvents struct {
	Version              int      `json:"version"`
	Subscriptions        []string `json:"subscriptions"`
	RemovedSubscriptions []string `json:"removedSubscriptions"`
	Events               []*Event `json:"events"`
}

func (st *store) saved() savedEvents {
	saved := savedEvents{Version: 1, Events: st.events()}
	for _, sub := range st.subscriptions {
		if sub.removed {
			saved.RemovedSubscriptions = append(saved.RemovedSubscriptions, sub.id)
		} else {
			saved.Subscriptions = append(saved.Subscriptions, sub.id)
		}
	}
	return saved
}

func (st *store) restore(saved savedEvents) {
	for _, id := range saved.Subscriptions {
		st.know(id)
	}
	for _, id := range saved.RemovedSubscriptions {
		st.know(id).removed = true
	}
	for _, e := range saved.Events {
		st.put(*e)
	}
}
