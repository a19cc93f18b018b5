// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package fraud_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// What Review can say.
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

	for _, c := range []struct {
		name      string
		event     *fraud.Event
		seen      *fraud.Standing
		want      string // without consent
		overwrite string // with consent to overwrite
		unlisted  string // with consent to events that are not listed
		both      string // with both
	}{
		{"not listed", nil, nil, unlisted, unlisted, record, record},
		{"not listed any more", nil, standing(active), unlisted, unlisted, record, record},
		{"not listed any more, was resolved", nil, standing(ignored), unlisted, unlisted, record, record},

		{"as decided", event(decided), nil, adopt, adopt, adopt, adopt},
		{"as decided, was open", event(decided), standing(active), adopt, adopt, adopt, adopt},
		{"as decided, was resolved otherwise", event(decided), standing(ignored), adopt, adopt, adopt,
			adopt},

		{"open", event(active), nil, write, write, write, write},
		{"open as before", event(active), standing(active), write, write, write, write},
		{"open, was resolved", event(active), standing(ignored), changed, changed, changed, changed},
		{"investigated", event(investigating), nil, write, write, write, write},
		{"investigated, was active", event(investigating), standing(active), changed, changed, changed,
			changed},

		{"resolved otherwise", event(ignored), nil, overwrite, write, overwrite, write},
		{"resolved otherwise as before", event(ignored), standing(ignored), overwrite, write, overwrite,
			write},
		{"resolved otherwise, was open", event(ignored), standing(active), changed, changed, changed,
			changed},
		{"resolved by an unknown reason",
			&fraud.Event{Key: key, Status: fraud.Resolved, Reason: "duplicate"}, nil, overwrite, write,
			overwrite, write},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, want := range []string{c.want, c.overwrite, c.unlisted, c.both} {
				change := fraud.Change{Key: key, Decision: decided, Seen: c.seen, Overwrite: i&1 != 0,
					AcceptUnlisted: i&2 != 0}
				if got := verdict(t, change, c.event); got != want {
					t.Errorf("overwrite %v, unlisted %v: %s, want %s", change.Overwrite, change.AcceptUnlisted,
						got, want)
				}
			}
		})
	}
}

// verdict names what a review comes to, and checks what its error says.
func verdict(t *testing.T, c fraud.Change, e *fraud.Event) string {
	t.Helper()
	action, err := c.Review(e)
	var (
		unlistedErr  *fraud.UnlistedError
		changedErr   *fraud.ChangedError
		overwriteErr *fraud.OverwriteError
	)
	switch {
	case errors.As(err, &unlistedErr):
		if diff := cmp.Diff(&fraud.UnlistedError{Key: c.Key}, unlistedErr); diff != "" {
			t.Error(diff)
		}
		return unlisted
	case errors.As(err, &changedErr):
		if changedErr.Seen != *c.Seen || changedErr.Decision != c.Decision ||
			changedErr.Event.Standing() != e.Standing() {
			t.Errorf("got %+v", changedErr)
		}
		return changed
	case errors.As(err, &overwriteErr):
		if overwriteErr.Decision != c.Decision || overwriteErr.Event.Standing() != e.Standing() {
			t.Errorf("got %+v", overwriteErr)
		}
		return overwrite
	case err != nil:
		return fmt.Sprintf("unexpected %v", err)
	}
	return map[fraud.Action]string{fraud.Adopt: adopt, fraud.Write: write,
		fraud.Record: record}[action]
}

// An event that somebody else has moved since the decision takes consent, open as it is.
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
