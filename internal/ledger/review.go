// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// eventOf returns the event of the change; nil means unlisted.
func eventOf(read *listings.Listing, c fraud.Change) (*fraud.Event, error) {
	if c.Exact {
		return read.FindExactly(c.Key), nil
	}
	return read.Find(c.Key)
}

// reviewBy returns the effect of the change according to this listing. It returns the event, if
// there is one, even with an error.
func reviewBy(read *listings.Listing, c fraud.Change) (fraud.Outcome, error) {
	e, err := eventOf(read, c)
	if err != nil {
		return fraud.Outcome{}, err
	}
	if e != nil {
		if err := read.TornBy(*e); err != nil {
			return fraud.Outcome{Event: *e}, err
		}
	}
	action, err := c.Review(e)
	if fraud.KindOf(err) == fraud.NotListed {
		err = read.Unlisted(c.Key)
	}
	out := fraud.Outcome{Action: action}
	if e != nil {
		out.Event, out.Before = *e, e.Movement()
	}
	return out, err
}
