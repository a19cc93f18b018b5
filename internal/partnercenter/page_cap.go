// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "sync/atomic"

// pageCap is what a client has learned about the service's largest page. It is not documented, and
// would be a round number (docs-dev/api.md, Paging).
type pageCap struct {
	beyond atomic.Int64 // the largest page is larger than this
}

// mayBe says whether a first page that is shorter than asked for may be a full one of a service
// whose largest page is smaller than ours. Asking for one more page settles it.
func (p *pageCap) mayBe(events, asked int) bool {
	return events < asked && events%100 == 0 && int64(events) > p.beyond.Load()
}

// larger notes that the largest page is larger than that.
func (p *pageCap) larger(events int) {
	for {
		known := p.beyond.Load()
		if int64(events) <= known || p.beyond.CompareAndSwap(known, int64(events)) {
			return
		}
	}
}
