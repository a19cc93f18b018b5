// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

const (
	// readAge is how old a listing may be that answers a reader. One process serves one phase of one
	// Terraform run, so this bounds how long a very long plan goes without looking again.
	readAge = 5 * time.Minute

	// reviewAge is how old a listing may be by which a write is reviewed. It is short, so that a
	// colleague's decision is seen, and long enough for writes that Terraform has under way together
	// to share a listing. Whatever holds a write up after that, it does not leave by a page that was
	// asked for more than five seconds ago.
	reviewAge = fraud.ReviewLasts - 500*time.Millisecond

	// mostLooks is how often in a row events are looked at that are listed with two standings.
	mostLooks = 3
)

// Ledger is one process's shared book of fraud events: it keeps calls few however many resources
// ask, and carries decisions out so that nothing is overwritten unseen. It is safe for concurrent
// use.
type Ledger struct {
	service  fraud.Events
	lister   *lister
	tenant   *tenant
	arrivals *sharing.Arrivals
	audit    Auditor
	run      *sameRun
	evidence *evidence

	mu    sync.Mutex
	books map[string]*book
}

// New returns an empty Ledger on the service. It tells audit what becomes of every change; nil
// wants to know nothing.
func New(service fraud.Events, audit Auditor) *Ledger {
	lister := &lister{service: service}
	return &Ledger{
		service: service, lister: lister, tenant: newTenant(lister), arrivals: &sharing.Arrivals{},
		audit: audit,
		run:   newSameRun(), evidence: newEvidence(), books: map[string]*book{},
	}
}

// book is the Ledger's part for one subscription.
type book struct {
	service  fraud.Events
	lister   *lister
	arrivals *sharing.Arrivals
	run      *sameRun
	reads    reads
	writes   writes
}

func (l *Ledger) book(subscriptionID string) *book {
	id := strings.ToLower(subscriptionID)
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.books[id]
	if b == nil {
		b = &book{service: l.service, lister: l.lister, arrivals: l.arrivals, run: l.run}
		b.reads.fetch = func(ctx context.Context, notBefore time.Time, whole bool) (*listing, error) {
			return l.tenant.listing(ctx, id, notBefore, whole)
		}
		b.reads.again = func(ctx context.Context, first *listing) (*listing, error) {
			return l.tenant.again(ctx, id, first)
		}
		l.books[id] = b
	}
	return b
}

// Limits says what the service can do.
func (l *Ledger) Limits() fraud.Limits { return l.service.Limits() }

// Sighting is what a complete listing says of one event.
type Sighting struct {
	Event *fraud.Event // nil when it is not listed

	// Empty says that the listing held no event at all, which can also mean that the credentials see
	// too little.
	Empty bool

	// SubscriptionKnown is false when Partner Center does not even know the subscription.
	SubscriptionKnown bool

	listing *listing
}

// Unlisted is the error about an event that a change needs and that is not listed.
func (s Sighting) Unlisted(key fraud.Key) *fraud.UnlistedError {
	return &fraud.UnlistedError{Key: key, SubscriptionKnown: s.SubscriptionKnown,
		Near: s.listing.near(key)}
}

// Find looks one event up in the shared listing of its subscription.
func (l *Ledger) Find(ctx context.Context, key fraud.Key) (Sighting, error) {
	read, err := l.book(key.SubscriptionID).reads.answer(ctx, readAge, key)
	if err != nil {
		return Sighting{}, err
	}
	e, err := read.find(key)
	return Sighting{Event: e, Empty: len(read.events) == 0, SubscriptionKnown: read.known,
		listing: read}, err
}

// Review says what a change would come to, without carrying it out. The errors are those of
// Change.Review, and those of reading.
func (l *Ledger) Review(ctx context.Context, c fraud.Change) (fraud.Outcome, error) {
	read, err := l.book(c.Key.SubscriptionID).reads.review(ctx, readAge, c.Key)
	if err != nil {
		return fraud.Outcome{}, err
	}
	out, err := read.review(l.run.onward(c))
	out, err = l.inherit(ctx, c, l.run.asPlanned(c, out), err)
	out.AuditErr = l.auditRefusal(ctx, c, err)
	return out, err
}

// eventOf returns the event that the change is about; nil means not listed.
func (l *listing) eventOf(c fraud.Change) (*fraud.Event, error) {
	if !c.Exact {
		return l.find(c.Key)
	}
	for _, e := range l.events[strings.ToLower(c.Key.EventID)] {
		if e.EventID == c.Key.EventID {
			return &e, nil
		}
	}
	return nil, nil //nolint:nilnil // not listed is an answer, and no error
}

// review says what the change comes to by this listing. The event is given with an error too, where
// there is one.
func (l *listing) review(c fraud.Change) (fraud.Outcome, error) {
	e, err := l.eventOf(c)
	if err != nil {
		return fraud.Outcome{}, err
	}
	if e != nil {
		if err := l.tornBy(*e); err != nil {
			return fraud.Outcome{Event: *e}, err
		}
	}
	action, err := c.Review(e)
	var unlisted *fraud.UnlistedError
	if errors.As(err, &unlisted) {
		unlisted.SubscriptionKnown, unlisted.Near = l.known, l.near(c.Key)
	}
	out := fraud.Outcome{Action: action}
	if e != nil {
		out.Event, out.Before = *e, e.Standing()
	}
	return out, err
}
