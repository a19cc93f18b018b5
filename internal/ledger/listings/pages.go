// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package listings

import (
	"strings"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
)

// intoListings receives pages and adds their events to listings. It discards the rows of a reply
// that broke off, so that they neither count nor hide rows of the page when it is read again.
type intoListings struct {
	of    string // the listed subscription; empty for the whole tenant
	add   func(fraud.Event)
	clear func()       // discards everything
	done  func() error // after each page; may be nil

	pages int
	// of the second and later pages; the first may be the only one, and is not held twice
	page []fraud.Event
}

func (r *intoListings) Begin() {
	if r.pages == 0 {
		r.clear()
	}
	r.page = r.page[:0]
}

func (r *intoListings) Event(e fraud.Event) error {
	e = e.In(r.of).WithoutDetails()
	if r.of != "" && !strings.EqualFold(e.SubscriptionID, r.of) {
		return nil
	}
	if r.pages == 0 {
		r.add(e)
	} else {
		r.page = append(r.page, e)
	}
	return nil
}

func (r *intoListings) End() error {
	r.pages++
	for _, e := range r.page {
		r.add(e)
	}
	r.page = r.page[:0]
	if r.done == nil {
		return nil
	}
	return r.done()
}
