// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger/listings"
)

// book holds everything that the writes to one subscription need: the service, and the knowledge
// about its events.
type book struct {
	service fraud.Events
	lister  *listings.Lister
	reads   *listings.Shared
	lasts   time.Duration // of a review: fraud.ReviewLasts, except in tests
}

// reviewAge is the maximum age of a listing for reviewing a write. It is short, so that a review
// sees a colleague's decision, but long enough for concurrent writes to share a listing. Whatever
// delays a write after that, it never relies on a page whose request is more than five seconds old.
func (b *book) reviewAge() time.Duration { return b.lasts - 500*time.Millisecond }

func (b *book) isFresh(askedAt time.Time) bool { return time.Since(askedAt) < b.lasts }
