// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// readAge is the maximum age of a listing for readers. One process serves one phase of one
// Terraform run, so this matters only for a very long plan.
const readAge = 5 * time.Minute

// Ledger is one process's shared book of fraud events: it needs few calls however many resources
// there are, and carries out decisions without overwriting anything unseen. It is safe for
// concurrent use.
type Ledger struct {
	service  fraud.Events
	lister   *listings.Lister
	tenant   *listings.Tenant
	arrivals *sharing.Arrivals
	audit    Auditor
	run      *sameRun
	evidence *evidence
	patience patience
	lasts    time.Duration // of a review

	mu     sync.Mutex
	queues map[string]*queue // by subscription, in lower case
}

// Option changes a new Ledger.
type Option func(*Ledger)

// ReviewLasting replaces fraud.ReviewLasts. With hours, tests can count calls that a slow machine
// would repeat.
func ReviewLasting(d time.Duration) Option { return func(l *Ledger) { l.lasts = d } }

// New returns an empty Ledger for the service. It reports the result of every change to audit,
// which may be nil.
func New(service fraud.Events, audit Auditor, options ...Option) *Ledger {
	lister := listings.NewLister(service)
	l := &Ledger{
		service: service, lister: lister, tenant: listings.NewTenant(lister),
		arrivals: &sharing.Arrivals{}, audit: audit,
		run: newSameRun(), evidence: newEvidence(), queues: map[string]*queue{},
		lasts: fraud.ReviewLasts,
	}
	for _, o := range options {
		o(l)
	}
	return l
}

// queue returns the queue of a subscription, whose book readers share.
func (l *Ledger) queue(subscriptionID string) *queue {
	id := strings.ToLower(subscriptionID)
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queues[id]
	if q == nil {
		q = &queue{
			book: &book{service: l.service, lister: l.lister, reads: listings.NewShared(l.tenant, id),
				lasts: l.lasts},
			run: l.run, arrivals: l.arrivals, open: map[fraud.Key]*order{},
		}
		l.queues[id] = q
	}
	return q
}

// Limits returns the name and the limits of the service.
func (l *Ledger) Limits() fraud.Limits { return l.service.Limits() }

// Service returns how messages name the service.
func (l *Ledger) Service() fraud.Service { return l.service.Limits().Service }

// Carries reports a state of this run in which the event has this standing.
func (l *Ledger) Carries(key fraud.Key, s fraud.Standing) { l.evidence.note(key, s) }

// ReadOnly reports whether the Ledger's service is read-only: see the function ReadOnly.
func (l *Ledger) ReadOnly() bool {
	_, held := l.service.(readOnly)
	return held
}

// Sighting is one event in a complete listing.
type Sighting struct {
	Event *fraud.Event // nil if unlisted

	// Empty means that the listing had no events at all. The reason can also be that the credentials
	// have too few permissions.
	Empty bool

	// SubscriptionKnown is false if the service does not even know the subscription.
	SubscriptionKnown bool

	listing *listings.Listing
}

// Unlisted is the error about an unlisted event that a change needs.
func (s Sighting) Unlisted(key fraud.Key) *fraud.UnlistedError {
	return s.listing.Unlisted(key)
}

// Find finds one event in the shared listing of its subscription.
func (l *Ledger) Find(ctx context.Context, key fraud.Key) (Sighting, error) {
	return l.find(ctx, key, readAge)
}

func (l *Ledger) find(ctx context.Context, key fraud.Key, maxAge time.Duration) (Sighting, error) {
	read, err := l.queue(key.SubscriptionID).reads.Answer(ctx, maxAge, key)
	if err != nil {
		return Sighting{}, err
	}
	e, err := read.Find(key)
	return Sighting{Event: e, Empty: read.IsEmpty(), SubscriptionKnown: read.Known(),
		listing: read}, err
}

// Review returns the effect of a change without carrying it out. The errors are those of
// Change.Review and of reading.
func (l *Ledger) Review(ctx context.Context, c fraud.Change) (fraud.Outcome, error) {
	read, err := l.queue(c.Key.SubscriptionID).reads.Review(ctx, readAge, c.Key)
	if err != nil {
		return fraud.Outcome{}, err
	}
	out, err := reviewBy(read, l.run.onward(c))
	out, err = l.evidence.inherit(ctx, c, l.run.asPlanned(c, out), err)
	out.AuditErr = l.audit.refusal(ctx, c, err)
	return out, err
}
