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
	// readAge is the maximum age of a listing for readers. One process serves one phase of one
	// Terraform run, so this matters only for a very long plan.
	readAge = 5 * time.Minute

	// reviewAge is the maximum age of a listing for reviewing a write. It is short, so that a review
	// sees a colleague's decision, but long enough for concurrent writes to share a listing. Whatever
	// delays a write after that, it never relies on a page that was requested more than five seconds
	// ago.
	reviewAge = fraud.ReviewLasts - 500*time.Millisecond

	// mostLooks is how often in a row events with two standings are read.
	mostLooks = 3
)

// Ledger is one process's shared book of fraud events: it needs few calls however many resources
// there are, and carries out decisions without overwriting anything unseen. It is safe for
// concurrent use.
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

// New returns an empty Ledger for the service. It reports the result of every change to audit,
// which may be nil.
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

// Limits returns the limits of the service.
func (l *Ledger) Limits() fraud.Limits { return l.service.Limits() }

// Sighting is one event in a complete listing.
type Sighting struct {
	Event *fraud.Event // nil when it is not listed

	// Empty says that the listing had no events at all, which can also mean that the credentials have
	// too few permissions.
	Empty bool

	// SubscriptionKnown is false when Partner Center does not even know the subscription.
	SubscriptionKnown bool

	listing *listing
}

// Unlisted is the error about an unlisted event that a change needs.
func (s Sighting) Unlisted(key fraud.Key) *fraud.UnlistedError {
	return &fraud.UnlistedError{Key: key, SubscriptionKnown: s.SubscriptionKnown,
		Near: s.listing.near(key)}
}

// Find finds one event in the shared listing of its subscription.
func (l *Ledger) Find(ctx context.Context, key fraud.Key) (Sighting, error) {
	read, err := l.book(key.SubscriptionID).reads.answer(ctx, readAge, key)
	if err != nil {
		return Sighting{}, err
	}
	e, err := read.find(key)
	return Sighting{Event: e, Empty: len(read.events) == 0, SubscriptionKnown: read.known,
		listing: read}, err
}

// Review returns the effect of a change without carrying it out. The errors are those of
// Change.Review and of reading.
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

// review returns the effect of the change according to this listing. It returns the event, if there
// is one, even with an error.
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
