// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// The possible results of Review.
const (
	adopt     = "adopt"
	write     = "write"
	record    = "record"
	unlisted  = "unlisted"
	changed   = "changed"
	overwrite = "overwrite"
)

func TestReview_EveryCase(t *testing.T) {
	t.Parallel()
	key := fraud.Key{SubscriptionID: subA, EventID: "e"}
	standing := func(d fraud.Decision) *fraud.Standing { return new(d.Standing()) }
	event := func(d fraud.Decision) *fraud.Event {
		return &fraud.Event{Key: key, Status: d.Status(), Reason: d.Reason()}
	}
	active, investigating, ignored := fraud.Reopen(), investigate(), resolve(fraud.Ignore)
	decided := resolve(fraud.Fraud)

	// the four cases: without consent, with consent to overwrite, to record unlisted events, and to
	// both
	always := func(verdict string) [4]string { return [4]string{verdict, verdict, verdict, verdict} }
	ofUnlisted, ofResolved := [4]string{unlisted, unlisted, record, record},
		[4]string{overwrite, write, overwrite, write}
	ofGone := [4]string{unlisted, unlisted, changed, changed}
	for _, c := range []struct {
		name  string
		event *fraud.Event
		seen  *fraud.Standing
		want  [4]string
	}{
		{"not listed", nil, nil, ofUnlisted},
		{"not listed, as the plan has shown", nil, new(fraud.Unlisted()), ofUnlisted},
		{"not listed any more", nil, standing(active), ofGone},
		{"not listed any more, was resolved", nil, standing(ignored), ofGone},

		{"as decided", event(decided), nil, always(adopt)},
		{"as decided, was open", event(decided), standing(active), always(adopt)},
		{"as decided, was resolved otherwise", event(decided), standing(ignored), always(adopt)},

		{"open", event(active), nil, always(write)},
		{"open as before", event(active), standing(active), always(write)},
		{"open, was resolved", event(active), standing(ignored), always(changed)},
		{"investigated", event(investigating), nil, always(write)},
		{"investigated, was active", event(investigating), standing(active), always(changed)},

		{"resolved otherwise", event(ignored), nil, ofResolved},
		{"resolved otherwise as before", event(ignored), standing(ignored), ofResolved},
		{"resolved otherwise, was open", event(ignored), standing(active), always(changed)},
		{"resolved by an unknown reason",
			&fraud.Event{Key: key, Status: fraud.Resolved, Reason: "duplicate"}, nil, ofResolved},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, want := range c.want {
				change := fraud.Change{Key: key, Decision: decided, Seen: c.seen, Overwrite: i&1 != 0,
					AcceptUnlisted: i&2 != 0}
				expect.Equal(t, fmt.Sprintf("%+v", change), want, verdict(t, change, c.event))
			}
		})
	}
}

// verdict names the result of a review, and checks its error.
func verdict(t *testing.T, c fraud.Change, e *fraud.Event) string {
	t.Helper()
	action, err := c.Review(e)
	var (
		unlistedErr  *fraud.UnlistedError
		changedErr   *fraud.ChangedError
		overwriteErr *fraud.OverwriteError
	)
	now := fraud.Unlisted()
	if e != nil {
		now = e.Standing()
	}
	switch {
	case errors.As(err, &unlistedErr):
		expect.Equal(t, "got", &fraud.UnlistedError{Key: c.Key}, unlistedErr)
		return unlisted
	case errors.As(err, &changedErr):
		if changedErr.Seen != *c.Seen || changedErr.Decision != c.Decision ||
			changedErr.Event.Standing() != now {
			t.Errorf("got %+v", changedErr)
		}
		return changed
	case errors.As(err, &overwriteErr):
		if overwriteErr.Decision != c.Decision || overwriteErr.Event.Standing() != now {
			t.Errorf("got %+v", overwriteErr)
		}
		return overwrite
	case err != nil:
		return fmt.Sprintf("unexpected %v", err)
	}
	return map[fraud.Action]string{fraud.Adopt: adopt, fraud.Write: write,
		fraud.Record: record}[action]
}

// Changing an event that somebody else has moved since the decision requires consent, even if the
// event is open.
func TestReview_OfAnEventThatWasMovedSinceTheDecision(t *testing.T) {
	t.Parallel()
	key, held := fraud.Key{SubscriptionID: subA, EventID: "e"}, resolve(fraud.Fraud).Standing()
	for _, now := range []fraud.Decision{fraud.Reopen(), investigate()} {
		event := &fraud.Event{Key: key, Status: now.Status()}
		c := fraud.Change{Key: key, Decision: resolve(fraud.Fraud), Seen: new(now.Standing()),
			Held: &held}
		var reopened *fraud.ReopenedError
		if _, err := c.Review(event); !errors.As(err, &reopened) || reopened.Held != held {
			t.Errorf("%s: got %v", now, err)
		}
		c.Overwrite = true
		if action, err := c.Review(event); err != nil || action != fraud.Write {
			t.Errorf("%s with consent: got %v, %v", now, action, err)
		}
		c.Seen = &held
		var changed *fraud.ChangedError
		if _, err := c.Review(event); !errors.As(err, &changed) {
			t.Errorf("%s since the plan: got %v", now, err)
		}
	}
}
