// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// mostLooks limits how often in a row events with two standings are read.
const mostLooks = 3

// fetch lists the subscription in q. An unknown subscription has an empty listing, because fraud
// often ends with the cancellation of the subscription.
func fetch(ctx context.Context, service *Lister, q fraud.Query) (*Listing, error) {
	l := newListing(service.Service(), time.Now())
	known, err := service.List(ctx, q, receiver(l, q, nil))
	switch {
	case errors.Is(err, fraud.ErrMayBeCut):
		l.cut = true
	case err != nil:
		return nil, err
	case !q.Thorough:
		l.cut = true
	}
	if l.known = known; !known {
		l.clear()
	}
	return l, nil
}

// fetchUntil lists one subscription up to the page that completes these events, so that reading the
// rest does not make them too old. If the listing lacks some, fetchUntil reads once more, because
// pages may shift.
func fetchUntil(ctx context.Context, service *Lister, subscriptionID string,
	keys []fraud.Key) (*Listing, error) {
	var first *Listing
	for {
		l := newListing(service.Service(), time.Now())
		q := fraud.Query{SubscriptionID: subscriptionID, Thorough: true}
		known, err := service.List(ctx, q, receiver(l, q, func() error {
			if l.holds(keys) {
				return ErrEnough
			}
			return nil
		}))
		if err != nil {
			return nil, err
		}
		if l.known = known; !known {
			l.clear()
			return l, nil
		}
		switch {
		case first != nil:
			return l.after(first), nil
		case l.holds(keys) || l.pages <= 1:
			return l, nil
		}
		first = l
	}
}

// ReadSteady reads one subscription up to the page that completes these events, and again if one of
// them has two standings. Nobody shares the result.
func (l *Lister) ReadSteady(ctx context.Context, subscriptionID string,
	keys []fraud.Key) (*Listing, error) {
	for looks := 1; ; looks++ {
		read, err := fetchUntil(ctx, l, subscriptionID, keys)
		if err != nil || looks == mostLooks || !read.isTorn(keys) {
			return read, err
		}
	}
}

// receiver receives the rows of the subscription in q.
func receiver(l *Listing, q fraud.Query, done func() error) *intoListings {
	return &intoListings{
		of:    q.SubscriptionID,
		add:   l.add,
		clear: l.clear,
		done: func() error {
			l.pages++
			if done == nil {
				return nil
			}
			return done()
		},
	}
}
