// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"sync"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// sameRun knows the decisions of this process, so that one run can have two objects about one
// event. Terraform can create the new object of a replacement before it destroys the old one,
// destroy the old one first, or do both at once if a decision moves between two resources. The
// destroy does not reopen an event that the new object decides, and a decision that was reviewed
// before the destroy still applies after it. Changes of one event are made one after the other
// (queue.go). After an unconfirmed one, the others are refused.
type sameRun struct {
	mu      sync.Mutex
	decided map[fraud.Key]int
	// by a destroy of this process, with the previous standing
	reopened    map[fraud.Key]fraud.Standing
	unconfirmed map[fraud.Key]fraud.Change
}

func newSameRun() *sameRun {
	return &sameRun{decided: map[fraud.Key]int{}, reopened: map[fraud.Key]fraud.Standing{},
		unconfirmed: map[fraud.Key]fraud.Change{}}
}

// begin is called before a change is queued: a concurrent destroy must know about it.
func (r *sameRun) begin(c fraud.Change) {
	if !c.Reactivation {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.decided[c.Key.Fold()]++
	}
}

// end is called when the change has ended. A change that certainly failed decided nothing.
func (r *sameRun) end(c fraud.Change, out fraud.Outcome, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := c.Key.Fold()
	switch {
	case err == nil && out.Action == fraud.Write:
		r.wrote(c)
	case err != nil && fraud.MaybeSent(err):
		r.unconfirmed[key] = c
	case err != nil && !c.Reactivation:
		r.decided[key]--
	}
}

// wrote records a change that took effect. The caller holds the lock.
func (r *sameRun) wrote(c fraud.Change) {
	key := c.Key.Fold()
	delete(r.unconfirmed, key)
	if c.Reactivation && c.Seen != nil {
		r.reopened[key] = *c.Seen
	} else {
		delete(r.reopened, key)
	}
}

// precedes returns an error if an earlier change of the event is unconfirmed. A listing that shows
// its effect confirms it. Any other listing may be older.
func (r *sameRun) precedes(c fraud.Change, read *listings.Listing) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	earlier, unconfirmed := r.unconfirmed[c.Key.Fold()]
	if !unconfirmed {
		return nil
	}
	e, err := eventOf(read, c)
	if err == nil && e != nil && read.TornBy(*e) == nil && e.Carries(earlier.Decision) {
		r.wrote(earlier)
		return nil
	}
	return &fraud.PendingError{Key: c.Key, Sent: earlier.Decision}
}

// spares returns an error if the change would reopen an event that this process decides about for
// another object.
func (r *sameRun) spares(c fraud.Change) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.Reactivation && r.decided[c.Key.Fold()] > 0 {
		return &fraud.HeldError{Key: c.Key}
	}
	return nil
}

// onward returns the change with its review adjusted after a destroy of this process has reopened
// the event.
func (r *sameRun) onward(c fraud.Change) fraud.Change {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, ok := r.reopened[c.Key.Fold()]; ok && c.Seen != nil && *c.Seen == before {
		seen := fraud.Reopen().Standing()
		c.Seen = &seen
	}
	return c
}

// asPlanned sets the event's standing to the one before a destroy of this process reopened it,
// because Terraform planned with that standing.
func (r *sameRun) asPlanned(c fraud.Change, out fraud.Outcome) fraud.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, ok := r.reopened[c.Key.Fold()]; ok && !c.Reactivation &&
		out.Before.Standing == fraud.Reopen().Standing() {
		out.Before.Standing = before
	}
	return out
}
