// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package partnercenter

import "sync/atomic"

// pageCap holds a client's knowledge about the service's maximum page size, which is not documented
// and probably a round number (docs-dev/api.md, Paging; parity: list-page-limit).
type pageCap struct {
	beyond atomic.Int64 // the largest page is larger than this
}

// mayBe reports whether a first page that is shorter than requested may be full, because the
// service's maximum page size is smaller than ours. Requesting one more page shows that.
func (p *pageCap) mayBe(events, asked int) bool {
	return events < asked && events%100 == 0 && int64(events) > p.beyond.Load()
}

// larger records that the maximum page size is larger than that.
func (p *pageCap) larger(events int) {
	for {
		known := p.beyond.Load()
		if int64(events) <= known || p.beyond.CompareAndSwap(known, int64(events)) {
			return
		}
	}
}
