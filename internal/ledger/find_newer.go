// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package ledger

import (
	"context"
	"sync"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fraud"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/sharing"
)

// patience is the time in which one process waits for listings that lag behind. All events share
// it, so that thousands of them do not wait one after the other.
type patience struct {
	mu    sync.Mutex
	until time.Time
}

// longestPatience is the time of all looks after the first.
const longestPatience = 2*lastLookLater - firstLookLater

// left returns the rest of the time, which begins with the first call.
func (p *patience) left() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until.IsZero() {
		p.until = time.Now().Add(longestPatience)
	}
	return time.Until(p.until)
}

// FindNewer is like Find, but reads again, at increasing intervals for a few seconds, while the
// listing shows an event that may be older than a write of an earlier run.
func (l *Ledger) FindNewer(ctx context.Context, key fraud.Key,
	mayLag func(fraud.Event) bool) (Sighting, error) {
	seen, err := l.Find(ctx, key)
	for wait := firstLookLater; err == nil && seen.Event != nil && mayLag(*seen.Event); wait *= 2 {
		if l.patience.left() <= 0 || !sharing.Pause(ctx, wait) {
			break
		}
		newer, failed := l.find(ctx, key, wait)
		if failed != nil {
			break // the first listing is complete, too
		}
		seen = newer
	}
	return seen, err
}
